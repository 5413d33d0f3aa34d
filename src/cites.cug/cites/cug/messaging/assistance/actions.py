"""Asks for assistance, answers, reminds and closes."""

from cites.cug import _
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    CONFLICT,
    FORBIDDEN,
    invalid,
    Refusal,
    REQUIRED,
    TOO_MANY,
)
from cites.cug.mailing.outbox import queue_notices
from cites.cug.messaging.about import About
from cites.cug.messaging.actions.sending import answer_message, send_message
from cites.cug.messaging.assistance.audience import addressed_by, readers
from cites.cug.messaging.assistance.models import AssistanceRequest, State
from cites.cug.messaging.assistance.notices import REMINDER
from cites.cug.messaging.assistance.queries import own_request, OwnRequest
from cites.cug.messaging.content import open_head
from cites.cug.messaging.files import Handed, take_files
from cites.cug.messaging.models import Message
from cites.cug.messaging.schema import Addressees, Letter, MAX_SUBJECT
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import plain_text
from datetime import datetime, timedelta, UTC
from sqlalchemy import insert, select
from typing import Any


#: Those who were asked are reminded once in this time.
BETWEEN_REMINDERS = timedelta(days=1)
ANSWER = "Re: "


def ask(
    group: Any,
    kind: str,
    letter: Letter,
    addressees: Addressees,
    about: About | None = None,
    *,
    acting_user: str,
    uploads: Handed = (),
    igo_confirmed: bool = False,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Send a request; returns its id. Raises as ``send_message`` does."""
    message_id = send_message(
        group,
        letter,
        addressees,
        acting_user=acting_user,
        uploads=uploads,
        igo_confirmed=igo_confirmed,
        decisions=decisions,
        about=about,
    )
    values = {"message_id": message_id, "kind": kind, "state": State.OPEN.value}
    write_session().execute(insert(AssistanceRequest.__table__).values(values))
    detail = {"message": message_id, "kind": kind}
    record("assistance.ask", target=group, acting_user=acting_user, detail=detail)
    return message_id


def answer(
    group: Any,
    request_id: str,
    body: str,
    *,
    acting_user: str,
    uploads: Handed = (),
    igo_confirmed: bool = False,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Answer a request, or add to it; returns the id of the message.

    It goes to all who read the request, and to nobody else, and has words or files.
    Raises Missing, Refusal where the request is closed or nobody else reads it any more,
    and as ``send_message`` does.
    """
    taken = take_files(uploads)
    _lock(request_id)
    found = own_request(group, acting_user, request_id)
    if found.progress.state == State.CLOSED:
        raise Refusal(_("messaging_assistance_this_request_is_closed_error"), CONFLICT)
    reached = readers(group, request_id)
    reached.pop(acting_user, None)
    if not reached:
        raise Refusal(_("messaging_assistance_nobody_else_read_request_error"), CONFLICT)
    has_files = bool(taken.files or taken.mistakes)
    if not has_files and not plain_text(body).strip():
        raise invalid("body", REQUIRED)
    subject = open_head(found.message.seal, found.message).subject
    marked = subject if subject.startswith(ANSWER) else f"{ANSWER}{subject}"
    letter = Letter(
        marked[:MAX_SUBJECT],
        body,
        found.message.handling,
        reply_to=request_id,
        receipt=False,
    )
    message_id = answer_message(
        group,
        letter,
        addressed_by(found.message, acting_user),
        reached,
        acting_user=acting_user,
        uploads=taken,
        igo_confirmed=igo_confirmed,
        decisions=decisions,
    )
    detail = {"message": request_id, "answer": message_id}
    record("assistance.answer", target=group, acting_user=acting_user, detail=detail)
    return message_id


def close(group: Any, request_id: str, *, acting_user: str) -> None:
    """Close a request. It can be repeated. Raises Missing, or Refusal for non-askers."""
    _lock(request_id)
    found = own_as_asker(group, acting_user, request_id)
    if found.progress.state == State.CLOSED:
        return
    _change(request_id, state=State.CLOSED.value, closed=datetime.now(UTC))
    detail = {"message": request_id}
    record("assistance.close", target=group, acting_user=acting_user, detail=detail)


def remind(group: Any, request_id: str, *, acting_user: str) -> int:
    """Remind those who were asked, by mail; returns how many.

    Raises Missing, or Refusal for all but the asker, where it is not open, and where they
    were reminded less than a day ago.
    """
    _lock(request_id)
    found = own_as_asker(group, acting_user, request_id)
    if found.progress.state != State.OPEN:
        raise Refusal(_("messaging_assistance_request_open_any_more_error"), CONFLICT)
    now = datetime.now(UTC)
    again = (found.progress.reminded or found.message.sent) + BETWEEN_REMINDERS
    if again > now:
        text = _("messaging_assistance_they_reminded_again_day_text")
        raise Refusal(text, TOO_MANY, wait=again - now)
    reached = readers(group, request_id)
    reached.pop(acting_user, None)
    _change(request_id, reminded=now)
    queue_notices(REMINDER, request_id, group.UID(), sorted(reached), at=now)
    detail = {"message": request_id, "members": len(reached)}
    record("assistance.remind", target=group, acting_user=acting_user, detail=detail)
    return len(reached)


def own_as_asker(group: Any, user_id: str, request_id: str) -> OwnRequest:
    """The request that the member has asked. Raises Missing and Refusal."""
    found = own_request(group, user_id, request_id)
    if not found.is_asker:
        raise Refusal(_("messaging_assistance_member_asked_error"), FORBIDDEN)
    return found


def _lock(request_id: str) -> None:
    """Let nobody else answer or close it meanwhile."""
    query = select(Message.id).where(Message.id == request_id).with_for_update()
    write_session().execute(query)


def _change(request_id: str, **values: Any) -> None:
    here = AssistanceRequest.message_id == request_id
    change_proven(write_session(), AssistanceRequest, here, **values)
