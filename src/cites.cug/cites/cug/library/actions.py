"""Actions on items of the library. Each change of who may read one is put on record."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.policy import groups_with, HANDLING_NAMED_ONLY, readers
from cites.cug.access.roles import Role
from cites.cug.audit.trail import record
from cites.cug.interfaces import ILibraryFolder, ILibraryItem
from cites.cug.library.folder import LibraryFolder
from cites.cug.plone_internals.catalog import brain_object
from cites.cug.validation.errors import invalid
from collections.abc import Iterator
from collective.workspace.interfaces import IWorkspace
from DateTime import DateTime
from plone import api
from plone.dexterity.utils import addContentToContainer, createContent
from typing import Any
from zope.i18nmessageid import Message


LIBRARY_ID = "library"


def make_library(group: Any) -> LibraryFolder:
    """Give a new group its library, open to all its members."""
    folder = createContent("LibraryFolder", id=LIBRARY_ID, title="Library")
    folder = addContentToContainer(group, folder, checkConstraints=False)
    set_state(folder, "shared")
    return folder


def set_state(obj: Any, state: str) -> None:
    """Put content into a state without a transition: for what the system itself makes."""
    workflows = api.portal.get_tool("portal_workflow")
    (workflow,) = workflows.getWorkflowsFor(obj)
    status = {"review_state": state, "action": None, "time": DateTime()}
    workflows.setStatusOf(workflow.id, obj, status)
    workflow.updateRoleMappingsFor(obj)
    obj.reindexObject(idxs=["review_state", "allowedRolesAndUsers"])


def sharing_problem(handling: str | None, state: str) -> Message | None:
    """Why an item with this handling code cannot be in this state; None: it can.

    Items marked TLP:RED are for named recipients (TLP 2.0), so all members cannot get
    them.
    """
    if state != "shared" or handling not in HANDLING_NAMED_ONLY:
        return None
    return _(
        "An item marked TLP:RED is for named recipients only and cannot be shared with"
        " IGO members. Change its handling code first."
    )


def check_sharing(item: Any, state: str) -> None:
    """Raise InvalidValues if the item's handling code forbids the state."""
    problem = sharing_problem(getattr(item, "handling", None), state)
    if problem:
        raise invalid("handling", problem)


def audience_changed(
    item: Any, old: str, new: str, *, acting_user: str, reason: str = ""
) -> None:
    """Record that a transition has changed who can read the item.

    The first publication sets the date by which lists sort the item.
    """
    first = ILibraryItem.providedBy(item) and item.effective_date is None
    if first and new == "enforcement":
        item.setEffectiveDate(DateTime())
        item.reindexObject(idxs=["library_time", "effective"])
    record(
        "library.state",
        target=item,
        acting_user=acting_user,
        detail={"from": old, "to": new, **({"reason": reason} if reason else {})},
    )


def audience(item: Any, group: Any, state: str | None = None) -> dict[str, Any]:
    """Who can read the item now, or could read it in ``state``.

    Answers ``{"state", "roles": [], "members": number of active members, "author"}``.
    """
    state = state or api.content.get_state(item)
    (workflow,) = api.portal.get_tool("portal_workflow").getChainFor(item)
    roles = readers(workflow, state)
    roster = IWorkspace(group)
    groups = groups_with(roles)
    members = roster.count(groups)
    author = item.Creator()
    if Role.AUTHOR in roles and roster.is_active(author):
        members += not groups & roster[author].groups
    return {
        "state": state,
        "roles": sorted(roles),
        "members": members,
        "author": author,
    }


def review_author(group: Any, user_id: str) -> None:
    """Index again who may read a member's items, after the member joined or left."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(library_of=group.UID(), Creator=user_id)
    for brain in brains:
        brain_object(brain).reindexObjectSecurity()


def refresh_text(item: Any) -> None:
    """Index the words of the item and of its files again."""
    item.reindexObject(idxs=["SearchableText"])


def begin_anew(copied: Any, *, acting_user: str) -> None:
    """Make a copied item, or all items in a copied folder, drafts of the acting user."""
    items = [copied] if ILibraryItem.providedBy(copied) else _items_below(copied)
    for item in items:
        item.creators = (acting_user,)
        item.effective_date = None
        if "workflow_history" in vars(aq_base(item)):
            del item.workflow_history


def forget_versions(group: Any) -> None:
    """Drop all versions of a group's items, before the group itself is removed.

    Plone would drop them with the rights of whoever removes the group: a site manager,
    who must not read them.
    """
    storage = api.portal.get_tool("portal_historiesstorage")
    registry = api.portal.get_tool("portal_historyidhandler")
    purged = {"sys_metadata": {"comment": "purged"}}
    for item in _items_below(group):
        history_id = registry.queryUid(item)
        if history_id is not None:
            for _version in range(len(storage.getHistory(history_id, countPurged=False))):
                storage.purge(history_id, 0, metadata=purged, countPurged=False)
            registry.unregister(item)


def _items_below(container: Any) -> Iterator[Any]:
    for child in container.objectValues():
        if ILibraryItem.providedBy(child):
            yield child
        elif ILibraryFolder.providedBy(child):
            yield from _items_below(child)
