"""The baseline: all tables of the records, with their indexes and triggers."""

import sqlalchemy as sa
from alembic import op


revision = "1000"
down_revision = None

#: SQLite numbers rows by INTEGER alone.
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
#: As ``audit.trail.ConcernedMember`` writes it.
SQLITE_MEMBER = "(CASE WHEN json_valid(detail) THEN json_extract(detail, '$.member') END)"
POSTGRESQL_MEMBER = "(detail ->> 'member')"
#: Each event is noted as not sealed yet.
SQLITE_UNSEALED = """
    CREATE TRIGGER audit_event_unsealed AFTER INSERT ON audit_event BEGIN
    INSERT INTO audit_unsealed (event_id) VALUES (NEW.id); END
"""
POSTGRESQL_UNSEALED = """
    CREATE FUNCTION audit_event_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER audit_event_unsealed AFTER INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_unsealed()
"""
#: The words are prepared: what is not ASCII belongs to them, and so does the mark between
#: a stem and its language.
SQLITE_WORDS = """
CREATE VIRTUAL TABLE content_words_found USING fts5(
    title, names, text, files,
    content='content_words', content_rowid='id',
    tokenize="ascii tokenchars '_'", detail=full
)
"""
REMOVE_WORDS = """
    INSERT INTO content_words_found
    (content_words_found, rowid, title, names, text, files)
    VALUES ('delete', old.id, old.title, old.names, old.text, old.files);
"""
ADD_WORDS = """
    INSERT INTO content_words_found (rowid, title, names, text, files)
    VALUES (new.id, new.title, new.names, new.text, new.files);
"""
WORD_TRIGGERS = {
    "added": f"AFTER INSERT ON content_words BEGIN {ADD_WORDS} END",
    "removed": f"AFTER DELETE ON content_words BEGIN {REMOVE_WORDS} END",
    "changed": f"AFTER UPDATE ON content_words BEGIN {REMOVE_WORDS} {ADD_WORDS} END",
}
POSTGRESQL_WORDS = """
ALTER TABLE content_words ADD COLUMN found tsvector GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(
        string_to_array(title || names || text || files, ' '), ''
    ))
) STORED
"""


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        create_member_index(POSTGRESQL_MEMBER)
        create_time_indexes("timezone('UTC', date_trunc('hour', timezone('UTC', time)))")
        op.execute(POSTGRESQL_UNSEALED)
        op.execute(POSTGRESQL_WORDS)
        op.execute(
            "CREATE INDEX ix_content_words_found ON content_words USING gin (found)"
        )
        return
    create_member_index(SQLITE_MEMBER)
    create_time_indexes("substr(time, 1, 13) || ':00:00.000000'")
    op.execute(SQLITE_UNSEALED)
    op.execute(SQLITE_WORDS)
    for name, words in WORD_TRIGGERS.items():
        op.execute(f"CREATE TRIGGER content_words_{name} {words}")


def create_member_index(member: str) -> None:
    """The index of events by the member whose account they were done to."""
    op.execute(
        f"CREATE INDEX ix_audit_event_member ON audit_event ({member})"
        f" WHERE {member} IS NOT NULL"
    )


def create_time_indexes(hour: str) -> None:
    """The indexes of events by the time that their readers see."""
    hourly = (
        "'assistance.answer', 'assistance.ask', 'message.download', 'message.open',"
        " 'message.send', 'nonnominal.decide'"
    )
    # As a text: PostgreSQL writes this expression alike after a restore.
    shown = f"(CASE WHEN CAST(action AS text) IN ({hourly}) THEN {hour} ELSE time END)"
    op.execute(f"CREATE INDEX ix_audit_event_shown ON audit_event ({shown})")
    for name in ("actor", "action"):
        index = f"ix_audit_event_{name}_shown"
        op.execute(f"CREATE INDEX {index} ON audit_event ({name}, {shown})")


