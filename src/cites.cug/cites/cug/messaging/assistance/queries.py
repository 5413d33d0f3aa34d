"""Lists of requests for assistance, and one of them, as they lie in a mailbox."""

from cites.cug.core.encryption.keys import keyring
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.session import ask_once, session
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.assistance.models import AssistanceRequest, State
from cites.cug.messaging.content import seal_of
from cites.cug.messaging.conversations import conversation
from cites.cug.messaging.mailbox import (
    find_mailbox,
    in_mailbox,
    line,
    LINE_COLUMNS,
    MailboxLine,
    OF_MEMBER,
    own_message,
    owner_of,
    OwnMessage,
    records_of,
    untrusted_line,
)
from cites.cug.messaging.models import Delivery, DeliveryKind, Folder, Mailbox, Message
from collections.abc import Sequence
from datetime import date, datetime, UTC
from functools import cache, lru_cache
from sqlalchemy import and_, bindparam, case, func, or_, Select, select
from typing import Any, NamedTuple


#: Who has asked, from the reader's side.
ME, BY_ME = "me", "by-me"
ASKED = {ME: DeliveryKind.RECEIVED, BY_ME: DeliveryKind.SENT}
OF_MESSAGE = AssistanceRequest.message_id == Delivery.message_id
#: The message of a request. As the id is no bare column here, SQLite looks it up for each
#: request, and does not walk through all messages to look for requests.
OF_REQUEST = Message.id == AssistanceRequest.message_id.concat("")
#: The same for the line in a mailbox. Where only open requests are asked for, those are
#: few, and the mailbox may be long.
LINE_OF_REQUEST = Delivery.message_id == AssistanceRequest.message_id.concat("")
IS_OPEN = AssistanceRequest.state == State.OPEN.value


class Progress(NamedTuple):
    """How far a request has come."""

    kind: str
    state: str
    answered: datetime | None
    closed: datetime | None
    reminded: datetime | None


#: Columns of a ``Progress``, by other names than those of messages.
PROGRESS = tuple(
    getattr(AssistanceRequest, name).label(f"request_{name}") for name in Progress._fields
)


class RequestLine(NamedTuple):
    """A request as lists show it."""

    line: MailboxLine
    progress: Progress

    @property
    def is_asker(self) -> bool:
        return self.line.kind == DeliveryKind.SENT


def is_overdue(state: str, due: date | None, today: date) -> bool:
    """Whether its day is past, and nobody has answered."""
    return state == State.OPEN and due is not None and due < today


class OwnRequest(NamedTuple):
    """A request in the reader's mailbox: the message that asks, and how far it is."""

    message: OwnMessage
    progress: Progress

    @property
    def is_asker(self) -> bool:
        return self.message.kind == DeliveryKind.SENT


def list_requests(
    group: Any,
    user_id: str,
    *,
    asked: str | None = None,
    state: str | None = None,
    start: int = 0,
    size: int = 25,
    by_day: bool = False,
) -> tuple[list[RequestLine], int]:
    """A page of the requests that the member got or sent, latest first; and how many.

    ``by_day``: open requests with a due date come first, the earliest at the top.
    """
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return [], 0
    count, page = _lists(asked, state, by_day)
    given = {"mailbox_id": mailbox_id, "start": start, "size": size}
    connection = session().connection()
    owner, rows = owner_of(group, user_id), records_of(connection.execute(page, given))
    keys = keyring()
    lines = []
    for row in rows:
        try:
            shown = line(row, seal_of(row, owner, keys))
        except Untrusted:
            shown = untrusted_line(row)
        lines.append(RequestLine(shown, _progress(row)))
    if start == 0 and len(lines) < size:
        return lines, len(lines)
    if asked == ME and state == State.OPEN.value:
        return lines, open_for(group, user_id)  # the navigation asks for it too
    return lines, connection.execute(count, given).scalar() or 0


# Cached: it takes longer to build this than to run it.
@lru_cache
def _lists(asked: str | None, state: str | None, by_day: bool) -> tuple[Select, Select]:
    """Of a mailbox: how many requests there are, and a page of them."""
    of_line = LINE_OF_REQUEST if state == State.OPEN.value else OF_MESSAGE
    here = (*in_mailbox(bindparam("mailbox_id")), Delivery.folder != Folder.TRASH)
    if asked is not None:
        here = (*here, Delivery.kind == ASKED[asked].value)
    if state is not None:
        here = (*here, AssistanceRequest.state == state)
    count = select(func.count()).select_from(Delivery).join(AssistanceRequest, of_line)
    days = (case((IS_OPEN, Message.answer_by)).nulls_last(),) if by_day else ()
    page = (
        select(*LINE_COLUMNS, *PROGRESS)
        .join(Delivery, Delivery.message_id == Message.id)
        .join(AssistanceRequest, of_line)
        .order_by(*days, Delivery.time.desc(), Delivery.message_id.desc())
        .offset(bindparam("start"))
        .limit(bindparam("size"))
    )
    return count.where(*here), page.where(*here)


