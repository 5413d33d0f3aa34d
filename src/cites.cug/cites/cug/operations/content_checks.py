"""Checks the content: each record, each file, and what the catalog lists."""

from cites.cug.access.all_groups import all_groups
from cites.cug.core.fulltext.index import has_words_index
from cites.cug.core.plone_internals.blobs import is_blob, kept_checksum
from cites.cug.core.plone_internals.catalog import brain_object, inner_catalog
from cites.cug.library.items.renaming import wrongly_listed
from cites.cug.library.lists.bitmaps import wrongly_indexed
from cites.cug.operations.content_file import end_of_content
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from hashlib import file_digest
from pathlib import Path
from plone import api
from plone.indexer.interfaces import IIndexer
from Products.CMFCore.interfaces import IContentish, IFolderish
from sqlalchemy.orm import Session
from time import sleep
from typing import Any
from ZODB.FileStorage import FileIterator
from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import oid_repr
from zope.component import queryMultiAdapter


#: Tenths of a second to wait until a transaction at the end of the file is complete.
TURNS = 300
#: After how many objects the cache is emptied.
AWAKE = 2000
#: Indexes that decide who may see an item, which are compared with the item.
COMPARED = ("UID", "review_state", "allowedRolesAndUsers")


def check_content_file(path: Path, progress: Progress) -> Iterator[Fault]:
    """Read every transaction, also those whose objects were replaced since."""
    with path.open("rb") as file:
        end = _wait_for_end(file)
    if end is None:
        yield Fault(str(path), "it does not end with a whole transaction")
        return
    last = bytes(8)
    try:
        for transaction in progress.each("transactions", FileIterator(str(path))):
            last = transaction.tid
            for record in transaction:
                if record.data is not None:
                    referencesf(record.data)
    except Exception as error:  # whatever a damaged file makes of its reader
        yield Fault(str(path), f"after transaction {last.hex()}: {error!r}")
        return
    if last < end[1]:
        yield Fault(str(path), f"nothing can be read after transaction {last.hex()}")


def _wait_for_end(file: Any) -> tuple[int, bytes] | None:
    for _turn in range(TURNS):
        end = end_of_content(file)
        if end is not None:
            return end
        sleep(0.1)
    return None


def check_records(database: Any, progress: Progress) -> Iterator[Fault]:
    """Load the present state of each object, follow its references, read its file."""
    storage = database.storage
    known, wanted = set[bytes](), dict[bytes, bytes]()
    connection = database.open()
    try:
        for number, (oid, tid, data) in enumerate(
            progress.each("objects", _current_records(storage))
        ):
            known.add(oid)
            if data is None:
                continue
            yield from _check_record(storage, connection, oid, tid, data, wanted)
            if number % AWAKE == 0:
                connection.cacheMinimize()
    finally:
        connection.close()
    for missing in sorted(wanted.keys() - known):
        holder = oid_repr(wanted[missing])
        yield Fault(f"object {oid_repr(missing)}", f"is missing; {holder} needs it")


def _current_records(storage: Any) -> Iterator[tuple[bytes, bytes, bytes]]:
    next_oid = None
    while True:
        try:
            oid, tid, data, next_oid = storage.record_iternext(next_oid)
        except ValueError:  # nothing is in it
            return
        yield oid, tid, data
        if next_oid is None:
            return


def _check_record(
    storage: Any,
    connection: Any,
    oid: bytes,
    tid: bytes,
    data: bytes,
    wanted: dict[bytes, bytes],
) -> Iterator[Fault]:
    place = f"object {oid_repr(oid)}"
    try:
        for reference in referencesf(data):
            wanted.setdefault(reference, oid)
        if is_blob(data):
            yield from check_blob(storage, oid, tid, data)
        else:
            connection.get(oid)._p_activate()
    except Exception as error:  # whatever damaged data make of their reader
        yield Fault(place, f"cannot be read: {error!r}")


def check_blob(storage: Any, oid: bytes, tid: bytes, data: bytes) -> Iterator[Fault]:
    """Read the file of a blob, and compare it with the SHA-256 in its record."""
    place = f"file of object {oid_repr(oid)}"
    try:
        name = storage.loadBlob(oid, tid)
        with open(name, "rb") as file:
            found = file_digest(file, "sha256").hexdigest()
    except (OSError, POSKeyError):
        yield Fault(place, f"is missing (stored in transaction {tid.hex()})")
        return
    kept = kept_checksum(data)
    if kept is not None and kept != found:
        yield Fault(place, f"is not what was stored: {name}")


def check_catalog(portal: Any, _records: Session, progress: Progress) -> Iterator[Fault]:
    """Check that the catalog lists all content, and with the right values."""
    catalog = portal.portal_catalog
    listed = set()
    paths = list(inner_catalog(catalog).uids)
    for brain in progress.each("items listed", map(_brain_at(catalog), paths)):
        place = brain.getPath()
        listed.add(place)
        try:
            found = brain_object(brain)
        except (AttributeError, KeyError):
            yield Fault(place, "is listed and does not exist")
            continue
        yield from _compare(catalog, brain.getRID(), found, place)
    for item in progress.each("items", content_below(portal)):
        place = "/".join(item.getPhysicalPath())
        if place not in listed:
            yield Fault(place, "exists and is not listed")
    for place in wrongly_indexed(catalog):
        yield Fault(place, "is indexed otherwise for lists of the library")
    if has_words_index(catalog):
        for place in wrongly_listed(catalog):
            yield Fault(place, "is listed under other taxa than those of its species")


def check_rosters(
    _portal: Any, _records: Session, _progress: Progress
) -> Iterator[Fault]:
    """Check that each group counts the members who are on its roster."""
    for group in all_groups():
        if not IWorkspace(group).counts_rightly():
            path = "/".join(group.getPhysicalPath())
            yield Fault(path, "counts other members than are on its roster")


def _brain_at(catalog: Any) -> Any:
    inner = inner_catalog(catalog)
    return lambda path: inner[inner.uids[path]]


def _compare(catalog: Any, rid: int, item: Any, place: str) -> Iterator[Fault]:
    indexed = catalog.getIndexDataForRID(rid)
    for name in COMPARED:
        now = _value(catalog, item, name)
        then = indexed.get(name)
        if isinstance(now, list | tuple | set | frozenset):
            now, then = set(now), set(then or ())
        if now != (then or None if not isinstance(then, set) else then):
            yield Fault(place, f"is listed with another {name}")


def _value(catalog: Any, item: Any, name: str) -> Any:
    if name == "review_state":
        return api.content.get_state(item, default=None)
    indexer = queryMultiAdapter((item, catalog), IIndexer, name=name)
    try:
        if indexer is not None:
            return indexer()
        value = getattr(item, name, None)
        return value() if callable(value) else value
    except AttributeError:
        return None


def content_below(folder: Any) -> Iterator[Any]:
    """All content in a folder and in its subfolders."""
    for child in folder.objectValues():
        if IContentish.providedBy(child):
            yield child
        if IContentish.providedBy(child) and IFolderish.providedBy(child):
            yield from content_below(child)
