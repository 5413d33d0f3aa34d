"""Permits from files: what they would change, and then all of them or none.

What is wrong with several permits together is a fault of the file, as what is wrong with
one is: the same number twice with other values, or a country whose permits are not the
caller's to hand in.
"""

from cites.cug import _
from cites.cug.permits.actions.storing import (
    BATCH,
    Contradiction,
    distinct,
    known_among,
    store_permits,
    Stored,
)
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.formats.raw_permit import Fault, UnreadableFile
from cites.cug.permits.formats.reading import (
    FoundPermit,
    MAX_FAULTS,
    MAX_PERMITS,
    read_permits,
)
from cites.cug.permits.managers import FOREIGN, PermitManager
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Permit
from cites.cug.permits.registry import registered_with
from cites.cug.sql.session import writing
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, NamedTuple
from zope.i18nmessageid import Message


#: So many are shown of those that would be new, and of those that would change.
SHOWN = 50
#: Hears how many of how many are done.
Told = Callable[[int, int], object]


class ImportedFile(NamedTuple):
    """A file that is handed in."""

    name: str
    stream: BinaryIO


class Changed(NamedTuple):
    """A permit that is there with other values."""

    id: str
    before: Permit
    after: Permit


class Preview(NamedTuple):
    """What would become of the registry: the first permits of each kind, and how many."""

    created: list[Permit]
    changed: list[Changed]
    counts: Stored


def read_files(
    files: Iterable[ImportedFile], keeper: PermitManager, *, told: Told
) -> list[FoundPermit]:
    """The permits of several files together, checked. Raises Unreadable.

    ``told`` hears how many of a file are read, of a number that nobody knows yet.
    """
    found: list[FoundPermit] = []
    faults: list[Fault] = []
    for file in files:
        try:
            found += read_permits(file.stream, file.name, lambda count: told(count, 0))
        except UnreadableFile as error:
            faults += error.faults
        if len(faults) >= MAX_FAULTS or len(found) > MAX_PERMITS:
            break
    if not faults:
        faults = _wrong_together(found, keeper)
    if faults:
        raise UnreadableFile(*faults[:MAX_FAULTS])
    return found


def _wrong_together(found: Sequence[FoundPermit], keeper: PermitManager) -> list[Fault]:
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


def preview(found: Sequence[FoundPermit], *, acting_user: str) -> Preview:
    """What handing these in would do; changes nothing.

    It shows what permits say now, so it is in the trail like any other look at them.
    """
    connection = writing().connection()
    given = distinct([one.permit for one in found])
    keys = list(given)
    known = {
        key: one
        for start in range(0, len(keys), BATCH)
        for key, one in known_among(connection, keys[start : start + BATCH]).items()
    }
    created = [given[key].permit for key in keys if key not in known]
    changed = {
        one.id: given[key].permit
        for key, one in known.items()
        if one.digest != given[key].row["digest"]
    }
    unchanged = len(known) - len(changed)
    shown = list(changed)[:SHOWN]
    before = registered_with(shown)
    counts = {"created": len(created), "changed": len(changed), "unchanged": unchanged}
    record_permit_event("preview", acting_user, **counts, shown=shown)
    return Preview(
        created=created[:SHOWN],
        changed=[Changed(one, before[one].permit, changed[one]) for one in shown],
        counts=Stored(**counts),
    )


def import_permits(
    found: Sequence[FoundPermit], *, acting_user: str, told: Told
) -> Stored:
    """Keep all of them."""
    permits = [one.permit for one in found]
    return store_permits(
        permits, source=PermitSource.IMPORT, acting_user=acting_user, told=told
    )