def count_by_state(group: Any, user_id: str, asked: str) -> dict[str, int]:
    """How many requests the member got or sent, by their states."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return {}
    state = AssistanceRequest.state
    query = (
        select(state, func.count())
        .select_from(AssistanceRequest)
        .join(Delivery, LINE_OF_REQUEST)
        .where(
            *in_mailbox(mailbox_id),
            Delivery.folder != Folder.TRASH,
            Delivery.kind == ASKED[asked].value,
        )
        .group_by(state)
    )
    return {row[0]: row[1] for row in session().connection().execute(query)}


def _progress(row: Any) -> Progress:
    return Progress(*(getattr(row, column.name) for column in PROGRESS))


def own_request(group: Any, user_id: str, message_id: str) -> OwnRequest:
    """A request that lies in the user's mailbox.

    Raises Missing, or Untrusted as ``own_message`` does.
    """
    message = own_message(group, user_id, message_id)
    query = select(*PROGRESS).where(AssistanceRequest.message_id == message_id)
    row = session().connection().execute(query).one_or_none()
    if row is None or message.sent is None:
        raise Missing(message_id)
    return OwnRequest(message, _progress(row))


def answers_to(group: Any, user_id: str, request: MailboxLine) -> list[MailboxLine]:
    """What was written in answer to a request, as it lies in the reader's mailbox."""
    return [
        one
        for one in conversation(group, user_id, request)
        if one.id != request.id and one.kind != DeliveryKind.DRAFT
    ]


def request_states(message_ids: Sequence[str]) -> dict[str, str]:
    """The state of each message that asks for assistance, by its id."""
    if not message_ids:
        return {}
    query = select(AssistanceRequest.message_id, AssistanceRequest.state).where(
        AssistanceRequest.message_id.in_(message_ids)
    )
    return {one.message_id: one.state for one in session().connection().execute(query)}


_OPEN = Prepared(
    select(func.count().label("total"))
    .select_from(AssistanceRequest)
    .join(Delivery, LINE_OF_REQUEST)
    .join(Mailbox, Mailbox.id == Delivery.mailbox_id)
    .where(
        *OF_MEMBER,
        IS_OPEN,
        Delivery.kind == DeliveryKind.RECEIVED.value,
        Delivery.folder.in_((Folder.INBOX.value, Folder.ARCHIVE.value)),
    )
)


def open_for(group: Any, user_id: str) -> int:
    """How many open requests the member has been asked."""
    whose = {"group_uid": group.UID(), "user_id": user_id}
    return ask_once(_OPEN, whose) or 0


class Answered(NamedTuple):
    """How many requests of one member were asked in a time, and how many answered."""

    asked: int
    answered: int
    in_time: int


#: Answered on the day that was given at the latest; without a day, whenever it was.
IN_TIME = or_(
    Message.answer_by.is_(None),
    func.date(AssistanceRequest.answered) <= Message.answer_by,
)


# Cached: it takes longer to build this than to run it.
@cache
def _count_answered() -> Select:
    """Of a mailbox and a time: how many requests were asked, answered, and in time."""
    begin: Any = bindparam("begin")
    end: Any = bindparam("end")
    # Requests are looked up in the mailbox, and not the mailbox's messages among the
    # requests: there are far more of those, which a join would walk through.
    mine = select(1).where(
        OF_MESSAGE, *in_mailbox(bindparam("mailbox_id")), Delivery.folder != Folder.TRASH
    )
    mine = mine.correlate(AssistanceRequest)
    was_asked = mine.where(Delivery.time >= begin, Delivery.time < end).exists()
    was_answered = and_(
        AssistanceRequest.answered >= begin,
        AssistanceRequest.answered < end,
        mine.exists(),
    )
    return (
        select(
            *(
                func.count(case((condition, 1)))
                for condition in (was_asked, was_answered, was_answered & IN_TIME)
            )
        )
        .join_from(AssistanceRequest, Message, OF_REQUEST)
        .where(Message.group_uid == bindparam("group_uid"))
    )


def answered_between(
    group: Any, user_id: str, begin: datetime, end: datetime
) -> Answered:
    """Of the requests that the member got or sent; to themselves none counts twice."""
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is None:
        return Answered(0, 0, 0)
    asked = {"group_uid": group.UID(), "mailbox_id": mailbox_id}
    asked |= {"begin": begin, "end": end}
    counted = session().connection().execute(_count_answered(), asked).one()
    return Answered._make(counted)


class Asked(NamedTuple):
    """What became of the requests of one kind that were asked in a time."""

    kind: str
    asked: int
    answered: int
    in_time: int


def asked_between(group: Any, begin: datetime, end: datetime) -> list[Asked]:
    """By kind, for the Secretariat: numbers, and nothing of any request."""
    was_answered = AssistanceRequest.answered.is_not(None)
    query = (
        select(
            AssistanceRequest.kind,
            func.count(),
            func.count(case((was_answered, 1))),
            func.count(case((was_answered & IN_TIME, 1))),
        )
        .join(Message, OF_REQUEST)
        .where(Message.group_uid == group.UID())
        .where(Message.sent >= begin, Message.sent < end)
        .group_by(AssistanceRequest.kind)
        .order_by(AssistanceRequest.kind)
    )
    return [Asked._make(row) for row in session().connection().execute(query)]


class Count(NamedTuple):
    """How many requests of one kind there are in a group."""

    kind: str
    open: int
    overdue: int
    answered: int
    closed: int


def counts(group: Any) -> Sequence[Count]:
    """By kind, for the Secretariat: numbers, and nothing of any request."""
    today = datetime.now(UTC).date()

    def number(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    state = AssistanceRequest.state
    query = (
        select(
            AssistanceRequest.kind,
            number(IS_OPEN),
            number(IS_OPEN & (Message.answer_by < today)),
            number(state == State.ANSWERED.value),
            number(state == State.CLOSED.value),
        )
        .join(Message, Message.id == AssistanceRequest.message_id)
        .where(Message.group_uid == group.UID())
        .group_by(AssistanceRequest.kind)
        .order_by(AssistanceRequest.kind)
    )
    return [Count(*row) for row in session().connection().execute(query)]
