"""What a caller may see of a group's workspaces and their topics.

A list of topics is read from the records alone: whose team one is in follows from one's
user groups, and no topic is woken.
"""

from cites.cug.access.guard import caller
from cites.cug.access.guard import teams
from cites.cug.sql.session import session
from cites.cug.workspaces.models import NoticeLevel
from cites.cug.workspaces.models import ReadUntil
from cites.cug.workspaces.models import TopicRow
from cites.cug.workspaces.read_marks import has_unread
from cites.cug.workspaces.read_marks import MARK
from cites.cug.workspaces.read_marks import unread_in
from cites.cug.workspaces.subscriptions import chosen_by
from cites.cug.workspaces.subscriptions import DEFAULT
from collections.abc import Collection
from collections.abc import Sequence
from functools import lru_cache
from plone import api
from Products.CMFCore.indexing import processQueue
from sqlalchemy import and_
from sqlalchemy import bindparam
from sqlalchemy import func
from sqlalchemy import Integer
from sqlalchemy import or_
from sqlalchemy import Row
from sqlalchemy import Select
from sqlalchemy import select
from typing import Any
from typing import NamedTuple


#: Of these workspaces, and what is reported there only for who wrote it.
MINE = and_(
    TopicRow.workspace_uid.in_(bindparam("mine", expanding=True)),
    or_(~TopicRow.reported, TopicRow.author == bindparam("user_id")),
)
#: More than this many unread topics are not counted for the navigation.
MOST_COUNTED = 99


class TopicFilter(NamedTuple):
    """Which topics are asked for."""

    workspace: str = ""
    unread: bool = False
    words: tuple[str, ...] = ()
    #: Those pinned come first; for the page of one workspace.
    pinned_first: bool = False


class TopicLine(NamedTuple):
    """A topic as a list shows it to one reader."""

    #: A row of ``Thread``.
    thread: Row
    unread: int
    level: NoticeLevel

    @property
    def place(self) -> str:
        """Id of the workspace that the topic lies in."""
        return self.thread.path.partition("/")[0]


class TopicPage(NamedTuple):
    total: int
    lines: list[TopicLine]


def workspaces_seen(group: Any) -> list[dict[str, Any]]:
    """Those that the caller is part of, by name; for the Secretariat all."""
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


def titles_of(group: Any, ids: Collection[str]) -> dict[str, str]:
    """Titles by id of workspaces that the caller is known to be part of."""
    catalog = api.portal.get_tool("portal_catalog")
    place = "/".join((*group.getPhysicalPath(), "workspaces"))
    records = {one: catalog.getrid(f"{place}/{one}") for one in ids}
    return {
        one: catalog.getMetadataForRID(record)["Title"]
        for one, record in records.items()
        if record is not None
    }


def find_topics(group: Any, wanted: TopicFilter, start: int, size: int) -> TopicPage:
    """A page of the topics that the caller may read, last activity first."""
    uids = _asked(group, wanted.workspace)
    paths = _matching(group, wanted.words) if wanted.words else None
    return page_of(caller(), uids, paths, wanted, start, size)


def page_of(
    user: str,
    workspace_uids: Collection[str],
    paths: Collection[str] | None,
    wanted: TopicFilter,
    start: int,
    size: int,
) -> TopicPage:
    """The same, of these workspaces; if ``paths`` are given, of these topics."""
    count, page = _page_statements(wanted.unread, wanted.pinned_first, paths is not None)
    given = {"user_id": user, "mine": list(workspace_uids), "paths": list(paths or ())}
    records = session().connection()
    total = records.execute(count, given).scalar()
    threads = records.execute(page, {**given, "start": start, "size": size}).all()
    return TopicPage(total, _lines(user, threads))


# Statements are put together once: that takes longer than to run them.
@lru_cache
def _page_statements(
    unread: bool, pinned_first: bool, with_paths: bool
) -> tuple[Select, Select]:
    """How many there are, and ``size`` of them from ``start`` on."""
    found = select(*TopicRow.__table__.c).where(MINE)
    if with_paths:
        found = found.where(TopicRow.path.in_(bindparam("paths", expanding=True)))
    if unread:
        found = found.outerjoin(ReadUntil, MARK).where(has_unread())
    count = found.with_only_columns(func.count(), maintain_column_froms=True)
    order = [TopicRow.pinned.desc()] if pinned_first else []
    page = found.order_by(*order, TopicRow.last_post.desc())
    size, start = (bindparam(name, type_=Integer) for name in ("size", "start"))
    return count, page.limit(size).offset(start)


def _lines(user: str, threads: Sequence[Row]) -> list[TopicLine]:
    uids = [thread.topic_uid for thread in threads]
    unread = unread_in(user, uids)
    chosen = chosen_by(user, {*uids, *(thread.workspace_uid for thread in threads)})
    return [
        TopicLine(
            thread,
            unread.get(thread.topic_uid, 0),
            chosen.get(thread.topic_uid) or chosen.get(thread.workspace_uid) or DEFAULT,
        )
        for thread in threads
    ]


def _asked(group: Any, workspace: str) -> list[str]:
    """UIDs of the caller's workspaces, or of the one that is asked for among them."""
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


def _matching(group: Any, words: Collection[str]) -> list[str]:
    """Paths of topics that hold all the words: in themselves, a comment or a file."""
    processQueue()
    place = "/".join((*group.getPhysicalPath(), "workspaces"))
    text = " AND ".join(f"{word}*" if len(word) > 2 else f'"{word}"' for word in words)
    brains = api.portal.get_tool("portal_catalog").searchResults(
        SearchableText=text, path=place, show_inactive=True
    )
    below = (brain.getPath()[len(place) + 1 :].split("/") for brain in brains)
    return sorted({"/".join(names[:2]) for names in below if len(names) > 1})


def unread_topics(group: Any) -> int:
    """How many topics hold something new for the caller, up to a limit."""
    mine = list(teams(group))
    return count_unread(caller(), mine) if mine else 0


# Part of almost every page.
_UNREAD = select(func.count()).select_from(
    select(TopicRow.topic_uid)
    .outerjoin(ReadUntil, MARK)
    .where(MINE, has_unread())
    .limit(MOST_COUNTED)
    .subquery()
)


def count_unread(user: str, workspace_uids: Collection[str]) -> int:
    """The same, in these workspaces."""
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
    """UID → topics, topics with something new, the last post."""
    given = {"user_id": user, "mine": list(workspace_uids)}
    records = session().connection()
    unread = dict(records.execute(_NEW, given).all())
    return {
        uid: (total, unread.get(uid, 0), last)
        for uid, total, last in records.execute(_ALL, given)
    }
