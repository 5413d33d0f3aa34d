"""Makes many drafts of one author in one folder, each as Plone would.

What Plone finds out again for each of thousands, and is the same for all of them, is
found out once: what their workflow says, who may see them, and what indexes them. All
else that listens to new content is told of each.
"""

from Acquisition import aq_base
from cites.cug.core.plone_internals.adding import added_lightly
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.values import empty_values
from collections.abc import Mapping
from copy import deepcopy
from DateTime import DateTime
from plone import api
from plone.indexer.interfaces import IIndexableObject, IIndexer
from Products.CMFCore.indexing import processQueue
from typing import Any
from zope.component import createObject, getSiteManager
from zope.event import notify
from zope.interface import implementer, providedBy
from zope.lifecycleevent import ObjectAddedEvent, ObjectCreatedEvent


#: Makes an alert, by the name of its type.
FACTORY = "Alert"
HISTORY = "workflow_history"
PERMISSION = "_Permission"
#: What the catalog asks that is the same for all drafts of an author in a folder, as long
#: as nothing has been put into them.
SAME = frozenset(
    {
        *("allowedRolesAndUsers", "exclude_from_nav", "image_scales"),
        *("is_default_page", "is_folderish"),
    }
)


class DraftMaker:
    """Makes drafts in a folder within one transaction."""

    def __init__(self, folder: Any):
        self.folder = folder
        self.catalog = api.portal.get_tool("portal_catalog")
        self.place = "/".join(folder.getPhysicalPath())
        #: What the workflow has given to the first draft.
        self.current_state: dict[str, Any] | None = None
        self.shared: _Shared | None = None

    def add(self, draft_id: str, values: Mapping[str, Any]) -> None:
        """Add a draft with the values of its fields."""
        item = createObject(FACTORY)
        for name, value in {**empty_values(IAlert), **values}.items():
            setattr(item, name, value)
        item.id = draft_id
        notify(ObjectCreatedEvent(item))
        if self.current_state is None:
            self._store(item)
            # The next one finds in the catalog what it would with all before it.
            processQueue()
            self.current_state = _standing_of(item)
        else:
            self._add_alike(item, self.current_state)

    def _store(self, item: Any) -> Any:
        self.folder._setObject(item.id, item, suppress_events=True)
        stored = self.folder[item.id]
        with added_lightly(stored):
            notify(ObjectAddedEvent(stored, self.folder, item.id))
        return stored

    def _add_alike(self, item: Any, current: dict[str, Any]) -> None:
        """Add one to which the workflow gives what it has given to the first."""
        for name, value in deepcopy(current).items():
            setattr(item, name, value)
        for status in (one for some in item.workflow_history.values() for one in some):
            status["time"] = DateTime()
        # Who listens is told all the same; these two are done already, or below.
        item.notifyWorkflowCreated = item.indexObject = _nothing
        stored = self._store(item)
        del item.notifyWorkflowCreated, item.indexObject
        if self.shared is None:
            self.shared = _Shared(stored, self.catalog)
        entry = DraftEntry(stored, self.shared)
        self.catalog.catalog_object(entry, f"{self.place}/{item.id}")


def _nothing() -> None:
    """In the place of what is done otherwise."""


def _standing_of(item: Any) -> dict[str, Any]:
    kept = vars(aq_base(item)).items()
    return {
        name: deepcopy(value)
        for name, value in kept
        if name == HISTORY or name.endswith(PERMISSION)
    }


class _Shared:
    """What the catalog finds out of the first entry, for all."""

    def __init__(self, item: Any, catalog: Any):
        self.catalog = catalog
        self.provided = providedBy(item), providedBy(catalog)
        workflows = api.portal.get_tool("portal_workflow")
        self.variables = workflows.getCatalogVariablesFor(item)
        self.values: dict[str, Any] = {}
        self.missing: set[str] = set()
        self.indexers: dict[str, Any] = {}

    def indexer(self, name: str) -> Any:
        if name not in self.indexers:
            found = getSiteManager().adapters.lookup(self.provided, IIndexer, name)
            self.indexers[name] = found
        return self.indexers[name]


@implementer(IIndexableObject)
class DraftEntry:
    """A draft as the catalog sees it: each value is found once, in Plone's way.

    The catalog asks for the same by several indexes, and Plone finds it anew each time.
    """

    def __init__(self, item: Any, shared: _Shared):
        self._item, self._shared = item, shared

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        shared = self._shared
        if name in shared.values:
            value = shared.values[name]
        else:
            value = self._find(name, shared)
            if name in SAME:
                shared.values[name] = value
        self.__dict__[name] = value
        return value

    def _find(self, name: str, shared: _Shared) -> Any:
        make = shared.indexer(name)
        if make is not None:
            return make(self._item, shared.catalog)()
        if name in shared.variables:
            return shared.variables[name]
        base = aq_base(self._item)
        if name in shared.missing and name not in vars(base):
            raise AttributeError(name)
        if not hasattr(base, name):
            shared.missing.add(name)
            raise AttributeError(name)
        return getattr(self._item, name)
