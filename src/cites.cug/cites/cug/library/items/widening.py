"""What depends on an item, and how much of that new readers of the item get with it.

All that lies in an item, was added to it or was made from it is named here, each kind by
a function. Pages and services that ask before an item gets more readers list it from
here. What has readers of its own keeps them: a sighting those for whom it was written, a
document made from the item those that were chosen for it.
"""

from cites.cug import _
from cites.cug.access.chosen_readers import last_readers
from cites.cug.access.guard import group_of, require
from cites.cug.access.policy import Permission
from cites.cug.access.transitions import available, OutOfTurn, transitions_of
from cites.cug.core.validation.errors import invalid
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.actions import (
    audience,
    check_readers,
    check_sharing,
    CHOOSE,
    compare_readers,
)
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.origins import copies_of, is_bulletin
from cites.cug.library.items.readers import covers, reader_keys
from cites.cug.library.items.versions import versions
from cites.cug.library.tools.corrections.queries import corrections_at
from cites.cug.library.tools.sightings.queries import stored_sightings
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple


ONLY_CHOOSE = _("library_widening_readers_named_transition_choose_text")


class Dependents(NamedTuple):
    """What depends on an item, of one kind."""

    kind: str
    total: int
    #: So many the new readers get. The others keep the readers that they have.
    follow: int


class Numbers(NamedTuple):
    """How many there are, and how many of them new readers of the item get."""

    total: int
    follow: int


def _files(item: Any, keys: Collection[str]) -> Numbers:
    number = len(item.objectIds()) if IAlert.providedBy(item) else 0
    return Numbers(number, number)


def _translations(item: Any, keys: Collection[str]) -> Numbers:
    number = len(item.translations or ())
    return Numbers(number, number)


def _sightings(item: Any, keys: Collection[str]) -> Numbers:
    found, group = stored_sightings(item.UID()), group_of(item)
    return Numbers(len(found), sum(covers(group, one.keys, keys) for one in found))


def _corrections(item: Any, keys: Collection[str]) -> Numbers:
    """Corrections: the proposer and those who decide read them, new readers do not."""
    return Numbers(corrections_at(item.UID()), 0)


def _versions(item: Any, keys: Collection[str]) -> Numbers:
    """The Secretariat reads those of what is published; the last one is the item."""
    return Numbers(len(versions(item)) - 1, 0)


def _bulletins(item: Any, keys: Collection[str]) -> Numbers:
    return Numbers(sum(map(is_bulletin, copies_of(item))), 0)


def _copies(item: Any, keys: Collection[str]) -> Numbers:
    return Numbers(sum(not is_bulletin(one) for one in copies_of(item)), 0)


#: Kind → its numbers, if the holders of these keys read the item.
DEPENDENTS: Mapping[str, Callable[[Any, Collection[str]], Numbers]] = {
    "files": _files,
    "translations": _translations,
    "sightings": _sightings,
    "corrections": _corrections,
    "versions": _versions,
    "bulletins": _bulletins,
    "copies": _copies,
}


def dependents_of(item: Any, state: str, named: Iterable[str] = ()) -> list[Dependents]:
    """What depends on an item that is about to get into this state.

    ``named`` are the readers that it would name. Kinds of which there is nothing are left
    out.
    """
    if not ILibraryItem.providedBy(item):
        return []
    keys = reader_keys(item, state, named)
    found = (Dependents(kind, *count(item, keys)) for kind, count in DEPENDENTS.items())
    return [one for one in found if one.total]


def look_ahead(item: Any, transition: str, given: Any = None) -> dict[str, Any]:
    """The audience of the item, or folder, after a transition that the caller may do.

    ``given`` are the readers that ``choose`` would name. As ``audience``, and ``gain``
    and ``lose``, user ids, and ``dependents``. Raises Unauthorized for all but the
    Secretariat, OutOfTurn, and InvalidValues as the transition would.
    """
    require(Permission.PUBLISH, item)
    if transition not in available(item):
        raise OutOfTurn(transition)
    target, named = transitions_of(item)[transition].target, last_readers(item)
    check_sharing(item, target)
    if transition == CHOOSE:
        named = check_readers(item, given)
    elif given is not None:
        raise invalid("readers", ONLY_CHOOSE)
    change = compare_readers(item, named, target)
    return {
        **audience(item, group_of(item), target, named),
        **{name: sorted(users) for name, users in change._asdict().items()},
        "dependents": [one._asdict() for one in dependents_of(item, target, named)],
    }
