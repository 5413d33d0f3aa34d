"""Keeps what the profile changes in a site, and restores it.

``begin`` reads the site before the profile is applied, ``finish`` after it: the site
keeps the earlier value of everything that differs. ``give_back`` restores these values
and nothing else, so that changes by others since stay. A profile that is applied again
may change more: this is added, and the values kept first stay.
"""

from BTrees.OOBTree import OOBTree
from cites.cug.setup.parts import PARTS
from typing import Any
from zope.annotation.interfaces import IAnnotations


KEPT = "cites.cug.before_installation"
#: Name of the values before, while the profile is applied.
BEFORE = "cites.cug.being_installed"
#: Stands for a value that did not exist.
NOTHING: tuple[()] = ()

State = dict[tuple[str, str], Any]


def read_state(site: Any) -> State:
    """All values that the profile may change: (part, name) → a tuple of one value."""
    return {
        (name, key): (value,)
        for name, part in PARTS.items()
        for key, value in part.read(site).items()
    }


def begin(site: Any) -> None:
    notes = IAnnotations(site)
    notes[BEFORE] = read_state(site)


def finish(site: Any, first: bool) -> None:
    """Keep the values that were changed.

    ``first``: whether the add-on was not installed before.
    """
    notes = IAnnotations(site)
    before, after = notes.pop(BEFORE), read_state(site)
    if first:
        notes[KEPT] = OOBTree()
    if KEPT in notes:
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                notes[KEPT].setdefault(key, before.get(key, NOTHING))


def is_kept(site: Any) -> bool:
    """Whether the site has kept the values of before."""
    return KEPT in IAnnotations(site)


def give_back(site: Any) -> None:
    kept = dict(IAnnotations(site).pop(KEPT))
    for name, part in PARTS.items():
        for (of_part, key), value in kept.items():
            if of_part == name:
                part.restore(site, key, *value)
