"""Rebuilds from content and messages the data that follow from them."""

import transaction
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from Acquisition import aq_parent
from cites.cug.access.all_groups import all_groups
from cites.cug.core.fulltext.index import (
    make_words_index,
    pause,
    words_index,
)
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.plone_internals.catalog import brain_object, store_rows_apart
from cites.cug.core.sql.replay import apply_left
from cites.cug.core.sql.session import write_session
from cites.cug.library.items.file_texts import FileText
from cites.cug.library.lists.bitmaps import make_library_index
from cites.cug.messaging.models import FolderCount
from cites.cug.operations.progress import Progress
from cites.cug.operations.record_checks import count_folders
from cites.cug.operations.start import require_portals
from cites.cug.operations.store_comparison import of_no_catalog
from cites.cug.operations.verification import open_content
from cites.cug.workspaces.actions.topics import is_deleted
from cites.cug.workspaces.change_log import note_change, note_new
from cites.cug.workspaces.models import PostRow, TopicRow
from cites.cug.workspaces.topic_records import (
    MICROSECONDS,
    refresh_access,
    refresh_links,
    topic_facts,
)
from collective.workspace.interfaces import IWorkspace
from contextlib import closing
from plone.app.discussion.interfaces import IConversation
from sqlalchemy import delete, insert, select
from typing import Any
from zope.component.hooks import setSite


def rebuild_all(progress: Progress) -> None:
    """Rebuild each part in its own transaction. It may be interrupted and run again.

    Raises NotReady.
    """
    app = open_content(read_only=False)
    newSecurityManager(None, system)
    with closing(app._p_jar.db()):
        portals = require_portals(app)
        apply_left(app._p_jar.root(), again=True)
        for portal in portals:
            setSite(portal)
            for step in STEPS:
                progress.say(
                    f"/{portal.getId()}: {step.__name__.removeprefix('rebuild_')}"
                )
                with transaction.manager:
                    step(portal)
            setSite(None)


def rebuild_lists(portal: Any) -> None:
    """Rebuild the catalog, with texts of small files; the clock reads the large ones."""
    write_session().execute(delete(FileText))
    catalog = portal.portal_catalog
    make_library_index(catalog)
    # The words of all content would not fit into the journal: they are filled after.
    with pause():
        catalog.clearFindAndRebuild()
    store_rows_apart(catalog)
    if not make_words_index(catalog):
        words_index(catalog).fill(catalog)
    drop_stray_words(aq_parent(portal))


def drop_stray_words(app: Any) -> None:
    """Delete words that a process left which was killed before it stored its catalog."""
    write_session().execute(delete(ContentWords).where(of_no_catalog(app)))


def rebuild_counts(_portal: Any) -> None:
    """Rebuild the counts of messages in the folders of mailboxes."""
    records = write_session()
    found = count_folders(records)
    records.execute(delete(FolderCount))
    rows = [
        {"mailbox_id": box, "folder": folder, "total": total, "unread": unread}
        for (box, folder), (total, unread) in sorted(found.items())
    ]
    if rows:
        records.execute(insert(FolderCount), rows)


def rebuild_topics(portal: Any) -> None:
    """Rebuild the rows of topics and comments that lists show.

    Each counts as a change, so that nobody goes on with what they hold of a list.
    """
    records = write_session()
    rows = {row.topic_uid: row for row in records.execute(select(TopicRow.__table__))}
    posts: dict[str, list[Any]] = {}
    for row in records.execute(select(PostRow.__table__).order_by(PostRow.post_id)):
        posts.setdefault(row.topic_uid, []).append(row)
    for uid in rows:
        note_change(records, uid)
    records.execute(delete(TopicRow))
    records.execute(delete(PostRow))
    catalog = portal.portal_catalog
    for brain in catalog.unrestrictedSearchResults(portal_type="Topic"):
        topic = brain_object(brain)
        first = posts[brain.UID][0].post_id if brain.UID in posts else _written(topic)
        made = _posts(topic, first)
        records.execute(insert(PostRow), made)
        changes = rows[brain.UID].changes + 1 if brain.UID in rows else 0
        facts = _row(topic, made)
        records.execute(insert(TopicRow).values(**facts, changes=changes))
        refresh_links(topic)
        if brain.UID not in rows:
            note_new(records, brain.UID, facts["path"])
    for brain in catalog.unrestrictedSearchResults(portal_type="Workspace"):
        workspace = brain_object(brain)
        for user_id in IWorkspace(workspace).members:
            refresh_access(workspace, user_id)


def _written(topic: Any) -> int:
    return int(topic.created().timeTime() * MICROSECONDS)


def _posts(topic: Any, first: int) -> list[dict[str, Any]]:
    uid = topic.UID()
    posts = [{"topic_uid": uid, "post_id": first, "author": topic.Creator()}]
    for number, comment in IConversation(topic).items():
        if not is_deleted(comment):
            author = comment.author_username
            posts.append({"topic_uid": uid, "post_id": number, "author": author})
    return posts


def _row(topic: Any, posts: list[dict[str, Any]]) -> dict[str, Any]:
    last = max(posts, key=lambda post: post["post_id"])
    return {
        "topic_uid": topic.UID(),
        **topic_facts(topic),
        "comments_total": len(posts) - 1,
        "last_post": last["post_id"],
        "last_author": last["author"],
    }


def rebuild_rosters(portal: Any) -> None:
    """Count the members of each group anew."""
    for group in all_groups():
        IWorkspace(group).count_anew()


STEPS = (rebuild_lists, rebuild_topics, rebuild_counts, rebuild_rosters)
