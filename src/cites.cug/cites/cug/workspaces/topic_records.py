"""Keeps the SQL rows of topics up to date, in the transaction that changes a topic."""

import re
import time
from Acquisition import aq_inner, aq_parent
from cites.cug.access.guard import group_of
from cites.cug.core.plone_internals.catalog import (
    inner_catalog,
    path_of_uid,
    portal_catalog,
)
from cites.cug.core.settings.deployment import hosts
from cites.cug.core.sql.session import session, write_session
from cites.cug.interfaces import ITopic
from cites.cug.web.confirmation.requirement import BY_UID
from cites.cug.workspaces.change_log import note_access, note_change, note_new
from cites.cug.workspaces.models import (
    PostRow,
    ReadUntil,
    SeenMark,
    Subscription,
    TopicItem,
    TopicRow,
)
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from html import unescape
from plone import api
from Products.CMFCore.indexing import processQueue
from sqlalchemy import delete, func, select, update
from typing import Any
from urllib.parse import urljoin, urlsplit


OF_A_TOPIC = (TopicRow, TopicItem, PostRow, ReadUntil, SeenMark)
LINK = re.compile(r'href="([^"<>]+)"')
#: Portal types of the library's items.
ITEM_TYPES = ("Alert", "LibraryDocument")
MICROSECONDS = 1_000_000
#: Numbers with fewer digits fit into 64 bits.
MOST_DIGITS = 19


def post_id_in(text: str) -> int | None:
    """The id of a post in an address or a form; None for a text that is no id."""
    known = text.isascii() and text.isdecimal() and len(text) < MOST_DIGITS
    return int(text) if known else None


def moment_of(post_id: int) -> datetime:
    """The time at which a post was written."""
    return datetime.fromtimestamp(post_id / MICROSECONDS, UTC)


def post_id_at(moment: datetime) -> int:
    """The id that a post of that moment has; those of later ones are larger."""
    return int(moment.timestamp() * MICROSECONDS)


def topic_facts(topic: Any) -> dict[str, Any]:
    """What lists show of a topic, by the columns of its row."""
    workspace = aq_parent(aq_inner(topic))
    state = api.content.get_state(topic)
    return {
        "workspace_uid": workspace.UID(),
        "path": f"{workspace.getId()}/{topic.getId()}",
        "title": topic.title,
        "author": topic.Creator(),
        "pinned": topic.pinned,
        "closed": state == "closed",
        "answered": topic.answer is not None,
        "reported": state == "reported",
    }


def refresh_access(workspace: Any, user_id: str) -> None:
    """Note whether a member can see the workspace now, after a change of a roster."""
    is_open = IWorkspace(workspace).role_of(user_id) is not None
    _note_access(workspace, user_id, is_open=is_open)


def close_access(workspace: Any) -> None:
    """Note that nobody can see the workspace any more, as it is being removed."""
    for user_id in IWorkspace(workspace).members:
        _note_access(workspace, user_id, is_open=False)


def _note_access(workspace: Any, user_id: str, *, is_open: bool) -> None:
    uids = group_of(workspace).UID(), workspace.UID()
    note_access(write_session(), user_id, *uids, is_open=is_open)


def begin_thread(topic: Any) -> int:
    """Add the rows of a new topic; answers the id of its first post."""
    post_id = int(time.time() * MICROSECONDS)
    author = topic.Creator()
    records = write_session()
    counts = {"comments_total": 0, "last_post": post_id, "changes": 0}
    row = {**topic_facts(topic), **counts, "last_author": author}
    records.execute(TopicRow.__table__.insert().values(topic_uid=topic.UID(), **row))
    note_new(records, topic.UID(), row["path"])
    _insert(topic.UID(), post_id, author)
    refresh_links(topic)
    return post_id


def refresh_links(topic: Any) -> None:
    """Note to which items of the library the text of a topic links now."""
    records, topic_uid = write_session(), topic.UID()
    records.execute(delete(TopicItem).where(TopicItem.topic_uid == topic_uid))
    rows = [
        {"topic_uid": topic_uid, "item_uid": item_uid}
        for item_uid in sorted(_items_linked(topic))
    ]
    if rows:
        records.execute(TopicItem.__table__.insert(), rows)


