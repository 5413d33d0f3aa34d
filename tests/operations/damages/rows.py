"""Damage to rows that have a proof, or that the trail tells of, and to the schema."""

from tests.operations.damages import damage


ALTERED = "was not written by the portal"


def forged(scene, table, change, key="*"):
    """Change one row of a table; its fault. ``key`` is what names the row."""
    found = scene.read(f"SELECT {key} FROM {table} LIMIT 1")
    where = f"{key} = '{found}'"
    assert scene.sql(f"UPDATE {table} SET {change} WHERE {where}")
    return f"table {table}, row {found}"


@damage
def number_of_permit(scene) -> str:
    scene.sql("UPDATE permit SET number = 'XA-9', key = 'XA9'")
    return f"permit {scene.permit}: is not what was stored"


@damage
def validity_of_permit(scene) -> str:
    scene.sql("UPDATE permit SET valid_until = '2099-01-01'")
    return f"permit {scene.permit}: is not what was stored"


@damage
def line_of_permit(scene) -> str:
    scene.sql("UPDATE permit_line SET quantity = 1000")
    return f"permit {scene.permit}: is not what was stored"


@damage
def species_that_finds_a_permit(scene) -> str:
    scene.sql("UPDATE permit_line SET species = 'panthera leo'")
    return f"permit {scene.permit}: is found by other lines"


@damage
def line_of_permit_deleted(scene) -> str:
    scene.sql("DELETE FROM permit_line")
    return f"permit {scene.permit}: is not what was stored"


@damage
def status_of_permit(scene) -> str:
    return forged(scene, "permit", "status = 'issued'", "id")


@damage
def status_of_permit_taken_back_with_its_proof(scene) -> str:
    """As somebody can who has kept the row from before."""
    values = ", ".join(f"{name} = :{name}" for name in scene.permit_before)
    assert scene.sql(f"UPDATE permit SET {values}", **scene.permit_before)
    return f"permit {scene.permit}: is issued; the trail says"


@damage
def history_of_permit(scene) -> str:
    return forged(scene, "permit_status", "reason = 'x'", "permit_id")


@damage
def history_of_permit_deleted(scene) -> str:
    scene.sql("DELETE FROM permit_status")
    return f"table permit_status, permit {scene.permit}: has 0 rows"


@damage
def earlier_values_of_permit(scene) -> str:
    return forged(scene, "permit_revision", "replaced_by = 'x'", "permit_id")


@damage
def earlier_values_of_permit_deleted(scene) -> str:
    scene.sql("DELETE FROM permit_revision")
    return f"table permit_revision, permit {scene.permit}: has 0 rows"


@damage
def bit_of_a_scan(scene) -> str:
    data = scene.read("SELECT data FROM permit_attachment_chunk")
    turned = bytes([data[0] ^ 1]) + data[1:]
    scene.sql("UPDATE permit_attachment_chunk SET data = :data", data=turned)
    return f"table permit_attachment_chunk, row {scene.permit}"


@damage
def name_of_a_scan(scene) -> str:
    return forged(scene, "permit_attachment", "filename = 'x'", "permit_id")


@damage
def scan_deleted(scene) -> str:
    scene.sql("DELETE FROM permit_attachment_chunk")
    scene.sql("DELETE FROM permit_attachment")
    return f"table permit_attachment, permit {scene.permit}: has 0 rows"


@damage
def permit_deleted(scene) -> str:
    scene.sql("DELETE FROM permit")
    return "table permit: has 0 rows"


@damage
def quantity_of_a_sighting(scene) -> str:
    return forged(scene, "library_sighting", "quantity = 400", "id")


@damage
def author_of_a_sighting(scene) -> str:
    return forged(scene, "library_sighting", "user_id = 'igo-interpol'", "id")


@damage
def sighting_added(scene) -> str:
    columns = (
        "group_uid, item_uid, user_id, country, day, quantity, note, audience, time,"
        " changed, opened, proof"
    )
    scene.sql(
        f"INSERT INTO library_sighting (id, {columns})"
        f" SELECT 'x', {columns} FROM library_sighting"
    )
    return "table library_sighting, row x"


@damage
def sighting_deleted(scene) -> str:
    key = scene.read("SELECT id FROM library_sighting")
    scene.sql("DELETE FROM library_sighting")
    return f"table library_sighting, row {key}: is missing"


@damage
def value_of_a_correction(scene) -> str:
    return forged(scene, "library_correction", "value = '\"x\"'", "id")


@damage
def consent_to_a_correction(scene) -> str:
    return forged(scene, "library_correction", "state = 'accepted'", "id")


