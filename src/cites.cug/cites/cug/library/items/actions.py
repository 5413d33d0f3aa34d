"""Actions on items of the library. Each change of who may read one is put on record."""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.author import author_of, knows_author
from cites.cug.access.chosen_readers import CHOSEN, chosen_readers, readers_before
from cites.cug.access.guard import caller, group_of, principals_of
from cites.cug.access.policy import (
    groups_with,
    HANDLING_NAMED_ONLY,
    HANDLING_NEVER,
    NAMING_STATES,
    ReaderKind,
    readers,
)
from cites.cug.access.reader_groups import members_named, named_by_reader
from cites.cug.access.roles import Category, CATEGORY_GROUP, Role, Roles
from cites.cug.access.transitions import (
    available,
    do_transition,
    OutOfTurn,
    review_history,
    transitions_of,
    workflow_of,
)
from cites.cug.core.plone_internals.catalog import brain_object, inner_catalog
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.core.validation.errors import invalid
from cites.cug.interfaces import ILibraryFolder, ILibraryItem
from cites.cug.library.items.folder import LibraryFolder
from cites.cug.library.items.origins import (
    CODE_OF_ORIGIN,
    is_strict_as_seen,
    is_strict_enough,
    OPENNESS,
    origin_problem,
    PUBLISHED,
)
from cites.cug.library.items.readers import naming_problem, read_readers
from cites.cug.library.lists.bitmaps import library_index, rid_at
from cites.cug.library.tools.follows.changes import note_change
from collections.abc import Iterable, Iterator
from collective.workspace.interfaces import IWorkspace
from DateTime import DateTime
from plone import api
from plone.dexterity.utils import addContentToContainer, createContent
from Products.CMFCore.indexing import processQueue
from typing import Any, NamedTuple
from zope.i18nmessageid import Message


LIBRARY_ID = "library"
#: The transition that names readers.
CHOOSE = "choose"
#: Transitions that open an item, or folder, to the members of a state.
OPENING = ("publish", "share", "restrict")
ENFORCING = (Category.CUSTOMS, Category.POLICE, Category.WILDLIFE)
#: States that a whole category of members reads.
OPEN_STATES = frozenset({"enforcement", "shared", "archived"})


def make_library(group: Any) -> LibraryFolder:
    """Give a new group its library, open to all its members."""
    folder = createContent("LibraryFolder", id=LIBRARY_ID, title="Library")
    folder = addContentToContainer(group, folder, checkConstraints=False)
    set_state(folder, "shared")
    return folder


def set_state(obj: Any, state: str, **more: Any) -> None:
    """Put content into a state without a transition, as the system, and record it.

    ``more`` are other variables of the workflow: ``readers``.
    """
    before = api.content.get_state(obj)
    workflows = api.portal.get_tool("portal_workflow")
    (workflow,) = workflows.getWorkflowsFor(obj)
    status = {"review_state": state, "action": None, "time": DateTime(), **more}
    workflows.setStatusOf(workflow.id, obj, status)
    workflow.updateRoleMappingsFor(obj)
    obj.reindexObject(idxs=["review_state", "allowedRolesAndUsers"])
    detail = {"from": before, "to": state, **more}
    record("library.state", target=obj, acting_user=SYSTEM, detail=detail)


def sharing_problem(handling: str | None, state: str) -> Message | None:
    """Why an item with this handling code cannot be in this state; None: it can.

    Items marked TLP:RED are for named recipients (TLP 2.0), so no whole category of
    members gets them but by being named. Those marked TLP:AMBER+STRICT stay with
    enforcement.
    """
    if state in OPEN_STATES and handling in HANDLING_NAMED_ONLY:
        return _("library_item_marked_tlp_red_text")
    if state == "shared" and Category.IGO in HANDLING_NEVER.get(handling, ()):
        return _("library_item_marked_tlp_amber_text")
    return None


def check_sharing(item: Any, state: str) -> None:
    """Raise InvalidValues if the handling code, or an origin, forbids the state."""
    problem = sharing_problem(getattr(item, "handling", None), state)
    if problem:
        raise invalid("handling", problem)
    if not ILibraryItem.providedBy(item):
        return
    problem = origin_problem(item, state)
    if problem:
        raise invalid("state", problem)
    _check_code_of_origins(item, state)


