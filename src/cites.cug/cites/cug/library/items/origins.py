"""What an item was made from, and what it owes to that.

A copy keeps the UID of the item it was copied from, and those that this one was made
from; a bulletin keeps those of its items. It has at least their handling codes, and no
readers that they do not have.
``actions.py`` refuses what would break this. ``copies.py`` closes copies when their
origin gets fewer readers.
"""

from Acquisition import aq_base
from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.guard import group_of, may, principals_of
from cites.cug.access.policy import NAMING_STATES, Permission, ReaderKind
from cites.cug.access.reader_groups import members_named
from cites.cug.access.roles import Category
from cites.cug.core.codelists.lists import first_of
from cites.cug.core.plone_internals.catalog import (
    brain_object,
    inner_catalog,
    rid_of_uid,
    rids_of_keyword,
)
from cites.cug.library.lists.filters import ORIGINS
from collections.abc import Iterable, Iterator, Mapping
from collective.workspace.interfaces import IWorkspace
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.i18nmessageid import Message


#: How far each state opens an item. A copy is never opened further than its origin.
OPENNESS = {
    "draft": 0,
    "reported": 0,
    "pending": 1,
    "chosen": 2,
    "archived_chosen": 2,
    "enforcement": 3,
    "archived": 3,
    "shared": 4,
}
#: States from this on have readers beside the author and the Secretariat.
PUBLISHED = OPENNESS["chosen"]
TO_IGOS = OPENNESS["shared"]
NOT_SO_OPEN = _("library_origins_made_another_item_open_text")
ORIGIN_GONE = _("library_origins_made_item_deleted_so_text")
CODE_OF_ORIGIN = _("library_origins_made_another_item_handling_text")

_giving = ContextVar("giving", default=False)


@contextmanager
def given_to_group() -> Iterator[None]:
    """Let copies go to another group, inside the block: both Secretariats want it."""
    token = _giving.set(True)
    try:
        yield
    finally:
        _giving.reset(token)


def is_given() -> bool:
    """Whether what is copied now goes to another group."""
    return _giving.get()


def codes_of_origins(item: Any) -> dict[str, str]:
    """UID of each item that this was made from → its handling code, as last known."""
    return dict(getattr(aq_base(item), "origins", None) or {})


def origins_of(item: Any) -> list[Any]:
    """The items that this was made from and that are still there."""
    found = (uuidToObject(uid, unrestricted=True) for uid in codes_of_origins(item))
    return [origin for origin in found if origin is not None]


def lacks_origin(item: Any) -> bool:
    """Whether an item that this was made from has been deleted.

    The readers of a deleted item are unknown, so items made from it have no readers.
    """
    return len(origins_of(item)) < len(codes_of_origins(item))


def direct_origin(item: Any) -> Any | None:
    """The item that this is a copy of; None if it is no copy, or that one is gone."""
    *_others, uid = (None, *codes_of_origins(item))
    return uuidToObject(uid, unrestricted=True) if uid else None


def remember_origins(item: Any, origins: Iterable[Any]) -> None:
    """Bind an item to those it was made from, and to what these were made from."""
    item.origins = codes_from(origins)


def codes_from(origins: Iterable[Any]) -> dict[str, str]:
    """What an item that is made from these keeps of them in ``origins``."""
    codes: dict[str, str] = {}
    for origin in origins:
        codes |= {**codes_of_origins(origin), origin.UID(): origin.handling}
    return codes


def is_bulletin(item: Any) -> bool:
    """Whether an item that was made from others is an excerpt of them, on paper.

    The kind of a document does not tell it: who edits the document changes that.
    """
    return getattr(aq_base(item), "is_excerpt", False)


def copies_of(item: Any) -> list[Any]:
    """All items, of any group, that were made from this one or from a copy of it."""
    tool = api.portal.get_tool("portal_catalog")
    found = []
    for rid in rids_of_keyword(tool, ORIGINS, item.UID()):
        with suppress(KeyError):  # removed in this transaction
            found.append(brain_object(inner_catalog(tool)[rid]))
    return found


def least_handling(item: Any) -> str | None:
    """The least strict handling code that the item can have; None: any."""
    known = codes_of_origins(item)
    known |= {origin.UID(): origin.handling for origin in origins_of(item)}
    return first_of("handling", set(known.values())) if known else None


def is_strict_enough(item: Any, handling: str) -> bool:
    """Whether an item can have this handling code, after what it was made from."""
    least = least_handling(item)
    return least is None or first_of("handling", {handling, least}) == handling


def is_strict_as_seen(item: Any, handling: str) -> bool:
    """Whether the code is as strict as those of the origins that the caller reads.

    Somebody may have imported an item that is hidden from them now: what such a draft
    may be tells nothing of it. Of origins that are gone the last code counts.
    """
    known, there = codes_of_origins(item), origins_of(item)
    codes = {one.handling for one in there if may(Permission.VIEW, one)}
    gone = known.keys() - {one.UID() for one in there}
    codes |= {known[uid] for uid in gone}
    return first_of("handling", {handling, *codes}) == handling


def is_read_by(user_id: str, item: Any) -> bool:
    """Whether a member of the item's group reads it."""
    tool = api.portal.get_tool("portal_catalog")
    rid = rid_of_uid(tool, item.UID())
    readers = inner_catalog(tool).getIndex("allowedRolesAndUsers")
    told = readers.getEntryForObject(rid, ()) if rid is not None else ()
    return not set(principals_of(user_id, group_of(item))).isdisjoint(told)


def origin_problem(item: Any, state: str, named: Iterable[str] = ()) -> Message | None:
    """Why an item cannot be opened to the readers of this state; None: it can.

    ``named`` are the readers that it would name.
    """
    if OPENNESS.get(state, 0) < PUBLISHED:
        return None
    if lacks_origin(item):
        return ORIGIN_GONE
    if all(is_within(item, state, named, origin) for origin in origins_of(item)):
        return None
    return NOT_SO_OPEN


def is_within(item: Any, state: str, named: Iterable[str], origin: Any) -> bool:
    """Whether an item in this state has no readers that its origin does not have.

    Readers in another group were admitted by both Secretariats. There the item is not
    opened further than its origin is at home, and to IGOs only if the origin is.
    """
    openness = OPENNESS[api.content.get_state(origin)]
    if OPENNESS[state] > openness:
        return False
    if state not in NAMING_STATES or openness == TO_IGOS:
        return True
    if openness > PUBLISHED:
        return not _names_igo(item, named)
    admitted = chosen_readers(origin)
    if aq_base(group_of(item)) is aq_base(group_of(origin)):
        return set(named) <= set(admitted)
    return _names_igo(origin, admitted) or not _names_igo(item, named)


def _names_igo(item: Any, named: Iterable[str]) -> bool:
    if f"{ReaderKind.CATEGORY}:{Category.IGO}" in named:
        return True
    members: Mapping[str, Any] = IWorkspace(group_of(item)).members
    reached = members_named(members, named, item.handling)
    return any(members[one]["category"] == Category.IGO for one in reached)
