"""Puts notices into the outbox, and shows the Secretariat which did not arrive."""

import json
from cites.cug.core.sql.lists import listed
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import count_changed, session
from cites.cug.core.trail.trail import record
from cites.cug.mailing import failure_reasons
from cites.cug.mailing.models import (
    Choice,
    FOLLOWED,
    NO_GROUP,
    Notice,
    NoticeChoice,
    NoticeState,
)
from cites.cug.mailing.preferences import due
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from sqlalchemy import (
    bindparam,
    case,
    Connection,
    delete,
    func,
    Insert,
    insert,
    or_,
    select,
    Text,
    type_coerce,
    update,
    UpdateBase,
)
from typing import Any, NamedTuple
from zope.sqlalchemy import mark_changed


#: Columns that have the same value for all readers of one thing.
SAME = ("kind", "reference", "group_uid")
WHEN_WANTED = (Choice.AT_ONCE, Choice.HOURLY, Choice.DAILY, Choice.WEEKLY)


@lru_cache
def _new_notices(dialect: str, always: bool, followed: bool) -> Insert:
    """One statement for any number of readers, as it runs with each message sent."""
    moment = Moment
    reader: Any = listed("readers", dialect)
    choice: Any = func.coalesce(NoticeChoice.choice, Choice.AT_ONCE.value)
    if followed:
        # Who wants no notices at all wants none of these either.
        own = func.coalesce(NoticeChoice.follows, choice)
        choice = case((NoticeChoice.choice == Choice.OFF.value, choice), else_=own)
    due_by_choice = case(
        {one.value: bindparam(one.value, type_=moment) for one in WHEN_WANTED},
        value=choice,
    )
    same = {name: bindparam(name, type_=Text) for name in SAME}
    due_then = bindparam(Choice.AT_ONCE.value, type_=moment) if always else due_by_choice
    created = bindparam("created", type_=moment)
    rows = select(*same.values(), created, reader, due_then)
    if not always:
        chosen = NoticeChoice.user_id == reader
        rows = rows.outerjoin_from(reader.table, NoticeChoice, chosen)
        rows = rows.where(choice != Choice.OFF.value)
    return insert(Notice.__table__).from_select(
        [*same, "created", "user_id", "due"], rows
    )


def queue_notices(
    kind: str,
    reference: str,
    group_uid: str,
    user_ids: Iterable[str],
    *,
    at: datetime,
    always: bool = False,
) -> None:
    """Queue a notice for each of these readers, in the running transaction.

    ``kind`` is the name of an INoticeKind, and ``reference`` the id by which that kind
    finds the thing. With ``always`` they are told at once, whatever they have chosen.
    """
    records = session()
    values = {
        **dict(zip(SAME, (kind, reference, group_uid), strict=True)),
        "readers": json.dumps(list(user_ids)),
        "created": at,
        **{choice.value: due(choice, at) for choice in WHEN_WANTED},
    }
    dialect = records.get_bind().dialect.name
    statement = _new_notices(dialect, always, kind == FOLLOWED)
    records.connection().execute(statement, values)
    mark_changed(records)


def queue_letter(
    kind: str,
    reference: str,
    group_uid: str,
    address: str,
    language: str,
    *,
    at: datetime,
    wanted: bool = True,
) -> None:
    """Queue a letter to an address, in the running transaction.

    ``kind`` is the name of an ILetterKind. If it is not ``wanted``, the same work is done
    and nothing is sent: the time that a request takes must not tell which was the case.
    """
    state = NoticeState.PENDING if wanted else NoticeState.DROPPED
    letter = Notice(
        kind=kind,
        reference=reference,
        user_id=address,
        language=language,
        group_uid=group_uid,
        created=at,
        due=at,
        state=state.value,
    )
    session().add(letter)
    session().flush()


def queue_account_notice(
    kind: str, reference: str, user_id: str, *, at: datetime
) -> None:
    """Queue a notice about an account itself. It belongs to no group and is due at once.

    It is sent whatever notices the user has chosen. Whether there is such a user is found
    out when the mail is about to be sent.
    """
    values = {
        "kind": kind,
        "reference": reference,
        "user_id": user_id,
        "group_uid": NO_GROUP,
        "created": at,
        "due": at,
    }
    _change(insert(Notice).values(values))


