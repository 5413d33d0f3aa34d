"""Folders that name their readers: each stands by itself.

Roles hold for all that lies below: who sees such a folder would see others in it that
name other readers. So none lies in another.
"""

from Acquisition import aq_chain, aq_inner
from cites.cug import _
from cites.cug.access.chosen_readers import CHOSEN
from cites.cug.core.validation.errors import invalid
from cites.cug.interfaces import ILibraryFolder
from cites.cug.library.items.folder import is_library
from plone import api
from typing import Any


NESTED = _("library_nesting_folder_chosen_readers_lie_text")
WHOLE_LIBRARY = _("library_nesting_library_itself_open_all_text")


def check_choosing(folder: Any) -> None:
    """Raise InvalidValues where a folder cannot have readers of its own."""
    if is_library(folder):
        raise invalid("readers", WHOLE_LIBRARY)
    if _around(folder) or _within(folder) - {_path(folder)}:
        raise invalid("readers", NESTED)


def check_place(folder: Any) -> None:
    """Raise InvalidValues where a folder was put into one that it cannot lie in."""
    if _around(folder) and _within(folder):
        raise invalid("source", NESTED)


def folder_around(item: Any) -> Any | None:
    """The nearest folder with chosen readers that the item lies in."""
    return next(iter(_around(item)), None)


def _around(content: Any) -> list[Any]:
    return [
        parent
        for parent in aq_chain(aq_inner(content))[1:]
        if ILibraryFolder.providedBy(parent) and api.content.get_state(parent) == CHOSEN
    ]


def _within(folder: Any) -> set[str]:
    """Paths of the folder and those in it, where they name their readers."""
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(
        portal_type="LibraryFolder", review_state=CHOSEN, path=_path(folder)
    )
    return {brain.getPath() for brain in found}


def _path(content: Any) -> str:
    return "/".join(content.getPhysicalPath())
