"""Finds out whom a changed item is to be told, and queues the notices.

Followers are told here, authors of related alerts by ``relations.telling``.

One question to the records finds the follows of a value that an item has, however many
there are. A saved search is asked once for all items that have changed.
"""

from cites.cug.access.author import author_of, is_unnamed
from cites.cug.access.guard import principals_of
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.core.plone_internals.catalog import brain_object, rid_of_uid
from cites.cug.core.sql.session import write_session
from cites.cug.library.lists.bitmaps import library_index, position_of
from cites.cug.library.lists.queries import matching
from cites.cug.library.tools.follows.fields import Field, read_search, values_of
from cites.cug.library.tools.follows.models import Follow, FollowedItem, ItemChange
from cites.cug.library.tools.relations.telling import tell_authors
from cites.cug.mailing.models import FOLLOWED
from cites.cug.mailing.outbox import queue_notices
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from plone import api
from pyroaring import BitMap
from sqlalchemy import and_, delete, insert, or_, select
from typing import Any, NamedTuple


#: So many changes are taken up in one transaction.
BATCH = 100


class ChangedItem(NamedTuple):
    """An item whose followers may have to be told."""

    uid: str
    position: int
    author: str
    values: Mapping[Field, list[str]]
    time: datetime
    #: Whether readers are not told the author.
    unnamed: bool


class Told(NamedTuple):
    """That an item is found by a follow of that user."""

    user_id: str
    follow_id: str
    item_uid: str


def tell_followers(group_uid: str, group: Any | None, now: datetime) -> bool:
    """Take up some changes in a group's library; whether there may be more.

    Two processes that do so at once take turns, by the lock on the rows. ``group`` is
    None where it has been removed.
    """
    records = write_session()
    taken = (
        select(ItemChange.id, ItemChange.item_uid, ItemChange.time)
        .where(ItemChange.group_uid == group_uid)
        .order_by(ItemChange.id)
        .limit(BATCH)
        .with_for_update()
    )
    changes = records.execute(taken).all()
    times = {change.item_uid: change.time for change in changes}
    if group is not None and times:
        items = _published(group_uid, times)
        if _anybody_follows(group_uid):
            _tell(group, [_changed(item, times[item.UID()]) for item in items], now)
        tell_authors(group, items, now)
    done = [change.id for change in changes]
    records.execute(delete(ItemChange.__table__).where(ItemChange.id.in_(done)))
    return len(changes) == BATCH


def _anybody_follows(group_uid: str) -> bool:
    one = select(Follow.id).where(Follow.group_uid == group_uid).limit(1)
    return write_session().scalar(one) is not None