def _check_code_of_origins(item: Any, state: str) -> None:
    has_readers = OPENNESS.get(state, 0) >= PUBLISHED
    is_strict = is_strict_enough if has_readers else is_strict_as_seen
    if not is_strict(item, item.handling):
        raise invalid("handling", CODE_OF_ORIGIN)


def check_change(item: Any, state: str, named: Iterable[str]) -> None:
    """Raise InvalidValues if an item in this state cannot have its handling code.

    ``named`` are its chosen readers.
    """
    check_sharing(item, state)
    problem = naming_problem(group_of(item), named, item.handling)
    if problem:
        raise invalid("handling", problem)


def audience_changed(
    item: Any, old: str, new: str, *, acting_user: str, **details: Any
) -> None:
    """Record that a transition has changed who can read the item.

    ``details`` are the reason, and whom it names as readers now and did before.

    The first publication sets the date by which lists sort the item.
    """
    first = ILibraryItem.providedBy(item) and item.effective_date is None
    if first and new in ("enforcement", CHOSEN):
        item.setEffectiveDate(DateTime())
        item.reindexObject(idxs=["library_time", "effective"])
    record(
        "library.state",
        target=item,
        acting_user=acting_user,
        detail={
            "from": old,
            "to": new,
            **{name: value for name, value in details.items() if value},
        },
    )


def audience(
    item: Any, group: Any, state: str | None = None, named: Iterable[str] | None = None
) -> dict[str, Any]:
    """Who can read the item now, or could read it in ``state``, with readers ``named``.

    Answers ``{"state", "roles": [], "members": number of active members, "author",
    "readers": [], "named": {reader: number}}``.
    """
    state = state or api.content.get_state(item)
    (workflow,) = api.portal.get_tool("portal_workflow").getChainFor(item)
    roles = readers(workflow, state)
    named = chosen_readers(item) if named is None else tuple(named)
    if state not in NAMING_STATES:
        named = ()
    handling = getattr(item, "handling", None)
    whom = named_by_reader(IWorkspace(group).members, named, handling)
    reached = set().union(*whom.values())
    return {
        "state": state,
        "roles": sorted(roles),
        "members": _count_holders(item, group, roles)
        + sum(not _holds(item, group, roles, user_id) for user_id in reached),
        "author": author_of(item) if knows_author(item) else None,
        "readers": list(named),
        "named": {reader: len(found) for reader, found in whom.items()},
    }


def _holds(item: Any, group: Any, roles: Roles, user_id: str) -> bool:
    """Whether an active member of the group holds one of the roles on the item."""
    by_roster = groups_with(roles) & IWorkspace(group).members[user_id]["groups"]
    return bool(by_roster) or (Role.AUTHOR in roles and user_id == author_of(item))


def _count_holders(item: Any, group: Any, roles: Roles) -> int:
    """How many active members do, without looking at each."""
    roster, groups, author = IWorkspace(group), groups_with(roles), author_of(item)
    number = roster.count(groups)
    if Role.AUTHOR not in roles or not roster.is_active(author):
        return number
    return number + (not groups & roster.members[author]["groups"])


def check_readers(item: Any, given: Any) -> tuple[str, ...]:
    """The readers that the item or folder is about to name. Raises InvalidValues."""
    named = read_readers(group_of(item), given, getattr(item, "handling", None))
    is_item = ILibraryItem.providedBy(item)
    problem = origin_problem(item, CHOSEN, named) if is_item else None
    if problem:
        raise invalid("readers", problem)
    if is_item:
        _check_code_of_origins(item, CHOSEN)
    return named


def choose_readers(item: Any, given: Any, comment: str = "") -> tuple[str, ...]:
    """Open the item or folder to these readers and nobody else, as the caller.

    Raises InvalidValues, Unauthorized and OutOfTurn.
    """
    named = check_readers(item, given)
    do_transition(item, CHOOSE, comment, readers=named)
    return named


def readers_of_state(item: Any, state: str) -> tuple[str, ...]:
    """The categories that read the item in the state, as readers.

    The Secretariat, which reads every item, is left out.
    """
    groups = groups_with(readers(workflow_of(item), state))
    return tuple(
        f"{ReaderKind.CATEGORY}:{category}"
        for category in Category
        if category is not Category.SECRETARIAT and CATEGORY_GROUP[category] in groups
    )


def readers_now(item: Any) -> tuple[str, ...]:
    """The readers that the item names, or the categories that its state names."""
    state = api.content.get_state(item)
    return chosen_readers(item) or readers_of_state(item, state)


