"""Deletes messages: old ones, and those of members who leave the group."""

from cites.cug.core.sql.session import session, write_session
from cites.cug.messaging.actions.filing import discard
from cites.cug.messaging.actions.retention import retention, Rule, settle
from cites.cug.messaging.mailbox import find_mailbox, in_mailbox
from cites.cug.messaging.models import (
    Delivery,
    DeliveryKind,
    Folder,
    Mailbox,
    Message,
    Retention,
    SHOWN,
)
from collections.abc import Iterator
from datetime import datetime, timedelta
from sqlalchemy import and_, delete, func, or_, select
from typing import Any


def close_mailbox(group: Any, user_id: str) -> None:
    """Empty the mailbox of a member who leaves the group, also for the case of a return.

    What others have received from the member stays with them.
    """
    mailbox_id = find_mailbox(group, user_id)
    if mailbox_id is not None:
        discard(write_session(), in_mailbox(mailbox_id))


def close_all(group: Any) -> None:
    """Delete all messages and mailboxes of a group that is deleted."""
    records = write_session()
    for table in (Message, Mailbox, Retention):
        here = table.group_uid == group.UID()
        records.execute(delete(table.__table__).where(here))


def clear_old(group: Any, now: datetime) -> int:
    """Discard messages that were kept long enough; from how many lines of mailboxes."""
    records = write_session()
    settle(group, now)
    rules = _rules(group, retention(group, now), now)
    return sum(discard(records, here) for here in rules)


def count_old(group: Any, rule: Rule, now: datetime) -> int:
    """How many lines of mailboxes would be discarded now under this rule."""
    either = or_(*(and_(*here) for here in _rules(group, rule, now)))
    query = select(func.count()).select_from(Delivery).join(Mailbox).where(either)
    return session().connection().execute(query).scalar_one()


def _rules(group: Any, rule: Rule, now: datetime) -> Iterator[tuple[Any, ...]]:
    here = Delivery.mailbox_id == Mailbox.id, Mailbox.group_uid == group.UID()
    trashed_before = now - timedelta(days=rule.trash_days)
    in_trash = Delivery.folder == Folder.TRASH
    yield (*here, in_trash, Delivery.trashed < trashed_before)
    if rule.keep_days is not None:
        sent_before = now - timedelta(days=rule.keep_days)
        kept = Delivery.folder.in_(SHOWN)
        kinds = Delivery.kind.in_((DeliveryKind.RECEIVED, DeliveryKind.SENT))
        yield (*here, kept, kinds, Delivery.time < sent_before)
