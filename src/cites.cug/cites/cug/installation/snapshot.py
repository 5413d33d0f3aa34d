"""What the profile changes in a site, and giving it back.

``begin`` looks at the site before the profile is applied, ``finish`` after it: of all
that differs, the earlier value is kept in the site. ``give_back`` restores these values
and nothing else, so that what others have changed since stays. Applied again, a profile
may change more: that is added, what was kept first stays.
"""

from BTrees.OOBTree import OOBTree
from cites.cug.installation.parts import PARTS
from typing import Any
from zope.annotation.interfaces import IAnnotations


KEPT = "cites.cug.before_installation"
#: Only while the profile is being applied.
BEFORE = "cites.cug.being_installed"
#: In place of a value, where there was nothing.
NOTHING: tuple[()] = ()

State = dict[tuple[str, str], Any]


def read_state(site: Any) -> State:
    """All values that the profile may change, each in a tuple of its own."""
    return {
        (name, key): (value,)
        for name, part in PARTS.items()
        for key, value in part.read(site).items()
    }


def begin(site: Any) -> None:
    notes = IAnnotations(site)
    notes[BEFORE] = read_state(site)


def finish(site: Any, first: bool) -> None:
    """Keep what was changed; ``first``: the site did not know the add-on before."""
    notes = IAnnotations(site)
    before, after = notes.pop(BEFORE), read_state(site)
    if first:
        notes[KEPT] = OOBTree()
    if KEPT in notes:
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                notes[KEPT].setdefault(key, before.get(key, NOTHING))


def is_kept(site: Any) -> bool:
    """Whether it was written down what the site was like before."""
    return KEPT in IAnnotations(site)


def give_back(site: Any) -> None:
    kept = dict(IAnnotations(site).pop(KEPT))
    for name, part in PARTS.items():
        for (of_part, key), value in kept.items():
            if of_part == name:
                part.restore(site, key, *value)
