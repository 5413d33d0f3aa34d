"""Clock jobs about files."""

import logging
import transaction
from Acquisition import aq_parent
from cites.cug.core.fulltext.index import has_words_index, words_index
from cites.cug.core.fulltext.streams import WordFields
from cites.cug.core.programs.bounds import ProgramFailed
from cites.cug.library.items.actions import refresh_text
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.attachments import file_of
from cites.cug.library.items.file_texts import (
    claim_unread,
    file_key,
    FileClaim,
    forget_text,
    keep_text,
    MOST_SECONDS,
    MOST_TRIES,
    read_text,
)
from cites.cug.library.items.renaming import names_said, rename
from cites.cug.library.lists.code_names import names_stamp
from datetime import datetime
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any


logger = logging.getLogger("cites.cug.library")
#: Why an entry of the catalog may not lead to its item, which `bin/cug verify` tells.
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
#: So many items are looked at in one run.
RENAMED_AT_A_TIME = 200


def read_files(now: datetime) -> bool:
    """Reads one large file, so that a search finds its item by the words in it."""
    claimed = claim_unread(now)
    transaction.commit()
    if claimed is not None:
        _read(claimed)
    return claimed is not None


def _read(claimed: FileClaim) -> None:
    uid = claimed.item_uid
    file = file_of(_item(uid))
    if file is None:
        forget_text(uid)
        return
    key = file_key(file)
    text = _words(file, claimed.tries)
    # Repeated if somebody changes the item at the same time, without reading the file
    # again.
    transaction.manager.run(lambda: _keep(uid, key, text), tries=5)


def _words(file: Any, tries: int) -> str:
    """The text of the file; empty if no program can read it."""
    if tries > MOST_TRIES:  # its readers were killed, again and again
        return ""
    try:
        return read_text(file, patience=MOST_SECONDS)
    except ProgramFailed:
        return ""


def _keep(uid: str, key: str, text: str) -> None:
    keep_text(uid, key, text)
    item = _item(uid)
    for found in (item, aq_parent(item)):
        if found is item or IAlert.providedBy(found):
            refresh_text(found)


def _item(uid: str) -> Any | None:
    return uuidToObject(uid, unrestricted=True)


def rename_codes() -> bool:
    """Lets searches find items by what their codes are called now.

    A code list that was corrected, or a list of taxa that was replaced, changes the
    words of items with one of its codes, and the taxa by which they are listed: some at a
    time. The others are only looked at.
    """
    catalog = api.portal.get_tool("portal_catalog")
    if not has_words_index(catalog):
        return False
    stamp = names_stamp()
    rids = words_index(catalog).stale(stamp, RENAMED_AT_A_TIME)
    done: dict[int, WordFields | None] = {}
    others = []
    for rid in rids:
        try:
            said = names_said(catalog, rid)
        except UNREADABLE:
            _tell_unreadable(rid)
            done[rid] = None
            continue
        if said is None:
            others.append(rid)
        else:
            done[rid] = said
    transaction.abort()  # has only read
    for rid in others:
        try:
            transaction.manager.run(lambda: rename(rid), tries=5)  # noqa: B023
        except UNREADABLE:
            _tell_unreadable(rid)
            done[rid] = None
    if done:
        # A new stamp since then is found by the next run.
        words_index(catalog).restamp(done, stamp)
        transaction.commit()
    return len(rids) == RENAMED_AT_A_TIME


def _tell_unreadable(rid: int) -> None:
    # It keeps the names that it has, or it would be in the way of all others.
    logger.warning("Entry %s of the catalog leads to nothing that can be read.", rid)
