"""What a caller may see of a group's workspaces and of their topics.

Lists of topics are read from the SQL tables alone: the user groups of the caller say
which teams the caller is in, and no topic is loaded.
"""

import json
from cites.cug.access.guard import caller, group_of, principals_anywhere, teams
from cites.cug.core.plone_internals.catalog import inner_catalog, portal_catalog, shown_of
from cites.cug.core.plone_internals.transactions import content_state
from cites.cug.core.sql.lists import listed
from cites.cug.core.sql.prepared import Prepared
from cites.cug.core.sql.session import Ask, has_written, read_rows, session
from cites.cug.web.layout.conversation import FollowUp
from cites.cug.workspaces.actions.spaces import WORKSPACES_ID
from cites.cug.workspaces.models import (
    NoticeLevel,
    PostRow,
    ReadUntil,
    TopicChange,
    TopicItem,
    TopicRow,
)
from cites.cug.workspaces.read_marks import has_unread, MARK, OWN_CHANGES, unread_of
from cites.cug.workspaces.subscriptions import DEFAULT, level_chosen
from cites.cug.workspaces.topic_records import moment_of, post_id_at
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from plone import api
from Products.CMFCore.indexing import processQueue
from sqlalchemy import (
    and_,
    BigInteger,
    bindparam,
    ColumnElement,
    exists,
    func,
    Integer,
    or_,
    Select,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import NullType
from typing import Any, NamedTuple


#: Topics in the workspaces ``mine``; reported ones only if the user wrote them.
MINE = and_(
    TopicRow.workspace_uid.in_(bindparam("mine", expanding=True)),
    or_(~TopicRow.reported, TopicRow.author == bindparam("user_id")),
)
#: Topics in which somebody wrote in a time.
WRITTEN_IN = exists().where(
    PostRow.topic_uid == TopicRow.topic_uid,
    PostRow.post_id >= bindparam("begin", type_=BigInteger),
    PostRow.post_id < bindparam("end", type_=BigInteger),
)
_COUNT_ACTIVE = Prepared(
    select(func.count(TopicRow.topic_uid).label("total")).where(MINE, WRITTEN_IN)
)
#: Another number and time after each change of a topic; as the database writes the time,
#: as it is only compared.
_CHANGES = tuple(
    type_coerce(select(func.max(column)).scalar_subquery(), NullType()).label(
        f"changes_{column.name}"
    )
    for column in (TopicChange.number, TopicChange.at)
)
#: Topics that link to an item; the first post of a topic is the topic itself.
_ABOUT = Prepared(
    select(
        TopicRow.path,
        TopicRow.title,
        TopicRow.author,
        select(func.min(PostRow.post_id))
        .where(PostRow.topic_uid == TopicRow.topic_uid)
        .scalar_subquery()
        .label("begun"),
    )
    .join(TopicItem, TopicItem.topic_uid == TopicRow.topic_uid)
    .where(TopicItem.item_uid == bindparam("item_uid"), MINE)
)
#: What lists of topics follow from in the records: another row after each change.
_STATE = Prepared(
    select(
        _CHANGES[0],
        select(ReadUntil.read_until)
        .where(
            ReadUntil.user_id == bindparam("user_id"), ReadUntil.topic_uid == OWN_CHANGES
        )
        .scalar_subquery()
        .label("own_changes"),
    )
)
#: The index of who may read what.
READERS = "allowedRolesAndUsers"
#: Stored value → level; calling the class for each topic of a list takes longer.
LEVELS = {None: DEFAULT, **{level.value: level for level in NoticeLevel}}
#: The navigation counts unread topics up to this number.
MOST_COUNTED = 99


class TopicKey(ColumnElement):
    """By which the topics of a page are found again once they are known.

    SQLite has the number of a row in each index, so that it need not look at the rows of
    topics before the page.
    """

    inherit_cache = True
    type = NullType()


@compiles(TopicKey)
def _key(_element: TopicKey, _compiler: Any, **_options: Any) -> str:
    return "workspace_topic.topic_uid"


@compiles(TopicKey, "sqlite")
def _key_in_sqlite(_element: TopicKey, _compiler: Any, **_options: Any) -> str:
    return "workspace_topic.rowid"


class TopicFilter(NamedTuple):
    """Which topics are asked for."""

    workspace: str = ""
    unread: bool = False
    words: tuple[str, ...] = ()
    #: Whether pinned topics come first, as on the page of one workspace.
    pinned_first: bool = False


class TopicLine(NamedTuple):
    """A topic as a list shows it to one reader."""

    #: What ``TopicRow`` has.
    thread: Any
    #: How many posts by others the reader was not shown.
    unread: int
    level: NoticeLevel

    @property
    def place(self) -> str:
        """The id of the topic's workspace."""
        return self.thread.path.partition("/")[0]


class TopicPage(NamedTuple):
    """One page of a list of topics, and how many topics there are."""

    total: int
    lines: list[TopicLine]


def workspaces_seen(group: Any) -> list[dict[str, Any]]:
    """The workspaces that the caller may see, sorted by title.

    Members see those they are in, the Secretariat sees all.
    """
    mine = teams(group)
    brains = api.portal.get_tool("portal_catalog").searchResults(
        portal_type="Workspace",
        path="/".join(group.getPhysicalPath()),
        sort_on="sortable_title",
        show_inactive=True,
    )
    return [
        {
            "url": brain.getURL(),
            "id": brain.getId,
            "uid": brain.UID,
            "title": brain.Title,
            "description": brain.Description,
            "state": brain.review_state,
            "in_team": brain.UID in mine,
        }
        for brain in brains
    ]


def paths_seen(group: Any) -> dict[str, str]:
    """Path → UID of the workspaces that the caller may see.

    A search of the catalog would go through all that the caller may see of the group.
    """
    place = group._getOb(WORKSPACES_ID, None)
    names = () if place is None else place.objectIds()
    if not names:
        return {}
    processQueue()
    catalog, tokens = inner_catalog(portal_catalog()), principals_anywhere()
    readers, uids = (catalog.getIndex(name) for name in (READERS, "UID"))
    above = "/".join(place.getPhysicalPath())
    rids = {path: catalog.uids.get(path) for path in (f"{above}/{one}" for one in names)}
    return {
        path: uids.getEntryForObject(rid)
        for path, rid in rids.items()
        if rid is not None and not tokens.isdisjoint(readers.getEntryForObject(rid, ()))
    }


def titles_of(group: Any, ids: Collection[str]) -> dict[str, str]:
    """Titles of workspaces by their ids. Callers check that the reader is in them."""
    tool = portal_catalog()
    place = "/".join((*group.getPhysicalPath(), WORKSPACES_ID))
    records = inner_catalog(tool).uids
    rids = (records.get(f"{place}/{one}") for one in ids)
    known = (rid for rid in rids if rid is not None)
    return {
        path.rpartition("/")[2]: title
        for _rid, path, (title,) in shown_of(tool, known, "Title")
    }


def topics_state(group: Any, ask: Ask) -> list[Any]:
    """What lists of topics of the caller follow from: another one after each change.

    Not what is found by words: the text of files is written later.
    """
    numbers = ask(_STATE, {"user_id": caller()})
    return [*numbers, sorted(teams(group).items()), content_state(group)]


def find_topics(
    group: Any,
    wanted: TopicFilter,
    start: int,
    size: int,
    *,
    newest: int | None = None,
) -> TopicPage:
    """One page of the topics that the caller may read, latest posts first.

    ``newest``: words are looked for in so many posts and files that have them, the last
    changed.
    """
    uids = _asked(group, wanted.workspace)
    paths = _matching(group, wanted.words, newest) if wanted.words else None
    return page_of(caller(), uids, paths, wanted, start, size)


def page_of(
    user: str,
    workspace_uids: Collection[str],
    paths: Collection[str] | None,
    wanted: TopicFilter,
    start: int,
    size: int,
) -> TopicPage:
    """One page of the topics in these workspaces that the user may read.

    If ``paths`` are given, only topics at these paths count.
    """
    given = {"user_id": user, "mine": sorted(workspace_uids)}
    among = None
    if paths is not None:
        given["paths"] = json.dumps(list(paths))
        among = session().connection().dialect.name
    count, page = _page_statements(wanted.unread, wanted.pinned_first, among)
    rows = read_rows(page, {**given, "start": start, "size": size})
    if len(rows) < size and (rows or not start):
        total = start + len(rows)
    elif wanted.unread or among or not rows or has_written():
        total = _count(count, given)
    else:
        total = _count_all(*rows[0][-len(_CHANGES) :], user, tuple(given["mine"]))
    return TopicPage(total, _lines(rows))


def _count(query: Prepared, given: dict[str, Any]) -> int:
    ((number,),) = read_rows(query, given)
    return number


@lru_cache(maxsize=1024)
def _count_all(_number: int, _at: datetime, user: str, uids: tuple[str, ...]) -> int:
    """How many topics the user may read; the same until another change of topics."""
    count, _page = _page_statements(unread=False, pinned_first=False)
    return _count(count, {"user_id": user, "mine": uids})


def newest_unread(group: Any, size: int) -> list[TopicLine]:
    """Of the topics with something new for the caller, those with the latest posts.

    To count them all takes as long as to find these.
    """
    _count_unread, page = _page_statements(unread=True, pinned_first=False)
    given = {"user_id": caller(), "mine": list(teams(group)), "start": 0, "size": size}
    return _lines(read_rows(page, given))


def topics_about(item: Any) -> Iterator[FollowUp]:
    """Find the topics that the caller may read and whose text links to the item."""
    mine = list(teams(group_of(item)))
    given = {"user_id": caller(), "mine": mine, "item_uid": item.UID()}
    for row in read_rows(_ABOUT, given) if mine else ():
        path = f"{WORKSPACES_ID}/{row.path}"
        begun = moment_of(row.begun)
        yield FollowUp("topic", path, path, row.title, row.author, begun)


def active_topics(group: Any, begin: datetime, end: datetime, size: int) -> TopicPage:
    """The topics that the caller may read in which somebody wrote meanwhile.

    Comments that have been deleted since then do not count.
    """
    mine = list(teams(group))
    if not mine:
        return TopicPage(0, [])
    given = {
        **{"user_id": caller(), "mine": mine, "start": 0, "size": size},
        **{"begin": post_id_at(begin), "end": post_id_at(end)},
    }
    return TopicPage(_count(_COUNT_ACTIVE, given), _lines(read_rows(_ACTIVE, given)))


# Cached: it takes longer to build these statements than to run them.
@lru_cache
def _page_statements(
    unread: bool, pinned_first: bool, among: str | None = None
) -> tuple[Prepared, Prepared]:
    """The SQL statements that count topics, and that select a page of them.

    ``among``: the dialect in which only those at the given ``paths`` are asked for.
    """
    found = select(*TopicRow.__table__.c).where(MINE)
    if among is not None:
        found = found.where(TopicRow.path.in_(select(listed("paths", among))))
    if unread:
        found = found.outerjoin(ReadUntil, MARK).where(has_unread())
    total = func.count().label("total")
    count = found.with_only_columns(total, maintain_column_froms=True)
    return Prepared(count), Prepared(_page(found, pinned_first))


def _page(found: Select, pinned_first: bool = False) -> Select:
    """One page of these topics with what the user has not read of each, the levels
    chosen for it and its workspace, and the last change of any topic.
    """
    size, start = (bindparam(name, type_=Integer) for name in ("size", "start"))

    def order(topics: Any) -> list[Any]:
        pinned = [topics.pinned.desc()] if pinned_first else []
        return [*pinned, topics.last_post.desc()]

    keys = found.with_only_columns(TopicKey().label("key"), maintain_column_froms=True)
    page = keys.order_by(*order(TopicRow)).limit(size).offset(start)
    # Databases would ask of all topics that were found, not only of those on the page.
    on_page = page.cte("on_page").prefix_with("MATERIALIZED")
    topics = TopicRow.__table__
    return (
        select(
            *topics.c,
            unread_of(topics),
            level_chosen(topics.c.topic_uid, "level"),
            level_chosen(topics.c.workspace_uid, "level_of_workspace"),
            *_CHANGES,
        )
        .join_from(on_page, topics, TopicKey() == on_page.c.key)
        .order_by(*order(topics.c))
    )


_ACTIVE = Prepared(_page(select(*TopicRow.__table__.c).where(MINE, WRITTEN_IN)))


def _lines(rows: Sequence[Any]) -> list[TopicLine]:
    return [
        TopicLine(row, row.unread, LEVELS[row.level or row.level_of_workspace])
        for row in rows
    ]


def _asked(group: Any, workspace: str) -> list[str]:
    """UIDs of the caller's workspaces; if one is asked for, only that one, or none."""
    mine = list(teams(group))
    if not workspace:
        return mine
    if workspace in mine:
        return [workspace]
    name = workspace.rstrip("/").rpartition("/")[2]
    return [
        one["uid"]
        for one in workspaces_seen(group)
        if one["id"] == name and one["uid"] in mine
    ]


def _matching(group: Any, words: Collection[str], newest: int | None) -> list[str]:
    """Paths of topics that have all words: in themselves, in comments or in files."""
    processQueue()
    place = "/".join((*group.getPhysicalPath(), WORKSPACES_ID))
    text = " AND ".join(f"{word}*" if len(word) > 2 else f'"{word}"' for word in words)
    few = {"sort_on": "modified", "sort_order": "descending", "sort_limit": newest}
    brains = api.portal.get_tool("portal_catalog").searchResults(
        SearchableText=text, path=place, show_inactive=True, **(few if newest else {})
    )
    paths = (brain.getPath() for brain in brains[:newest])
    below = (path[len(place) + 1 :].split("/") for path in paths)
    return sorted({"/".join(names[:2]) for names in below if len(names) > 1})


def unread_topics(group: Any) -> int:
    """How many topics have something new for the caller, at most ``MOST_COUNTED``."""
    mine = list(teams(group))
    return count_unread(caller(), mine) if mine else 0


# Built once, as almost every page needs this number.
_UNREAD = select(func.count()).select_from(
    select(TopicRow.topic_uid)
    .outerjoin(ReadUntil, MARK)
    .where(MINE, has_unread())
    .limit(MOST_COUNTED)
    .subquery()
)


def count_unread(user: str, workspace_uids: Collection[str]) -> int:
    """How many topics in these workspaces have something new for the user.

    At most ``MOST_COUNTED``.
    """
    given = {"user_id": user, "mine": list(workspace_uids)}
    return session().connection().execute(_UNREAD, given).scalar()


_ALL = (
    select(TopicRow.workspace_uid, func.count(), func.max(TopicRow.last_post))
    .where(MINE)
    .group_by(TopicRow.workspace_uid)
)
_NEW = (
    select(TopicRow.workspace_uid, func.count())
    .outerjoin(ReadUntil, MARK)
    .where(MINE, has_unread())
    .group_by(TopicRow.workspace_uid)
)


def counts_by_workspace(
    user: str, workspace_uids: Collection[str]
) -> dict[str, tuple[int, int, int]]:
    """Number of topics, number of topics with something new, and id of the last post.

    By the UID of the workspace.
    """
    given = {"user_id": user, "mine": list(workspace_uids)}
    records = session().connection()
    unread = dict(records.execute(_NEW, given).all())
    return {
        uid: (total, unread.get(uid, 0), last)
        for uid, total, last in records.execute(_ALL, given)
    }
