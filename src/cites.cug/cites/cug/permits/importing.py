"""Permits from files: what they would change, and then all of them or none.

What is wrong with several permits together is a fault of the file, as what is wrong with
one is: the same number twice with other values, or a country whose permits are not the
caller's to hand in.
"""

from cites.cug import _
from cites.cug.permits.actions.storing import BATCH
from cites.cug.permits.actions.storing import Contradiction
from cites.cug.permits.actions.storing import distinct
from cites.cug.permits.actions.storing import known_among
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.actions.storing import Stored
from cites.cug.permits.formats.given import Fault
from cites.cug.permits.formats.given import Unreadable
from cites.cug.permits.formats.reading import Found
from cites.cug.permits.formats.reading import MAX_FAULTS
from cites.cug.permits.formats.reading import MAX_PERMITS
from cites.cug.permits.formats.reading import read_permits
from cites.cug.permits.keeping import FOREIGN
from cites.cug.permits.keeping import Keeper
from cites.cug.permits.model import Source
from cites.cug.permits.permit import Permit
from cites.cug.permits.registry import registered_with
from cites.cug.records.store import session
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from typing import BinaryIO
from typing import NamedTuple
from zope.i18nmessageid import Message


#: Hears how many of how many are done.
Told = Callable[[int, int], object]


class File(NamedTuple):
    """A file that is handed in."""

    name: str
    stream: BinaryIO


class Changed(NamedTuple):
    """A permit that is there with other values."""

    id: str
    before: Permit
    after: Permit


class Preview(NamedTuple):
    """What would become of the registry, in the order of the files."""

    created: list[Permit]
    changed: list[Changed]
    #: How many are there with the same values.
    unchanged: int


def read_files(files: Iterable[File], keeper: Keeper, *, told: Told) -> list[Found]:
    """The permits of several files together, checked. Raises Unreadable.

    ``told`` hears how many of a file are read, of a number that nobody knows yet.
    """
    found: list[Found] = []
    faults: list[Fault] = []
    for file in files:
        try:
            found += read_permits(file.stream, file.name, lambda count: told(count, 0))
        except Unreadable as error:
            faults += error.faults
        if len(faults) >= MAX_FAULTS or len(found) > MAX_PERMITS:
            break
    if not faults:
        faults = _wrong_together(found, keeper)
    if faults:
        raise Unreadable(*faults[:MAX_FAULTS])
    return found


def _wrong_together(found: Sequence[Found], keeper: Keeper) -> list[Fault]:
    if len(found) > MAX_PERMITS:
        limit = {"limit": MAX_PERMITS}
        return [Fault(_("There are more than ${limit} permits.", mapping=limit))]
    countries = {"countries": ", ".join(sorted(keeper.countries))}
    foreign = [one for one in found if not keeper.keeps(one.permit.country)]
    if foreign:
        text = Message(FOREIGN, mapping=countries)
        return [one.fault(text, "country") for one in foreign]
    try:
        distinct([one.permit for one in found])
    except Contradiction as error:
        first, second = found[error.first], found[error.second]
        text = _(
            "The same number has other values in ${place}.", mapping={"place": first.name}
        )
        return [second.fault(text, "number")]
    return []


def preview(found: Sequence[Found]) -> Preview:
    """What handing these in would do; changes nothing."""
    connection = session().connection()
    created: list[Permit] = []
    changed: list[Changed] = []
    given = distinct([one.permit for one in found])
    keys = list(given)
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        known = known_among(connection, some)
        created += [given[key].permit for key in some if key not in known]
        others = {
            one.id: given[key].permit
            for key, one in known.items()
            if one.digest != given[key].row["digest"]
        }
        before = registered_with(list(others))
        changed += [
            Changed(permit_id, before[permit_id].permit, after)
            for permit_id, after in others.items()
        ]
    return Preview(created, changed, len(keys) - len(created) - len(changed))


def import_permits(found: Sequence[Found], *, acting_user: str, told: Told) -> Stored:
    """Keep all of them."""
    permits = [one.permit for one in found]
    return store_permits(
        permits, source=Source.IMPORT, acting_user=acting_user, told=told
    )
