"""Earlier versions of an item, as CMFEditions stores them: one for each change.

Callers must check who may see versions: they may tell more than the item does now.
"""

from Acquisition import aq_base, aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.audit.trail import record
from cites.cug.library.actions import check_change
from cites.cug.validation.errors import Missing
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


class Version(NamedTuple):
    """One version. Numbers count from 1; the last version is the item as it is now."""

    number: int
    author: str
    time: datetime
    note: str


def versions(item: Any) -> list[Version]:
    """All versions of the item, the newest first."""
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
                kept["comment"] or "",
            )
        )
    return found[::-1]


def item_then(item: Any, number: int) -> Any:
    """A copy of the item as it was in this version. Raises Missing."""
    if number < 1:  # CMFEditions takes these for the last one
        raise Missing(number)
    archivist = api.portal.get_tool("portal_archivist")
    try:
        kept = archivist.retrieve(obj=item, selector=number - 1)
    except (ArchivistRetrieveError, ArchivistUnregisteredError) as error:
        raise Missing(number) from error
    return aq_base(kept.data.object).__of__(aq_parent(aq_inner(item)))


def go_back(item: Any, number: int, *, acting_user: str) -> str:
    """Give the item the content of an earlier version, which makes a new version.

    State and date of publication stay. Answers the note of the new version. Raises
    Missing.
    """
    note = _("Back to version ${number}", mapping={"number": number})
    note = translate(note, context=api.env.getRequest())
    then = item_then(item, number)
    check_change(then, api.content.get_state(item), chosen_readers(item))
    published = item.effective_date
    api.portal.get_tool("portal_repository").revert(item, number - 1)
    item.effective_date = published
    record(
        "library.go_back",
        target=item,
        acting_user=acting_user,
        detail={"version": number},
    )
    IVersionable(item).changeNote = note
    notify(ObjectModifiedEvent(item))
    return note
