"""Actions on proposed corrections: propose, accept, decline. The trail keeps each."""

import json
import secrets
from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.guard import group_of, may, on_roster
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    CONFLICT,
    FORBIDDEN,
    invalid,
    Missing,
    Refusal,
    REQUIRED,
    unknown_code,
)
from cites.cug.library.tools.corrections.fields import (
    CORRECTABLE,
    FIELDS,
    kept,
    kept_now,
    new_texts,
    read_value,
    SAME,
)
from cites.cug.library.tools.corrections.models import Correction, State
from cites.cug.library.tools.corrections.notices import DECIDED, PROPOSED
from cites.cug.library.tools.corrections.queries import (
    CorrectionLine,
    find_correction,
    TABLE,
)
from cites.cug.mailing.outbox import queue_notices
from cites.cug.reports.notifications import secretariat
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from datetime import datetime, UTC
from plone import api
from plone.app.versioningbehavior.behaviors import IVersionable
from plone.locking.interfaces import ILockable
from sqlalchemy import delete, func, insert, select
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


#: So many proposals of one member wait for an answer at an alert.
MOST_OPEN = 20
NOT_OPEN = _("library_corrections_alert_published_archived_text")
TOO_MANY = _(
    "library_corrections_already_awaiting_answer_text", mapping={"number": str(MOST_OPEN)}
)
NOT_YOURS = _("library_corrections_alert_author_secretariat_decide_text")
DECIDED_ALREADY = _("library_corrections_decision_already_made")
#: State that a decision leads to → states in which it has been taken already.
REPEATED = {
    State.AGREED: (State.AGREED, State.ACCEPTED),
    State.ACCEPTED: (State.ACCEPTED,),
    State.DECLINED: (State.DECLINED,),
}
CHANGED_SINCE = _("library_corrections_alert_changed_since_correction_text")
LOCKED = _("common_somebody_else_changing_error")
NOTE = _("library_correction_proposed_reader")
#: What the trail calls the decisions.
ACTIONS = {
    State.AGREED: "library.correction_agree",
    State.ACCEPTED: "library.correction_accept",
    State.DECLINED: "library.correction_decline",
}


def takes_corrections(alert: Any) -> bool:
    """Whether its readers may propose corrections of the alert now."""
    return api.content.get_state(alert) in PUBLISHED_STATES


def is_decided(alert: Any, line: CorrectionLine, user_id: str | None) -> bool:
    """Whether the caller, ``user_id``, could have decided, and nothing is left to."""
    return _may_answer(alert, line, user_id) and not _is_undecided(alert, line)


def may_decide(alert: Any, line: CorrectionLine, user_id: str | None) -> bool:
    """Whether the caller, ``user_id``, may decide: its author, but for an own proposal
    and one that the author has taken already, and the Secretariat.
    """
    if not (_is_undecided(alert, line) and takes_corrections(alert)):
        return False
    return _may_answer(alert, line, user_id)


def _is_undecided(alert: Any, line: CorrectionLine) -> bool:
    """Whether the caller, if anybody, has to decide."""
    return line.state == State.OPEN or (line.is_open and may(Permission.PUBLISH, alert))


def applies(alert: Any) -> bool:
    """Whether the alert changes by what the caller accepts: as with any other edit."""
    return may(Permission.EDIT, alert)


def _may_answer(alert: Any, line: CorrectionLine, user_id: str | None) -> bool:
    if may(Permission.PUBLISH, alert):
        return True
    return user_id == author_of(alert) and user_id != line.user_id