def bytewise(length: int) -> sa.types.TypeEngine[str]:
    """A text that PostgreSQL compares byte by byte, as SQLite does."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def create_tables() -> None:
    op.create_table(
        "access_letter_text",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "access_request",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("last_name", sa.String(100), nullable=False),
        sa.Column("first_name", sa.String(100), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("function", sa.String(200), nullable=False),
        sa.Column("telephone", sa.String(16), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("category", sa.String(12), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("confirmed", sa.DateTime),
        sa.Column("endorsed_by", sa.String(200)),
        sa.Column("endorsed", sa.DateTime),
        sa.Column("decided_by", sa.String(200)),
        sa.Column("decided", sa.DateTime),
        sa.Column("reason", sa.Text),
        sa.Column("user_id", sa.String(200)),
        sa.Column("new_account", sa.Boolean),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("access_request_email", "group_uid", "email"),
        sa.Index("access_request_list", "group_uid", "state", "created"),
    )
    op.create_table(
        "access_rules",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("accepts", sa.Boolean, nullable=False),
        sa.Column("free_mail", sa.Boolean, nullable=False),
        sa.Column("refused_domains", sa.Text, nullable=False),
        sa.Column("official_domains", sa.Text, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "account",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("last_login", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "account_change",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("settled", sa.DateTime),
        sa.Column("settled_by", sa.String(200)),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_account_change_state", "state"),
        sa.Index("ix_account_change_user_id", "user_id"),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "audit_cosignature",
        sa.Column("size", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("witness", sa.String(200), primary_key=True),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("target", sa.String(2000), nullable=False),
        sa.Column("target_uid", sa.String(32)),
        sa.Column("ip", sa.String(45)),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("credential", sa.String(60)),
        sa.Index("ix_audit_event_target_uid", "target_uid"),
        sa.Index("ix_audit_event_time", "time"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit_leaf",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("salt", sa.LargeBinary(32)),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("proof", sa.LargeBinary(16), nullable=False),
        sa.UniqueConstraint("event_id"),
    )
    op.create_table(
        "audit_node",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_table(
        "audit_stream",
        sa.Column("name", sa.String(10), primary_key=True),
        sa.Column("stream", sa.String(32)),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("leaf", sa.LargeBinary(32)),
        sa.Column("is_set", sa.Boolean, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failing", sa.DateTime),
        sa.Column("last_error", sa.String(20)),
        sa.Column("delivered", sa.DateTime),
    )
    op.create_table(
        "audit_unsealed",
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "audit_view",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.UniqueConstraint("group_uid", "user_id", "name"),
    )
    op.create_table(
        "audit_witnessed",
        sa.Column("origin", sa.String(200), primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
    )
    op.create_table(
        "content_words",
        sa.Column("id", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("languages", sa.String(20), nullable=False),
        sa.Column("stamp", sa.String(16), nullable=False),
        sa.Column("key_id", sa.String(16)),
        sa.Column("sealed", sa.LargeBinary),
        sa.Index("ix_content_words_key_id", "key_id"),
        sa.Index("ix_content_words_stamp", "stamp"),
    )
    op.create_table(
        "done_request",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("location", sa.String(2000)),
        sa.Column("answer", sa.Text),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Index("ix_done_request_time", "time"),
    )
    op.create_table(
        "follow",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("value", sa.String(1000), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.UniqueConstraint("group_uid", "user_id", "field", "value"),
        sa.Index("ix_follow_value", "group_uid", "field", "value"),
    )
    op.create_table(
        "followed_change",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Index("ix_followed_change_group_uid", "group_uid"),
    )
    op.create_table(
        "told_relation",
        sa.Column("later_uid", sa.String(32), primary_key=True),
        sa.Column("earlier_uid", sa.String(32), primary_key=True),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Index("ix_told_relation_earlier_uid", "earlier_uid"),
    )
    op.create_table(
        "form_draft",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("place", sa.String(150), primary_key=True),
        sa.Column("saved", sa.DateTime, nullable=False),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Index("ix_form_draft_saved", "saved"),
    )
    op.create_table(
        "illegal_trade_choice",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("country", sa.String(10), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("share_iccwc", sa.Boolean, nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "illegal_trade_export",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("by_office", sa.Boolean, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("illegal_trade_export_year", "group_uid", "country", "year", "time"),
    )
    op.create_table(
        "import_matching",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("matching", sa.JSON, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.UniqueConstraint("group_uid", "user_id", "name"),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("folder_uid", sa.String(32), nullable=False),
        sa.Column("drafts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("renewed", sa.DateTime, nullable=False),
        sa.UniqueConstraint("group_uid", "user_id"),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("species", sa.JSON, nullable=False),
        sa.Column("services", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_institution_group", "group_uid", "country", "name"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("category", sa.String(12), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("function", sa.String(200), nullable=False),
        sa.Column("telephone", sa.String(200), nullable=False),
        sa.Column("contact_point", sa.Boolean, nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("by_manager", sa.Boolean, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("opens", sa.DateTime, nullable=False),
        sa.Column("ends", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("settled", sa.DateTime),
        sa.Column("request_id", sa.String(32)),
        sa.Column("opened_account", sa.Boolean, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_invitation_group", "group_uid", "state"),
        sa.Index("ix_invitation_user", "user_id", "state"),
    )
    op.create_table(
        "journal_applied",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("removed", sa.DateTime),
    )
    op.create_table(
        "journal_failed",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )
    op.create_table(
        "journal_forgotten",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("total", sa.Integer, nullable=False),
    )
    op.create_table(
        "library_correction",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("author_id", sa.String(200), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("field", sa.String(100), nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.String(200)),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("library_correction_group", "group_uid", "state", "author_id"),
        sa.Index("library_correction_item", "item_uid", "time"),
    )
    op.create_table(
        "library_group_share",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("target", sa.String(100), nullable=False),
        sa.Column("target_uid", sa.String(32), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("offered_by", sa.String(200), nullable=False),
        sa.Column("author_id", sa.String(200), nullable=False),
        sa.Column("hides_author", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("copy_uid", sa.String(32)),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("library_group_share_item", "item_uid", "time"),
        sa.Index("library_group_share_target", "target_uid", "state"),
    )
    op.create_table(
        "library_file_text",
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("file_key", sa.String(40), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_table(
        "library_reading",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "library_sighting",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("item_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("country", sa.String(10), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("quantity", sa.Float),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("opened", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("library_sighting_group", "group_uid", "changed", "opened"),
        sa.Index("library_sighting_item", "item_uid", "time"),
    )
    op.create_table(
        "login_api_token",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("folder", sa.String(200), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("ends", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
        sa.UniqueConstraint("id"),
        sa.Index("ix_login_api_token_ends", "ends"),
        sa.Index("ix_login_api_token_user_id", "user_id"),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Index("ix_login_attempt_subject", "subject", "time"),
        sa.Index("ix_login_attempt_time", "time"),
    )
    op.create_table(
        "login_code_generator",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("last_step", sa.Integer, nullable=False),
        sa.Index("ix_login_code_generator_key_id", "key_id"),
    )
    op.create_table(
        "login_device",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("used", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "login_factor_demand",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "login_passkey",
        sa.Column("credential_id", sa.LargeBinary(1023), primary_key=True),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("used", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_login_passkey_user_id", "user_id"),
    )
    op.create_table(
        "login_recovery_code",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "login_session",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("folder", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.Column("ends", sa.DateTime, nullable=False),
        sa.Column("block", sa.String(50), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("confirmed", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
        sa.UniqueConstraint("id"),
        sa.Index("ix_login_session_ends", "ends"),
        sa.Index("ix_login_session_user_id", "user_id"),
    )
    op.create_table(
        "login_step",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("folder", sa.String(200), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("ends", sa.DateTime, nullable=False),
        sa.Column("detail", sa.LargeBinary),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_login_step_ends", "ends"),
        sa.Index("ix_login_step_user_id", "user_id"),
    )
    op.create_table(
        "login_wrong_codes",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "mailbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.UniqueConstraint("group_uid", "user_id"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("reply_to", sa.String(32)),
        sa.Column("sender", sa.String(200), nullable=False),
        sa.Column("sender_country", sa.String(2), nullable=False),
        sa.Column("sender_category", sa.String(20), nullable=False),
        sa.Column("sent", sa.DateTime),
        sa.Column("handling", sa.String(20), nullable=False),
        sa.Column("answer_by", sa.Date),
        sa.Column("receipt", sa.Boolean, nullable=False),
        sa.Column("addressed", sa.JSON, nullable=False),
        sa.Column("recipients_total", sa.Integer, nullable=False),
        sa.Column("attachments_total", sa.Integer, nullable=False),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sa.Column("about", sa.LargeBinary),
        sa.Column("about_digest", sa.String(64)),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Index("ix_message_about_digest", "about_digest"),
        sa.Index("ix_message_key_id", "key_id"),
    )
    op.create_table(
        "message_key",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("since", sa.DateTime, nullable=False),
    )
    op.create_table(
        "message_retention",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("trash_days", sa.Integer, nullable=False),
        sa.Column("keep_days", sa.Integer),
        sa.Column("next_trash_days", sa.Integer),
        sa.Column("next_keep_days", sa.Integer),
        sa.Column("next_from", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "not_a_name",
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("language", sa.String(2)),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="pending"),
        sa.Column("mail_id", sa.String(300)),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("first_tried", sa.DateTime),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("last_error", sa.String(200)),
        sa.Column("sent", sa.DateTime),
        sa.Index(
            "ix_notice_due",
            "due",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
        sa.Index(
            "ix_notice_failed",
            "group_uid",
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        ),
        sa.Index(
            "ix_notice_mail",
            "mail_id",
            sqlite_where=sa.text("mail_id IS NOT NULL"),
            postgresql_where=sa.text("mail_id IS NOT NULL"),
        ),
    )
    op.create_table(
        "notice_choice",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("follows", sa.String(10)),
        sa.Column("summary", sa.String(10)),
        sa.Column("summary_told", sa.Date),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "permit",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("key", sa.String(70), nullable=False),
        sa.Column("number", sa.String(70), nullable=False),
        sa.Column("type", sa.String(1), nullable=False),
        sa.Column("type_text", sa.Text, nullable=False),
        sa.Column("copy", sa.Boolean, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_until", sa.Date),
        sa.Column("issued", sa.Date),
        sa.Column("issue_place", sa.Text, nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("importer", sa.JSON, nullable=False),
        sa.Column("exporter", sa.JSON, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("special_conditions", sa.Text, nullable=False),
        sa.Column("security_stamp", sa.Text, nullable=False),
        sa.Column("endorsement_port", sa.Text, nullable=False),
        sa.Column("endorsement_date", sa.Date),
        sa.Column("transport_document", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("replaced_by", sa.String(70)),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("attachments_total", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.UniqueConstraint("country", "key"),
        sa.Index("ix_permit_changed", "changed", "id"),
        sa.Index("ix_permit_country", "country", "id"),
        sa.Index("ix_permit_facts", "country", "status", "type", "id"),
        sa.Index("ix_permit_status", "status", "id"),
        sa.Index(
            "ix_permit_validity",
            sa.text("coalesce(valid_until, '9999-12-31')"),
            sa.text("coalesce(valid_from, '0001-01-01')"),
            "id",
        ),
    )
    op.create_table(
        "rate_use",
        sa.Column("subject", sa.String(64), primary_key=True),
        sa.Column("past", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.Index("ix_rate_use_until", "until"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("content_uid", sa.String(32), nullable=False),
        sa.Column("post_id", sa.BigInteger),
        sa.Column("reporter", sa.String(200), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("hides", sa.Boolean, nullable=False),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_report_about", "content_uid", "post_id"),
        sa.Index("ix_report_reporter", "group_uid", "reporter"),
    )
    op.create_table(
        "taxon",
        sa.Column("list_id", NUMBER, primary_key=True),
        sa.Column("name", bytewise(200), primary_key=True),
        sa.Column("rank", sa.String(20), nullable=False),
        sa.Column("appendix", sa.String(20), nullable=False),
        sa.Column("annotation", sa.Text, nullable=False),
        sa.Column("listed", sa.Date),
        sa.Column("kingdom", bytewise(200), nullable=False),
        sa.Column("class_name", bytewise(200), nullable=False),
        sa.Column("order_name", bytewise(200), nullable=False),
        sa.Column("family_name", bytewise(200), nullable=False),
        sa.Column("genus_name", bytewise(200), nullable=False),
        sa.Column("species_name", bytewise(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("source_id", sa.String(20), nullable=False),
        sa.Column("en", sa.String(200), nullable=False),
        sa.Column("fr", sa.String(200), nullable=False),
        sa.Column("es", sa.String(200), nullable=False),
        sa.Column("synonyms", sa.JSON, nullable=False),
        sa.Column("common", sa.JSON, nullable=False),
        sa.Column("implied", sa.Boolean, nullable=False),
        sa.Index("ix_taxon_class", "list_id", "class_name", "rank"),
        sa.Index("ix_taxon_family", "list_id", "family_name", "rank"),
        sa.Index("ix_taxon_order", "list_id", "order_name", "rank"),
    )
    op.create_table(
        "taxon_list",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("stamp", sa.String(16), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("dated", sa.Date, nullable=False),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("begun", sa.DateTime),
        sa.Column("ended", sa.DateTime),
        sa.Column("taxa", sa.Integer, nullable=False),
        sa.UniqueConstraint("stamp"),
        sa.Index("ix_taxon_list_state", "state"),
    )
    op.create_table(
        "taxon_name",
        sa.Column("list_id", NUMBER, primary_key=True),
        sa.Column("key", bytewise(200), primary_key=True),
        sa.Column("kind", sa.SmallInteger, primary_key=True),
        sa.Column("taxon", bytewise(200), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "web_hook",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), nullable=False),
        sa.Column("group_uid", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("cursor", sa.Text),
        sa.Column("tested", sa.DateTime),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("first_tried", sa.DateTime),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("last_error", sa.String(20)),
        sa.Column("delivered", sa.DateTime),
        sa.Index("ix_web_hook_group_uid", "group_uid"),
        sa.Index("ix_web_hook_key_id", "key_id"),
        sa.Index("ix_web_hook_user_id", "user_id"),
    )
    op.create_table(
        "workspace_change",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("topic_uid", sa.String(32), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("workspace_uid", sa.String(32), nullable=False),
        sa.Column("only_author", sa.String(200), nullable=False),
        sa.Column("member", sa.String(200), nullable=False, server_default=""),
        sa.Column("group_uid", sa.String(32), nullable=False, server_default=""),
        sa.Column("is_open", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Index("ix_workspace_change_at", "at"),
        sa.Index("ix_workspace_change_member", "member", "group_uid", "number"),
        sa.Index("ix_workspace_change_topic", "topic_uid", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "workspace_post",
        sa.Column("topic_uid", sa.String(32), primary_key=True),
        sa.Column("post_id", sa.BigInteger, primary_key=True),
        sa.Column("author", sa.String(200), nullable=False),
    )
    op.create_table(
        "workspace_reading",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("topic_uid", sa.String(32), primary_key=True),
        sa.Column("read_until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "workspace_seen",
        sa.Column("topic_uid", sa.String(32), primary_key=True),
        sa.Column("post_id", sa.BigInteger, primary_key=True),
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "workspace_subscription",
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("about_uid", sa.String(32), primary_key=True),
        sa.Column("level", sa.String(10), nullable=False),
    )
    op.create_table(
        "workspace_topic",
        sa.Column("topic_uid", sa.String(32), primary_key=True),
        sa.Column("workspace_uid", sa.String(32), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("reported", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("comments_total", sa.Integer, nullable=False),
        sa.Column("last_post", sa.BigInteger, nullable=False),
        sa.Column("last_author", sa.String(200), nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.UniqueConstraint("path"),
        sa.Index(
            "ix_workspace_topic_activity",
            "workspace_uid",
            "last_post",
            "reported",
            "author",
        ),
    )
    op.create_table(
        "workspace_topic_item",
        sa.Column("topic_uid", sa.String(32), primary_key=True),
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Index("ix_workspace_topic_item_item_uid", "item_uid"),
    )
    op.create_table(
        "access_question",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column(
            "request_id",
            sa.String(32),
            sa.ForeignKey("access_request.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answered", sa.DateTime),
        sa.Column("answer", sa.Text),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("ix_access_question_request_id", "request_id"),
    )
    op.create_table(
        "account_consent",
        sa.Column(
            "change_id",
            sa.String(32),
            sa.ForeignKey("account_change.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("group_uid", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(200), primary_key=True),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "assistance_request",
        sa.Column(
            "message_id",
            sa.String(32),
            sa.ForeignKey("message.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("answered", sa.DateTime),
        sa.Column("closed", sa.DateTime),
        sa.Column("reminded", sa.DateTime),
        sa.Column("overdue_told", sa.DateTime),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("assistance_request_state", "state", "overdue_told"),
    )
    op.create_table(
        "followed_item",
        sa.Column(
            "follow_id",
            sa.String(32),
            sa.ForeignKey("follow.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Index("ix_followed_item_item_uid", "item_uid"),
    )
    op.create_table(
        "illegal_trade_export_row",
        sa.Column(
            "export_id",
            sa.String(32),
            sa.ForeignKey("illegal_trade_export.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("item_uid", sa.String(32), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "mailbox_count",
        sa.Column(
            "mailbox_id",
            sa.Integer,
            sa.ForeignKey("mailbox.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("folder", sa.String(10), primary_key=True),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("unread", sa.Integer, nullable=False),
    )
    op.create_table(
        "message_attachment",
        sa.Column(
            "message_id",
            sa.String(32),
            sa.ForeignKey("message.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "message_attachment_chunk",
        sa.Column(
            "message_id",
            sa.String(32),
            sa.ForeignKey("message.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "message_delivery",
        sa.Column(
            "message_id",
            sa.String(32),
            sa.ForeignKey("message.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "mailbox_id",
            sa.Integer,
            sa.ForeignKey("mailbox.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("folder", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("unread", sa.Boolean, nullable=False),
        sa.Column("starred", sa.Boolean, nullable=False),
        sa.Column("first_read", sa.DateTime),
        sa.Column("trashed", sa.DateTime),
        sa.Column("sealed_key", sa.LargeBinary),
        sa.Column("proof", sa.LargeBinary),
        sa.Index("message_delivery_list", "mailbox_id", "folder", "time", "message_id"),
        sa.Index("message_delivery_thread", "thread", "mailbox_id", "time"),
    )
    op.create_table(
        "permit_attachment",
        sa.Column(
            "permit_id",
            sa.String(32),
            sa.ForeignKey("permit.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("added", sa.DateTime, nullable=False),
        sa.Column("added_by", sa.String(200), nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "permit_attachment_chunk",
        sa.Column(
            "permit_id",
            sa.String(32),
            sa.ForeignKey("permit.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "permit_line",
        sa.Column(
            "permit_id",
            sa.String(32),
            sa.ForeignKey("permit.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("block", sa.String(10), nullable=False),
        sa.Column("scientific_name", sa.Text, nullable=False),
        sa.Column("species", bytewise(250), nullable=False),
        sa.Column("common_name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("term", sa.String(20), nullable=False),
        sa.Column("appendix", sa.String(3), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("second_source", sa.String(20), nullable=False),
        sa.Column("quantity", sa.Double),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("used_to_date", sa.Double),
        sa.Column("quota", sa.Double),
        sa.Column("origin_country", sa.String(2), nullable=False),
        sa.Column("origin_permit", sa.Text, nullable=False),
        sa.Column("origin_date", sa.Date),
        sa.Column("last_reexport_country", sa.String(2), nullable=False),
        sa.Column("last_reexport_permit", sa.Text, nullable=False),
        sa.Column("last_reexport_date", sa.Date),
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("acquired", sa.Date),
        sa.Column("endorsed_quantity", sa.Double),
        sa.Index("ix_permit_line_origin", "origin_country", "permit_id"),
        sa.Index("ix_permit_line_species", "species", "permit_id"),
    )
    op.create_table(
        "permit_revision",
        sa.Column(
            "permit_id",
            sa.String(32),
            sa.ForeignKey("permit.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("boxes", sa.JSON, nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("replaced", sa.DateTime, nullable=False),
        sa.Column("replaced_by", sa.String(200), nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
    op.create_table(
        "permit_status",
        sa.Column(
            "permit_id",
            sa.String(32),
            sa.ForeignKey("permit.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("replaced_by", sa.String(70)),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("proof", sa.LargeBinary),
    )
