"""Earlier versions of an item, as CMFEditions stores them: one for each change.

An item that nobody has changed since it was added is its own first version, and nothing
more is stored of it.

Callers must check who may see versions: they may tell more than the item does now.
"""

from Acquisition import aq_base, aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.core.plone_internals.versions import FIRST_NOTE, has_versions, keep_first
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing
from cites.cug.library.items.actions import check_change
from cites.cug.library.items.origins import codes_of_origins
from datetime import datetime, UTC
from plone import api
from plone.app.versioningbehavior.behaviors import IVersionable
from Products.CMFEditions.interfaces.IArchivist import (
    ArchivistRetrieveError,
    ArchivistUnregisteredError,
)
from typing import Any, NamedTuple
from zope.event import notify
from zope.i18n import translate
from zope.lifecycleevent import ObjectModifiedEvent


#: The note of the first version; Plone's own lacks some of our languages.
FIRST = _("library_versions_initial_version")


class Version(NamedTuple):
    """One version. Numbers count from 1; the last version is the item as it is now."""

    number: int
    author: str
    time: datetime
    note: str


def versions(item: Any) -> list[Version]:
    """All versions of the item, the newest first."""
    if not has_versions(item):
        since = item.created().asdatetime().astimezone(UTC)
        return [Version(1, item.Creator(), since, FIRST)]
    archivist = api.portal.get_tool("portal_archivist")
    try:
        history = archivist.getHistoryMetadata(obj=item)
    except ArchivistUnregisteredError:
        return []
    found = []
    for index in range(history.getLength(countPurged=False)):
        kept = history.retrieve(index, countPurged=False)["metadata"]["sys_metadata"]
        found.append(
            Version(
                history.getVersionId(index, countPurged=False) + 1,
                kept["principal"],
                datetime.fromtimestamp(kept["timestamp"], UTC),
                FIRST if kept["comment"] == FIRST_NOTE else kept["comment"] or "",
            )
        )
    return found[::-1]


def item_then(item: Any, number: int) -> Any:
    """A copy of the item as it was in this version. Raises Missing."""
    if number < 1:  # CMFEditions takes these for the last one
        raise Missing(number)
    if number == 1 and not has_versions(item):
        return item
    archivist = api.portal.get_tool("portal_archivist")
    try:
        kept = archivist.retrieve(obj=item, selector=number - 1)
    except (ArchivistRetrieveError, ArchivistUnregisteredError) as error:
        raise Missing(number) from error
    return aq_base(kept.data.object).__of__(aq_parent(aq_inner(item)))


def go_back(item: Any, number: int, *, acting_user: str) -> str:
    """Give the item the content of an earlier version, which makes a new version.

    State, date of publication and origins stay. Answers the note of the new version.
    Raises Missing.
    """
    note = _("library_versions_back_to_version", mapping={"number": number})
    then = item_then(item, number)
    check_change(then, api.content.get_state(item), chosen_readers(item))
    published, origins = item.effective_date, codes_of_origins(item)
    keep_first(item)
    api.portal.get_tool("portal_repository").revert(item, number - 1)
    item.effective_date = published
    if origins:
        item.origins = origins
    record(
        "library.go_back",
        target=item,
        acting_user=acting_user,
        detail={"version": number},
    )
    # Not translated here: each reader has it in a language of their own.
    IVersionable(item).changeNote = note
    notify(ObjectModifiedEvent(item))
    return translate(note, context=api.env.getRequest())