@damage
def correction_deleted(scene) -> str:
    key = scene.read("SELECT id FROM library_correction")
    scene.sql("DELETE FROM library_correction")
    return f"table library_correction, row {key}: is missing"


@damage
def receipt_forged(scene) -> str:
    scene.sql(
        "UPDATE message_delivery SET first_read = '2026-01-01 00:00:00.000000'"
        " WHERE first_read IS NULL"
    )
    return "table message_delivery, row "


@damage
def time_of_a_receipt(scene) -> str:
    scene.sql(
        "UPDATE message_delivery SET first_read = '2026-01-01 00:00:00.000000'"
        " WHERE first_read IS NOT NULL"
    )
    return f"table message_delivery, row {scene.message}"


@damage
def receipt_deleted(scene) -> str:
    scene.sql("UPDATE message_delivery SET first_read = NULL, proof = NULL")
    return f"message {scene.message}: was opened by police-xb"


@damage
def notice_deleted(scene) -> str:
    scene.sql("DELETE FROM notice WHERE kind = 'message'")
    return f"message {scene.message}: its notice to police-xb is missing"


@damage
def request_for_assistance_deleted(scene) -> str:
    key = scene.read("SELECT message_id FROM assistance_request")
    scene.sql("DELETE FROM assistance_request")
    return f"table assistance_request, row {key}: is missing"


@damage
def request_for_assistance_closed(scene) -> str:
    return forged(scene, "assistance_request", "state = 'closed'", "message_id")


@damage
def request_for_access_approved(scene) -> str:
    return forged(scene, "access_request", "state = 'approved'", "id")


@damage
def category_of_a_request_for_access(scene) -> str:
    return forged(scene, "access_request", "category = 'enforcement'", "id")


@damage
def institution_changed(scene) -> str:
    return forged(scene, "institution", "contact = 'x'", "id")


@damage
def institution_deleted(scene) -> str:
    key = scene.read("SELECT id FROM institution")
    scene.sql("DELETE FROM institution")
    return f"table institution, row {key}: is missing"


@damage
def retention_shortened(scene) -> str:
    return forged(scene, "message_retention", "keep_days = 1", "group_uid")


@damage
def retention_deleted(scene) -> str:
    key = scene.read("SELECT group_uid FROM message_retention")
    scene.sql("DELETE FROM message_retention")
    return f"table message_retention, row {key}: is missing"


@damage
def words_of_a_file_deleted(scene) -> str:
    key = scene.read("SELECT item_uid FROM library_file_text")
    scene.sql("DELETE FROM library_file_text")
    return f"words of the file of {key}: are missing"


@damage
def account_opened(scene) -> str:
    return forged(scene, "account", "epoch = epoch + 7", "user_id")


@damage
def account_deleted(scene) -> str:
    scene.sql("DELETE FROM account WHERE user_id = 'customs-xa'")
    return "table account, row customs-xa: is missing"


@damage
def report_of_somebody(scene) -> str:
    return forged(scene, "report", "reporter = 'customs-xb'", "id")


@damage
def followed_thing(scene) -> str:
    return forged(scene, "follow", "value = 'x'", "id")


@damage
def choice_of_notices(scene) -> str:
    return forged(scene, "notice_choice", "choice = 'off'", "user_id")


@damage
def post_taken_note_of(scene) -> str:
    scene.sql("UPDATE workspace_seen SET user_id = 'customs-xb'")
    return "table workspace_seen, row "


@damage
def sealing_of_the_trail_ended(scene) -> str:
    scene.sql("DROP TRIGGER audit_event_unsealed")
    return "trigger audit_event_unsealed of table audit_event: is missing"


@damage
def trigger_added(scene) -> str:
    scene.sql(
        "CREATE TRIGGER forget AFTER INSERT ON audit_event"
        " BEGIN DELETE FROM audit_event WHERE id = NEW.id; END"
    )
    return "trigger forget of table audit_event: is none of the portal's"


@damage
def index_dropped(scene) -> str:
    scene.sql("DROP INDEX library_sighting_item")
    return "index library_sighting_item of table library_sighting: is missing"


@damage
def column_added(scene) -> str:
    scene.sql("ALTER TABLE permit ADD COLUMN extra TEXT")
    return "column extra of table permit: is none of the portal's"


@damage
def constraint_dropped(scene) -> str:
    columns = "id, group_uid, user_id, field, value, created, proof"
    scene.sql("ALTER TABLE follow RENAME TO other")
    scene.sql(f"CREATE TABLE follow AS SELECT {columns} FROM other")
    return (
        "constraint unique group_uid, user_id, field, value of table follow: is missing"
    )
