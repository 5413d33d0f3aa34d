"""Both stores say the same: what the records keep of content, and the content itself."""

from Acquisition import aq_parent
from cites.cug.core.encryption.closed_content import is_closed
from cites.cug.core.fulltext.index import has_words_index, is_of_none, words_index
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.plone_internals.catalog import brain_object, inner_catalog
from cites.cug.library.items.attachments import file_of
from cites.cug.library.items.file_texts import file_key, FileText, is_read
from cites.cug.library.tools.corrections.models import Correction
from cites.cug.library.tools.sightings.models import Sighting
from cites.cug.login.models import WebHook
from cites.cug.membership.institutions.models import Institution
from cites.cug.messaging.models import Mailbox
from cites.cug.operations.faults import Fault
from cites.cug.operations.portals import find_portals
from cites.cug.operations.progress import Progress
from cites.cug.reports.models import Report
from cites.cug.web.confirmation.models import NotAName
from cites.cug.workspaces.actions.topics import is_deleted
from cites.cug.workspaces.models import PostRow, TopicRow
from cites.cug.workspaces.topic_records import topic_facts
from collections.abc import Iterator
from plone.app.discussion.interfaces import IConversation
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from typing import Any


#: The types of content with a file that words are read of.
WITH_FILES = ("File", "LibraryDocument")


def compare_stores(portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    """Each difference; ``portal`` must be the current site."""
    yield from _compare_topics(portal, records, progress)
    yield from _compare_files(portal, records)
    yield from _compare_words(portal, records)
    yield from _compare_references(portal, records)


def _brains(portal: Any, **query: Any) -> Any:
    return portal.portal_catalog.unrestrictedSearchResults(**query)


def _compare_topics(portal: Any, records: Session, progress: Progress) -> Iterator[Fault]:
    rows = {row.topic_uid: row for row in records.execute(select(TopicRow.__table__))}
    posts: dict[str, set[int]] = {}
    for row in records.execute(select(PostRow.__table__)):
        posts.setdefault(row.topic_uid, set()).add(row.post_id)
    for brain in progress.each("topics", _brains(portal, portal_type="Topic")):
        topic, uid = brain_object(brain), brain.UID
        row = rows.pop(uid, None)
        if row is None:
            yield Fault(brain.getPath(), "is in no list of topics")
            continue
        comments = {
            number
            for number, comment in IConversation(topic).items()
            if not is_deleted(comment)
        }
        facts = {**topic_facts(topic), "comments_total": len(comments)}
        for name, value in facts.items():
            if getattr(row, name) != value:
                yield Fault(brain.getPath(), f"is listed with another {name}")
        # The first post is the topic itself.
        first = min(posts.get(uid, {0}))
        if posts.pop(uid, set()) - {first} != comments:
            yield Fault(brain.getPath(), "is listed with other comments")
    for uid in sorted(rows.keys() | posts.keys()):
        yield Fault(f"topic {uid}", "is listed and does not exist")


def _compare_files(portal: Any, records: Session) -> Iterator[Fault]:
    rows = records.execute(select(FileText.item_uid, FileText.file_key)).all()
    known = {row.item_uid for row in rows}
    for brain in _brains(portal, portal_type=WITH_FILES):
        if brain.UID in known:
            continue
        item = brain_object(brain)
        file = file_of(item)
        if file is not None and is_read(file.contentType or "") and not is_closed(item):
            yield Fault(f"words of the file of {brain.UID}", "are missing")
    for row in rows:
        brains = _brains(portal, UID=row.item_uid)
        file = file_of(brain_object(brains[0])) if brains else None
        if file is None:
            yield Fault(f"words of the file of {row.item_uid}", "there is no such file")
        elif file_key(file) != row.file_key:
            yield Fault(f"words of the file of {row.item_uid}", "are of another file")


def of_no_catalog(app: Any) -> ColumnElement[bool]:
    """SQL condition: the words are of no portal's catalog; ``app`` is Zope's root."""
    return is_of_none(one.portal_catalog for one in find_portals(app))


def _compare_words(portal: Any, records: Session) -> Iterator[Fault]:
    """What searches find, and the words that stand in the content."""
    query = select(func.count()).select_from(ContentWords.__table__)
    if number := records.scalar(query.where(of_no_catalog(aq_parent(portal)))):
        yield Fault("words of content", f"{number} are of no catalog")
    catalog = portal.portal_catalog
    if not has_words_index(catalog):
        yield Fault("/".join(catalog.getPhysicalPath()), "finds no words in the records")
        return
    paths = inner_catalog(catalog).paths
    for rid, words in words_index(catalog).differences(catalog):
        yield Fault(paths.get(rid, f"record {rid}"), words)


def _compare_references(portal: Any, records: Session) -> Iterator[Fault]:
    kinds = (
        ("mailbox", Mailbox.group_uid),
        ("institution", Institution.group_uid),
        ("word that is no name", NotAName.group_uid),
        ("report", Report.content_uid),
        ("sighting", Sighting.item_uid),
        ("correction", Correction.item_uid),
        ("web hook", WebHook.group_uid),
    )
    for kind, column in kinds:
        for uid in records.scalars(select(column).distinct()):
            if not _brains(portal, UID=uid):
                yield Fault(f"{kind} of {uid}", "belongs to nothing")