def _published(group_uid: str, uids: Iterable[str]) -> list[Any]:
    """The published ones among the items."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=list(uids), library_of=group_uid)
    published = [one for one in brains if one.review_state in PUBLISHED_STATES]
    return [brain_object(brain) for brain in published]


def _changed(item: Any, time: datetime) -> ChangedItem:
    uid, tool = item.UID(), api.portal.get_tool("portal_catalog")
    place, author = position_of(rid_of_uid(tool, uid)), author_of(item)
    return ChangedItem(uid, place, author, values_of(item), time, is_unnamed(item))


def _tell(group: Any, items: list[ChangedItem], now: datetime) -> None:
    """Keep what each follow finds of these items, and queue what is new to its owner."""
    records = write_session()
    fitting = {item.uid: _fitting(group.UID(), item) for item in items}
    before = _told_before(fitting)
    unnamed = {item.uid for item in items if item.unnamed}
    gone = _forget_misfits(before, fitting, unnamed)
    known = {(one.follow_id, one.item_uid) for one in before} - gone
    told_of = {(one.user_id, one.item_uid) for one in before}
    found = _readable(group, items, fitting) | _searched(group, items)
    new = [one for one in found if (one.follow_id, one.item_uid) not in known]
    if not new:
        return
    rows = [
        {"follow_id": one.follow_id, "item_uid": one.item_uid, "time": now} for one in new
    ]
    records.execute(insert(FollowedItem.__table__), rows)
    readers = defaultdict(set)
    for one in new:
        if (one.user_id, one.item_uid) not in told_of:
            readers[one.item_uid].add(one.user_id)
    for uid, users in readers.items():
        queue_notices(FOLLOWED, uid, group.UID(), sorted(users), at=now)


def _fitting(group_uid: str, item: ChangedItem) -> list[Any]:
    """The follows of a value that the item has, whoever may read it."""
    has = [
        and_(Follow.field == field, Follow.value.in_(values))
        for field, values in item.values.items()
        if values
    ]
    columns = (Follow.id, Follow.user_id, Follow.created)
    query = select(*columns).where(Follow.group_uid == group_uid, or_(*has))
    return list(write_session().execute(query))


class _Before(NamedTuple):
    user_id: str
    follow_id: str
    item_uid: str
    field: str
    value: str


def _told_before(uids: Iterable[str]) -> list[_Before]:
    query = (
        select(
            Follow.user_id, Follow.id, FollowedItem.item_uid, Follow.field, Follow.value
        )
        .join(Follow, Follow.id == FollowedItem.follow_id)
        .where(FollowedItem.item_uid.in_(list(uids)))
    )
    return [_Before(*row) for row in write_session().execute(query)]


def _forget_misfits(
    before: list[_Before], fitting: Mapping[str, list[Any]], unnamed: Collection[str]
) -> set[tuple[str, str]]:
    """Forget what an item was found by that it does not have any more; answer that.

    Whoever follows a country must not go on seeing an item that hides its country now,
    nor one in a search for its author; who may know the author finds it again.
    """
    fits = {(row.id, uid) for uid, rows in fitting.items() for row in rows}
    gone = set()
    for one in before:
        pair = (one.follow_id, one.item_uid)
        if one.field == Field.SEARCH:
            search = read_search(one.value) if one.item_uid in unnamed else None
            stays = search is None or "author" not in search.filters
        else:
            stays = pair in fits
        if not stays:
            gone.add(pair)
            here = (
                FollowedItem.follow_id == one.follow_id,
                FollowedItem.item_uid == one.item_uid,
            )
            write_session().execute(delete(FollowedItem.__table__).where(*here))
    return gone


def _readable(
    group: Any, items: list[ChangedItem], fitting: Mapping[str, list[Any]]
) -> set[Told]:
    """The fitting follows whose owners may read the item, and did not write it."""
    index = library_index(api.portal.get_tool("portal_catalog"))
    here, open_to = index.having("group", group.UID()), {}
    found = set()
    for item in items:
        for row in fitting[item.uid]:
            if row.user_id == item.author or row.created > item.time:
                continue
            if row.user_id not in open_to:
                tokens = principals_of(row.user_id, group)
                open_to[row.user_id] = index.having("token", tokens) & here
            if item.position in open_to[row.user_id]:
                found.add(Told(row.user_id, row.id, item.uid))
    return found


def _searched(group: Any, items: list[ChangedItem]) -> set[Told]:
    """The followed searches that find an item, as their owners may search."""
    changed = BitMap(item.position for item in items)
    columns = (Follow.id, Follow.user_id, Follow.value, Follow.created)
    searches = select(*columns).where(
        Follow.group_uid == group.UID(), Follow.field == Field.SEARCH
    )
    tokens: dict[str, list[str]] = {}
    found = set()
    for row in write_session().execute(searches).all():
        search = read_search(row.value)
        if search is None:
            continue
        if row.user_id not in tokens:
            tokens[row.user_id] = principals_of(row.user_id, group)
        hits = matching(group, search, tokens=tokens[row.user_id]) & changed
        for item in items if hits else ():
            told = row.user_id != item.author and row.created <= item.time
            if told and item.position in hits:
                found.add(Told(row.user_id, row.id, item.uid))
    return found