def opening_transitions(item: Any) -> dict[str, str]:
    """State → the transition by which the caller can open the item to it now."""
    possible = available(item)
    moves = transitions_of(item)
    return {moves[name].target: name for name in OPENING if name in possible}


def open_to(item: Any, state: str, named: Iterable[str], comment: str = "") -> str:
    """Open the item, as the caller, to a state; in ``chosen`` to the readers ``named``.

    Answers the name of the transition. Raises InvalidValues, Unauthorized and OutOfTurn.
    """
    if state == CHOSEN:
        choose_readers(item, list(named), comment)
        return CHOOSE
    check_sharing(item, state)
    name = opening_transitions(item).get(state)
    if name is None:
        raise OutOfTurn(state)
    do_transition(item, name, comment)
    return name


def may_undo_opening(item: Any) -> bool:
    """Whether ``undo_opening`` can give the item back to its readers from before."""
    moves = review_history(item)
    if len(moves) < 2 or moves[0].actor != caller():
        return False
    if moves[0].transition not in (CHOOSE, *OPENING):
        return False
    before = moves[1].state
    return before in opening_transitions(item) or (
        before == CHOSEN and CHOOSE in available(item)
    )


def undo_opening(item: Any) -> str:
    """Give the item back to those who read it before the caller's last change of readers.

    Nothing else may have changed its state meanwhile. Answers the name of the transition.
    Raises OutOfTurn, Unauthorized, and InvalidValues if it can have them no more.
    """
    if not may_undo_opening(item):
        raise OutOfTurn(CHOOSE)
    return open_to(item, review_history(item)[1].state, readers_before(item))


class Change(NamedTuple):
    """User ids of who would gain an item and who would lose it."""

    gain: set[str]
    lose: set[str]


def compare_readers(item: Any, named: Iterable[str], then: str = CHOSEN) -> Change:
    """The members who would gain and lose the item in the state ``then``.

    ``named`` are the readers that it would name.
    """
    now, named = audience_now(item), named if then in NAMING_STATES else ()
    roles = readers(workflow_of(item), then)
    after = members_reached(item, group_of(item), roles, named)
    return Change(after - now, now - after)


def audience_now(item: Any) -> set[str]:
    """User ids of the active members who can read the item."""
    roles = readers(workflow_of(item), api.content.get_state(item))
    return members_reached(item, group_of(item), roles, chosen_readers(item))


def members_reached(
    item: Any, group: Any, roles: Roles, named: Iterable[str]
) -> set[str]:
    """User ids of the active members who hold one of the roles on the item."""
    roster, groups, author = IWorkspace(group), groups_with(roles), author_of(item)
    found = {one for one, entry in roster.members.items() if groups & entry["groups"]}
    if Role.AUTHOR in roles and roster.is_active(author):
        found.add(author)
    handling = getattr(item, "handling", None)
    return found | members_named(roster.members, named, handling)


def review_author(group: Any, user_id: str) -> None:
    """Index again who may read a member's items, after the member joined or left."""
    tool = api.portal.get_tool("portal_catalog")
    processQueue()
    index, catalog = library_index(tool), inner_catalog(tool)
    written = index.having("author", user_id) | index.having("unnamed", user_id)
    for position in written & index.having("group", group.UID()):
        brain_object(catalog[rid_at(position)]).reindexObjectSecurity()


def note_right(group: Any, user_id: str) -> None:
    """Note what a member may read from now on among the changes of the library."""
    processQueue()
    index = library_index(api.portal.get_tool("portal_catalog"))
    index.note_right(group.UID(), user_id, principals_of(user_id, group))


def refresh_text(item: Any) -> None:
    """Index the words of the item and of its files again."""
    item.reindexObject(idxs=["SearchableText"])
    if ILibraryItem.providedBy(item):
        note_change(item, api.content.get_state(item))


def refresh_pictures(alert: Any) -> None:
    """Index again what the alert's pictures look like, and which is the first."""
    alert.reindexObject(idxs=["library_pictures"])


def begin_anew(copied: Any, *, acting_user: str) -> None:
    """Make a copied item a draft of the acting user."""
    copied.creators = (acting_user,)
    copied.effective_date = None
    if "workflow_history" in vars(aq_base(copied)):
        del copied.workflow_history


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