class Trouble(NamedTuple):
    """Notices that have not reached one reader of a group, and why."""

    user_id: str
    failed: bool
    since: datetime
    attempts: int
    #: When it is tried next; None where it was given up, or is due now.
    next_try: datetime | None
    reason: str | None


def _troubled(group_uid: str, now: datetime) -> tuple:
    """Condition: notices that were given up or are late.

    Those that only wait for the hour that their reader has chosen are left out.
    """
    late = (Notice.state == NoticeState.PENDING.value) & (
        (Notice.due <= now) | (Notice.attempts > 0)
    )
    return Notice.group_uid == group_uid, or_(
        Notice.state == NoticeState.FAILED.value, late
    )


def troubles(
    group_uid: str, now: datetime, *, letters: bool, start: int = 0, size: int = 50
):
    """Readers of a group whom notices have not reached, failures first; and their number.

    With ``letters`` also addresses of persons without account: who asks for access is
    the affair of those who decide on it.

    There is one line for each reader and state: how many messages somebody gets does not
    show.
    """
    failed = case((Notice.state == NoticeState.FAILED.value, 1), else_=0)
    of_members = () if letters else (Notice.language.is_(None),)
    lines = (
        select(
            Notice.user_id,
            failed.label("failed"),
            func.min(Notice.created).label("since"),
            func.max(Notice.attempts).label("attempts"),
            func.min(Notice.due).label("next_try"),
            func.max(Notice.last_error).label("reason"),
        )
        .where(*_troubled(group_uid, now), *of_members)
        .group_by(Notice.user_id, failed)
    )
    total = session().scalar(select(func.count()).select_from(lines.subquery()))
    page = lines.order_by(failed.desc(), func.min(Notice.created), Notice.user_id)
    rows = session().execute(page.offset(start).limit(size))
    return total, [
        Trouble(
            row.user_id,
            bool(row.failed),
            row.since,
            row.attempts,
            None if row.failed or row.next_try <= now else row.next_try,
            row.reason,
        )
        for row in rows
    ]


class QueueFigures(NamedTuple):
    """How the outbox stands, over all groups."""

    waiting: int
    given_up: int
    #: When the longest waiting mail was due that the mail server was not asked about, or
    #: did not answer about; None if there is none.
    oldest: datetime | None


def queue_figures(connection: Connection, now: datetime) -> QueueFigures:
    """How many notices wait. A mail that a mailbox refuses makes no queue old."""
    pending = Notice.state == NoticeState.PENDING.value
    due = pending & (Notice.due <= now)
    unanswered = pending & Notice.last_error.in_(failure_reasons.OF_SERVER)
    held_up = or_(due & (Notice.attempts == 0), unanswered)
    since = func.coalesce(Notice.first_tried, Notice.due)
    waiting, oldest = connection.execute(
        select(
            func.count(case((due, 1))),
            type_coerce(func.min(case((held_up, since))), Moment()),
        ).where(pending)
    ).one()
    given_up = select(func.count()).where(Notice.state == NoticeState.FAILED.value)
    return QueueFigures(waiting, connection.scalar(given_up) or 0, oldest)


def try_again(
    group: Any, user_ids: Collection[str] | None, *, acting_user: str, now: datetime
) -> int:
    """Make notices due at once that failed or wait, of these readers or of all.

    Returns how many notices.
    """
    again = update(Notice).where(*_troubled(group.UID(), now))
    if user_ids is not None:
        again = again.where(Notice.user_id.in_(user_ids))
    count = _change(
        again.values(
            state=NoticeState.PENDING.value,
            due=now,
            attempts=0,
            first_tried=None,
            last_error=None,
        )
    )
    if count:
        readers = sorted(user_ids) if user_ids is not None else "all"
        detail = {"notices": count, "readers": readers}
        record("notice.retry", target=group, acting_user=acting_user, detail=detail)
    return count


def forget_notices(*, done_before: datetime, failed_before: datetime) -> None:
    """Delete notices that are done, or were given up, and older than these moments."""
    done = Notice.state.in_([NoticeState.SENT.value, NoticeState.DROPPED.value])
    failed = Notice.state == NoticeState.FAILED.value
    _change(
        delete(Notice).where(
            or_(
                done & (Notice.created < done_before),
                failed & (Notice.created < failed_before),
            )
        )
    )


def _change(statement: UpdateBase) -> int:
    records = session()
    options = {"synchronize_session": False}
    changed = count_changed(records, statement.execution_options(**options))
    if changed:
        mark_changed(records)
    return changed
