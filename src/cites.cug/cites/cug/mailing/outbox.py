"""Putting notices into the outbox, and what the Secretariat sees of it."""

import json
from cites.cug.audit.trail import record
from cites.cug.mailing.models import Choice
from cites.cug.mailing.models import NO_GROUP
from cites.cug.mailing.models import Notice
from cites.cug.mailing.models import NoticeChoice
from cites.cug.mailing.models import NoticeState
from cites.cug.mailing.preferences import due
from cites.cug.sql.moments import Moment
from cites.cug.sql.session import session
from collections.abc import Collection
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from sqlalchemy import bindparam
from sqlalchemy import case
from sqlalchemy import cast
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import Insert
from sqlalchemy import insert
from sqlalchemy import JSON
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import Text
from sqlalchemy import Update
from sqlalchemy import update
from typing import Any
from typing import NamedTuple
from zope.sqlalchemy import mark_changed


#: What is the same for all readers of a thing.
SAME = ("kind", "reference", "group_uid")
WHEN_WANTED = (Choice.AT_ONCE, Choice.HOURLY, Choice.DAILY)
#: A list of user ids, sent as one value, as a table.
AS_TABLE = {
    "sqlite": lambda readers: func.json_each(readers),
    "postgresql": lambda readers: func.json_array_elements_text(cast(readers, JSON)),
}


@lru_cache
def _new_notices(dialect: str, always: bool) -> Insert:
    """One statement, however many readers: it is part of each message that is sent."""
    moment = Moment
    readers = AS_TABLE[dialect](bindparam("readers", type_=Text))
    reader = readers.table_valued("value", name="reader").c.value
    choice = func.coalesce(NoticeChoice.choice, Choice.AT_ONCE.value)
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
    """Have these readers told of something, if the running transaction is kept.

    ``kind`` is the name of an INoticeKind, ``reference`` what it knows the thing by; with
    ``always`` they are told at once, whatever they have chosen.
    """
    records = session()
    values = {
        **dict(zip(SAME, (kind, reference, group_uid), strict=True)),
        "readers": json.dumps(list(user_ids)),
        "created": at,
        **{choice.value: due(choice, at) for choice in WHEN_WANTED},
    }
    dialect = records.get_bind().dialect.name
    records.connection().execute(_new_notices(dialect, always), values)
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
    """Have a letter sent to an address, if the running transaction is kept.

    ``kind`` is the name of an ILetterKind. One that is not wanted leaves the same trace,
    so that nobody can tell by the time it took.
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
    """Have somebody told at once of what concerns the account itself, in no group.

    It does not ask whether notices are wanted, nor whether there is such a user: that is
    found out when the mail is about to go out.
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
    """What has not reached one reader of a group, and why."""

    user_id: str
    failed: bool
    since: datetime
    attempts: int
    #: None where it failed, or could be at any moment.
    next_try: datetime | None
    reason: str | None


def _troubled(group_uid: str, now: datetime) -> tuple:
    """Notices given up or late; what waits for its hour is nobody else's business."""
    late = (Notice.state == NoticeState.PENDING.value) & (
        (Notice.due <= now) | (Notice.attempts > 0)
    )
    return Notice.group_uid == group_uid, or_(
        Notice.state == NoticeState.FAILED.value, late
    )


def troubles(group_uid: str, now: datetime, *, start: int = 0, size: int = 50):
    """Readers of a group whom notices have not reached, failed ones first; and how many.

    One line for each reader and state: how much somebody was written is not told.
    """
    failed = case((Notice.state == NoticeState.FAILED.value, 1), else_=0)
    lines = (
        select(
            Notice.user_id,
            failed.label("failed"),
            func.min(Notice.created).label("since"),
            func.max(Notice.attempts).label("attempts"),
            func.min(Notice.due).label("next_try"),
            func.max(Notice.last_error).label("reason"),
        )
        .where(*_troubled(group_uid, now))
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


def try_again(
    group: Any, user_ids: Collection[str] | None, *, acting_user: str, now: datetime
) -> int:
    """Try at once what failed or waits, for these readers or all; how many notices."""
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
    """Delete what nobody will ask for any more."""
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


def _change(statement: Update | Insert) -> int:
    records = session()
    done = records.execute(statement, execution_options={"synchronize_session": False})
    if done.rowcount:
        mark_changed(records)
    return done.rowcount
