"""Fills a library from its oldest item to its newest.

The first ``PERIOD`` items are added as members add them. All that others say follows from
their number modulo ``PERIOD`` but for id, title, description and dates: they become twins
of those, without events, and the catalog gets the values of the first for all that does
not differ. A twin takes a tenth of the time, and is stored and listed like any other.
"""

import exercise
import transaction
from Acquisition import aq_base
from collections.abc import Callable
from contextlib import contextmanager
from DateTime import DateTime
from persistent import Persistent
from plone.app.textfield import RichTextValue
from plone.indexer.interfaces import IIndexableObject
from plone.uuid.interfaces import ATTRIBUTE_NAME, IUUIDGenerator
from typing import Any
from zope.component import getMultiAdapter, getUtility


#: Items of one commit: what many of them change is stored once.
BATCH = 2500
#: What twins say of themselves; the first says the rest for all of them.
OWN = {
    *("getId", "id", "UID", "path", "getPhysicalPath"),
    *("Title", "sortable_title", "Description"),
    *("created", "modified", "effective", "Date"),
    *("CreationDate", "ModificationDate", "EffectiveDate"),
    *("library_time", "library_row", "incident_day"),
}
#: Not copied: what other objects are kept in, and what has been worked out.
LEFT_OUT = ("__annotations__", "_v_")


@contextmanager
def without_versions(site):
    """First versions would double the time of a build and are no part of a listing."""
    repository = site.portal_repository
    types = list(repository.getVersionableContentTypes())
    repository.setVersionableContentTypes([])
    yield
    repository.setVersionableContentTypes(types)


def fill(site: Any, size: int, add: Callable[[exercise.Item], Any]) -> None:
    """Add each item, in batches with a commit. ``add`` gives the object."""
    firsts: dict[int, First] = {}
    transaction.commit()  # of the site, which is too much to be kept back with items
    with without_versions(site):
        for done, item in enumerate(reversed(exercise.items(size)), 1):
            kind = item.number % exercise.PERIOD
            if kind in firsts:
                firsts[kind].add_twin(item)
            else:
                firsts[kind] = First(site.portal_catalog, add(item))
            if done % BATCH == 0 or done == exercise.PERIOD:
                transaction.commit()
                site._p_jar.cacheGC()
    transaction.commit()


class First:
    """An item with its entry in the catalog, and how others are made like it."""

    def __init__(self, tool: Any, obj: Any):
        self.tool, self.catalog = tool, tool._catalog
        self.obj, self.folder = obj, obj.__parent__
        self.asked = getMultiAdapter((obj, tool), IIndexableObject)
        self.values: dict[str, Any] = {}

    def add_twin(self, item: exercise.Item) -> None:
        twin = self._twin(item)
        self.folder._setOb(twin.id, twin)
        ordering = getattr(self.folder, "getOrdering", lambda: None)()
        if ordering is not None:
            ordering.notifyAdded(twin.id)
        placed = self.folder._getOb(twin.id)
        path = "/".join(placed.getPhysicalPath())
        self.catalog.catalogObject(Entry(self, placed), path)

    def _twin(self, item: exercise.Item) -> Any:
        kind = aq_base(self.obj).__class__
        self.obj._p_activate()
        twin = kind.__new__(kind)
        for name, value in vars(aq_base(self.obj)).items():
            if not name.startswith(LEFT_OUT):
                setattr(twin, name, _copied(value))
        twin.id, twin.title = item.id, item.title
        twin.description = item.description
        setattr(twin, ATTRIBUTE_NAME, getUtility(IUUIDGenerator)())
        published = DateTime(item.published)
        twin.creation_date = published
        if item.readable:
            twin.setEffectiveDate(published)
        if hasattr(twin, "incident_date"):
            twin.incident_date = item.incident_date
        return twin

    def said(self, name: str) -> Any:
        """A value of the first, as the catalog asks for it; asked once."""
        if name not in self.values:
            value = getattr(self.asked, name, self)
            self.values[name] = value() if callable(value) else value
        if self.values[name] is self:
            raise AttributeError(name)
        return self.values[name]


class Entry:
    """A twin as the catalog asks it."""

    def __init__(self, first: First, twin: Any):
        self._first = first
        self._own = getMultiAdapter((twin, first.tool), IIndexableObject)
        # To find out whether it stands in the content itself takes long.
        self.UID = getattr(aq_base(twin), ATTRIBUTE_NAME)

    def __getattr__(self, name: str) -> Any:
        if name in OWN:
            return getattr(self._own, name)
        return self._first.said(name)


def _copied(value: Any) -> Any:
    if isinstance(value, RichTextValue):
        return RichTextValue(value.raw, value.mimeType, value.outputMimeType)
    if isinstance(value, dict | list):
        return value.copy()
    if isinstance(value, Persistent) and hasattr(value, "copy"):
        return value.copy()
    return value
