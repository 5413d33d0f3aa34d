"""Actions on sightings: add, correct, remove. The trail keeps each, and not the note."""

import secrets
from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.guard import group_of, may
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import CONFLICT, FORBIDDEN, Missing, Refusal
from cites.cug.library.items.readers import covers, reader_keys
from cites.cug.library.tools.sightings.models import Sighting
from cites.cug.library.tools.sightings.notices import SIGHTING
from cites.cug.library.tools.sightings.queries import (
    find_sighting,
    SightingLine,
    TABLE,
    written_audience,
)
from cites.cug.mailing.outbox import queue_notices
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from plone import api
from sqlalchemy import delete, func, insert, select
from typing import Any


#: So many sightings one member adds to an alert.
MOST_OF_MEMBER = 50
NOT_OPEN = _("library_sightings_added_alert_published_text")
TOO_MANY = _(
    "library_sightings_added_sightings_alert_already_text",
    mapping={"number": str(MOST_OF_MEMBER)},
)
NOT_YOURS = _("library_sightings_member_added_text")
NOT_YOURS_TO_OPEN = _("library_sightings_member_added_secretariat_text")


def takes_sightings(alert: Any) -> bool:
    """Whether its readers may add sightings to the alert now."""
    return api.content.get_state(alert) in PUBLISHED_STATES


def own_country(alert: Any, user_id: str | None) -> str | None:
    """The member's country on the roster of the alert's group."""
    entry = IWorkspace(group_of(alert)).members.get(user_id) or {}
    return entry.get("country") or None


def add_sighting(
    alert: Any,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Add a sighting, and tell the alert's author; its id.

    ``values`` are those of ``ISighting``. Raises Refusal where the alert takes none, and
    NonNominal as ``require_confirmation`` does.
    """
    records, group = write_session(), group_of(alert)
    require_open(alert)
    mine = select(func.count()).where(
        TABLE.c.item_uid == alert.UID(), TABLE.c.user_id == acting_user
    )
    if records.scalar(mine) >= MOST_OF_MEMBER:
        raise Refusal(TOO_MANY, CONFLICT)
    _check_note(alert, values, decisions, acting_user)
    now, sighting_id = datetime.now(UTC), secrets.token_hex(16)
    row = {
        "id": sighting_id,
        "group_uid": group.UID(),
        "item_uid": alert.UID(),
        "user_id": acting_user,
        "audience": written_audience(reader_keys(alert)),
        "time": now,
        "changed": now,
        "opened": None,
        **_stored(values),
    }
    records.execute(insert(TABLE).values(row))
    _record("library.sighting", alert, sighting_id, acting_user)
    author = author_of(alert)
    if author != acting_user:
        queue_notices(SIGHTING, sighting_id, group.UID(), [author], at=now)
    return sighting_id


def change_sighting(
    alert: Any,
    sighting_id: str,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Correct one's own sighting. Raises as ``add_sighting`` does, and Missing."""
    records = write_session()
    require_change(alert, _locked(alert, sighting_id), acting_user)
    _check_note(alert, values, decisions, acting_user)
    stored = {**_stored(values), "changed": datetime.now(UTC)}
    change_proven(records, Sighting, TABLE.c.id == sighting_id, **stored)
    _record("library.sighting_edit", alert, sighting_id, acting_user)


def open_sighting(alert: Any, sighting_id: str, *, acting_user: str) -> None:
    """Open a sighting to all who read its alert now, beside those who read it already.

    Its author agrees by it, or the Secretariat. A second call changes nothing. Raises
    Missing and Refusal.
    """
    records, line = write_session(), _locked(alert, sighting_id)
    require_opening(alert, line, acting_user)
    if is_for_all_readers(alert, line):
        return
    opened = {
        "audience": written_audience(line.keys | reader_keys(alert)),
        "opened": datetime.now(UTC),
    }
    change_proven(records, Sighting, TABLE.c.id == sighting_id, **opened)
    _record("library.sighting_open", alert, sighting_id, acting_user)


def remove_sighting(alert: Any, sighting_id: str, *, acting_user: str) -> None:
    """Remove one's own sighting, or as the Secretariat any. Raises Missing, Refusal."""
    require_removal(alert, _locked(alert, sighting_id), acting_user)
    write_session().execute(delete(TABLE).where(TABLE.c.id == sighting_id))
    _record("library.sighting_delete", alert, sighting_id, acting_user)


def may_change(alert: Any, sighting: SightingLine, user_id: str | None) -> bool:
    return sighting.user_id == user_id and takes_sightings(alert)


def may_remove(alert: Any, sighting: SightingLine, user_id: str | None) -> bool:
    return sighting.user_id == user_id or may(Permission.PUBLISH, alert)


def is_for_all_readers(alert: Any, sighting: SightingLine) -> bool:
    """Whether everybody who may read the alert now reads the sighting."""
    return covers(group_of(alert), sighting.keys, reader_keys(alert))


def may_open(alert: Any, sighting: SightingLine, user_id: str | None) -> bool:
    """Whether there are readers whom the member may open the sighting to."""
    return (
        takes_sightings(alert)
        and (sighting.user_id == user_id or may(Permission.PUBLISH, alert))
        and not is_for_all_readers(alert, sighting)
    )


def forget_sightings(item_uid: str) -> None:
    """Delete the sightings of an alert that has been removed."""
    write_session().execute(delete(Sighting).where(Sighting.item_uid == item_uid))


def _locked(alert: Any, sighting_id: str) -> SightingLine:
    """The sighting, which nobody else changes meanwhile. Raises Missing."""
    here = select(TABLE.c.id).where(TABLE.c.id == sighting_id).with_for_update()
    write_session().execute(here)
    found = find_sighting(alert, sighting_id)
    if found is None:
        raise Missing(sighting_id)
    return found


def require_change(alert: Any, sighting: SightingLine, user_id: str) -> None:
    """Raise Refusal if the member may not correct the sighting now."""
    if sighting.user_id != user_id:
        raise Refusal(NOT_YOURS, FORBIDDEN)
    require_open(alert)


def require_opening(alert: Any, sighting: SightingLine, user_id: str) -> None:
    """Raise Refusal if the member may not open the sighting to others now."""
    if sighting.user_id != user_id and not may(Permission.PUBLISH, alert):
        raise Refusal(NOT_YOURS_TO_OPEN, FORBIDDEN)
    require_open(alert)


def require_removal(alert: Any, sighting: SightingLine, user_id: str) -> None:
    """Raise Refusal if the member may not remove the sighting."""
    if not may_remove(alert, sighting, user_id):
        raise Refusal(NOT_YOURS, FORBIDDEN)


def require_open(alert: Any) -> None:
    """Raise Refusal if the alert takes no sightings now."""
    if not takes_sightings(alert):
        raise Refusal(NOT_OPEN, FORBIDDEN)


def _check_note(
    alert: Any, values: Mapping[str, Any], decisions: Decisions, acting_user: str
) -> None:
    texts = {"note": values.get("note") or ""}
    require_confirmation(alert, texts, decisions, acting_user=acting_user)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "country": values["country"],
        "day": values["date"],
        "quantity": values["quantity"],
        "note": values["note"] or "",
    }


def _record(action: str, alert: Any, sighting_id: str, acting_user: str) -> None:
    detail = {"sighting": sighting_id}
    record(action, target=alert, acting_user=acting_user, detail=detail)