def propose(
    alert: Any,
    name: Any,
    given: Any,
    note: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Propose another value for a field, and tell who decides; the proposal's id.

    ``given`` is the value as programs write it. Raises InvalidValues, Refusal where the
    alert takes none, and NonNominal as ``require_confirmation`` does.
    """
    records, group = write_session(), group_of(alert)
    require_open(alert)
    if name not in CORRECTABLE:
        raise invalid("field", REQUIRED if name is None else unknown_code(name).doc())
    value = read_value(alert, name, given)
    before, wanted = kept_now(alert, name), kept(value)
    if before == wanted:
        raise invalid("value", SAME)
    mine = select(func.count()).where(
        TABLE.c.item_uid == alert.UID(),
        TABLE.c.user_id == acting_user,
        TABLE.c.state == State.OPEN.value,
    )
    if records.scalar(mine) >= MOST_OPEN:
        raise Refusal(TOO_MANY, CONFLICT)
    texts = {"value": new_texts(alert, name, value), "note": note}
    require_confirmation(alert, texts, decisions, acting_user=acting_user)
    now, correction_id, author = (
        datetime.now(UTC),
        secrets.token_hex(16),
        author_of(alert),
    )
    row = {
        "id": correction_id,
        "group_uid": group.UID(),
        "item_uid": alert.UID(),
        "author_id": author,
        "user_id": acting_user,
        "field": name,
        "before": before,
        "value": wanted,
        "note": note,
        "state": State.OPEN.value,
        "decided_by": None,
        "answer": "",
        "time": now,
        "changed": now,
    }
    records.execute(insert(TABLE).values(row))
    _record("library.correction", alert, correction_id, name, acting_user)
    told = [author]
    if author == acting_user or not on_roster(author, alert):
        told = [one for one in secretariat(group) if one != acting_user]
    queue_notices(PROPOSED, correction_id, group.UID(), told, at=now)
    return correction_id


def accept(alert: Any, correction_id: str, *, acting_user: str, seen: bool) -> None:
    """Let the alert say what was proposed. A second call changes nothing.

    From an author, who may not edit a published alert, the Secretariat is told of it, and
    accepts it once more.
    ``seen``: whether the caller has seen what the alert says now. Raises Missing, Refusal
    and InvalidValues.
    """
    wanted = State.ACCEPTED if applies(alert) else State.AGREED
    line = _to_decide(alert, correction_id, wanted, acting_user)
    if line is None:
        return
    if kept_now(alert, line.field) != line.before and not seen:
        raise Refusal(CHANGED_SINCE, CONFLICT)
    if wanted is State.ACCEPTED:
        _apply(alert, line, acting_user)
    _decide(alert, line, wanted, "", acting_user)


def _apply(alert: Any, line: CorrectionLine, acting_user: str) -> None:
    name = line.field
    if any(info["creator"] != acting_user for info in ILockable(alert).lock_info()):
        raise Refusal(LOCKED, FORBIDDEN)
    value = read_value(alert, name, json.loads(line.value))
    FIELDS[name].bind(alert).set(alert, value)
    # Each reader has it in a language of their own.
    IVersionable(alert).changeNote = NOTE
    notify(ObjectModifiedEvent(alert))


def decline(
    alert: Any,
    correction_id: str,
    answer: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Leave the alert as it is, and say why. A second call changes nothing.

    Raises Missing, Refusal and NonNominal.
    """
    line = _to_decide(alert, correction_id, State.DECLINED, acting_user)
    if line is None:
        return
    texts = {"answer": answer}
    require_confirmation(alert, texts, decisions, acting_user=acting_user)
    _decide(alert, line, State.DECLINED, answer, acting_user)


def forget_corrections(item_uid: str) -> None:
    """Delete the proposals for an alert that has been removed."""
    write_session().execute(delete(Correction).where(Correction.item_uid == item_uid))


def _to_decide(
    alert: Any, correction_id: str, wanted: State, acting_user: str
) -> CorrectionLine | None:
    """The open proposal, which nobody else decides on meanwhile.

    None: it has been decided so already. Raises Missing and Refusal.
    """
    here = select(TABLE.c.id).where(TABLE.c.id == correction_id).with_for_update()
    write_session().execute(here)
    line = find_correction(alert, correction_id, acting_user)
    if line is None:
        raise Missing(correction_id)
    require_decider(alert, line, acting_user)
    if line.state in REPEATED[wanted]:
        return None
    if not _is_undecided(alert, line):
        raise Refusal(DECIDED_ALREADY, CONFLICT)
    require_open(alert)
    return line


def _decide(
    alert: Any, line: CorrectionLine, state: State, answer: str, acting_user: str
) -> None:
    now = datetime.now(UTC)
    decided = {
        "state": state.value,
        "answer": answer,
        "decided_by": acting_user,
        "changed": now,
    }
    change_proven(write_session(), Correction, TABLE.c.id == line.id, **decided)
    _record(ACTIONS[state], alert, line.id, line.field, acting_user)
    group = group_of(alert)
    if state is State.AGREED:
        queue_notices(PROPOSED, line.id, group.UID(), secretariat(group), at=now)
    elif line.user_id != acting_user:
        queue_notices(DECIDED, line.id, group.UID(), [line.user_id], at=now)


def require_decider(alert: Any, line: CorrectionLine, user_id: str) -> None:
    """Raise Refusal if the proposal is not the member's to decide on."""
    if not _may_answer(alert, line, user_id):
        raise Refusal(NOT_YOURS, FORBIDDEN)


def require_open(alert: Any) -> None:
    """Raise Refusal if the alert takes no corrections now."""
    if not takes_corrections(alert):
        raise Refusal(NOT_OPEN, FORBIDDEN)


def _record(
    action: str, alert: Any, correction_id: str, name: str, acting_user: str
) -> None:
    detail = {"correction": correction_id, "field": name}
    record(action, target=alert, acting_user=acting_user, detail=detail)
