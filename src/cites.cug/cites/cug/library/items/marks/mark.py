"""Who gets a marked copy of a file, and what the mark says."""

from Acquisition import aq_chain, aq_inner
from cites.cug.access.guard import caller, group_of, may
from cites.cug.access.policy import HANDLING_UNMARKED, Permission
from cites.cug.interfaces import ILibraryItem
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from typing import Any


def mark_for_caller(content: Any, *codes: str) -> str | None:
    """The mark for the caller's copy of a file; None: the caller gets the original.

    ``codes`` are handling codes that count beside the item's own, as that of an earlier
    version. Files of items under TLP:GREEN are not marked
    (``access.policy.HANDLING_UNMARKED``).
    """
    item = library_item(content)
    if item is None:
        return None
    if HANDLING_UNMARKED.issuperset({item.handling, *codes}):
        return None
    if may(Permission.READ_ORIGINALS, item):
        return None
    return _words(caller() or "", group_of(item))


def library_item(content: Any) -> Any | None:
    """The alert or document that the content is or lies in; None outside a library."""
    return next(filter(ILibraryItem.providedBy, aq_chain(aq_inner(content))), None)


def _words(user_id: str, group: Any) -> str:
    """Such as ``XA · customs · customs-xa · 2026-11-25 14:05:09 UTC``.

    Codes and no titles, so that the mark is the same in all languages.
    """
    entry = IWorkspace(group).members.get(user_id) or {}
    known = (entry.get("country"), entry.get("category"), user_id)
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return " · ".join(filter(None, (*known, now)))