def _items_linked(topic: Any) -> set[str]:
    """UIDs of the items that the text links to, whoever may see them."""
    group, tool = group_of(topic), portal_catalog()
    here, place = ("/".join(one.getPhysicalPath()) for one in (topic, group))
    processQueue()
    catalog = inner_catalog(tool)
    found = set()
    for href in LINK.findall(topic.text.raw if topic.text else ""):
        link = urlsplit(urljoin(here, unescape(href)))
        if link.hostname is not None and link.hostname not in hosts():
            continue
        by_uid = BY_UID.search(link.path)
        path = link.path.partition(f"/{group.getId()}/")[2].rstrip("/")
        target = path_of_uid(tool, by_uid[0]) if by_uid else f"{place}/{path}"
        target = (target or "").removesuffix("/view")
        rid = catalog.uids.get(target) if target.startswith(f"{place}/") else None
        if rid is not None and catalog[rid].portal_type in ITEM_TYPES:
            found.add(catalog[rid].UID)
    return found


def refresh_thread(topic: Any) -> None:
    """Update the row of a topic after a change of its title, state or place."""
    _change(topic.UID(), **topic_facts(topic))


def add_post(topic_uid: str, post_id: int, author: str) -> None:
    """Add the row of a new comment, and update that of its topic."""
    last = func.coalesce(TopicRow.last_post, 0)
    _change(
        topic_uid,
        comments_total=TopicRow.comments_total + 1,
        last_post=_greater(last, post_id),
        last_author=author,
    )
    _insert(topic_uid, post_id, author)


def _greater(column: Any, value: int) -> Any:
    dialect = write_session().get_bind().dialect.name
    return (func.max if dialect == "sqlite" else func.greatest)(column, value)


def _insert(topic_uid: str, post_id: int, author: str) -> None:
    row = {"topic_uid": topic_uid, "post_id": post_id, "author": author}
    write_session().execute(PostRow.__table__.insert().values(**row))


def drop_post(topic_uid: str, post_id: int) -> None:
    """Delete the row of a comment; the newest other post becomes the topic's last."""
    records = write_session()
    of_topic = PostRow.topic_uid == topic_uid
    records.execute(delete(PostRow).where(of_topic, PostRow.post_id == post_id))
    last = select(PostRow.post_id, PostRow.author).where(of_topic)
    found = records.execute(last.order_by(PostRow.post_id.desc()).limit(1)).first()
    _change(
        topic_uid,
        comments_total=TopicRow.comments_total - 1,
        last_post=found.post_id,
        last_author=found.author,
    )


def last_post(topic_uid: str) -> int:
    """The id of the newest post of a topic; 0 for a topic without rows."""
    found = select(TopicRow.last_post).where(TopicRow.topic_uid == topic_uid)
    return session().execute(found).scalar() or 0


def touch_topic(topic_uid: str) -> None:
    """Note that something has changed that readers of the topic can see."""
    _change(topic_uid)


def _change(topic_uid: str, **values: Any) -> None:
    records = write_session()
    note_change(records, topic_uid)
    records.execute(
        update(TopicRow)
        .where(TopicRow.topic_uid == topic_uid)
        .values(changes=TopicRow.changes + 1, **values)
        .execution_options(synchronize_session=False)
    )


def delete_topic_records(uid: str, *, is_topic: bool) -> None:
    """Delete all rows of a removed topic or, without ``is_topic``, of a workspace."""
    records = write_session()
    if is_topic:
        note_change(records, uid)
    for kind in OF_A_TOPIC if is_topic else ():
        records.execute(delete(kind).where(kind.topic_uid == uid))
    records.execute(delete(Subscription).where(Subscription.about_uid == uid))


def forget_content(content: Any) -> None:
    """Delete all rows of a removed topic or workspace."""
    delete_topic_records(content.UID(), is_topic=ITopic.providedBy(content))
