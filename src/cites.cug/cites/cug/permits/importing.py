"""Permits from files: a preview of the changes, then the import of all permits or none.

Faults of several permits together are reported like faults of a file: the same number
twice with different values, or a country whose permits the caller may not import.
"""

from cites.cug import _
from cites.cug.core.sql.session import write_session
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
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, NamedTuple
from zope.i18nmessageid import Message


#: The preview shows so many new permits, and so many that change.
SHOWN = 50
#: Called with the number of permits done and the number of all.
Told = Callable[[int, int], object]


class ImportedFile(NamedTuple):
    """A file that was sent; ``name`` is "" if it has none."""

    name: str
    stream: BinaryIO


class Changed(NamedTuple):
    """A permit of the registry, before and after the import."""

    id: str
    before: Permit
    after: Permit


class Preview(NamedTuple):
    """The changes that an import would make: ``SHOWN`` permits of each kind, and all
    counts.
    """

    created: list[Permit]
    changed: list[Changed]
    counts: Stored


def read_files(
    files: Iterable[ImportedFile], keeper: PermitManager, *, told: Told
) -> list[FoundPermit]:
    """The checked permits of all files together.

    ``told`` is called with the number of permits read from a file, and 0 for all: their
    number is not known yet. Raises UnreadableFile with the faults of all files.
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
        return [Fault(_("permits_more_than_permits_error", mapping=limit))]
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
            "permits_importing_same_number_other_values_text",
            mapping={"place": first.name},
        )
        return [second.fault(text, "number")]
    return []


def preview(found: Sequence[FoundPermit], *, acting_user: str) -> Preview:
    """The changes that an import of these permits would make; changes nothing.

    The preview shows values of known permits, so the audit trail records it like a
    look-up.
    """
    connection = write_session().connection()
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
    counts = Stored(len(created), len(changed), unchanged)
    record_permit_event("preview", acting_user, **counts._asdict(), shown=shown)
    return Preview(
        created=created[:SHOWN],
        changed=[Changed(one, before[one].permit, changed[one]) for one in shown],
        counts=counts,
    )


def import_permits(
    found: Sequence[FoundPermit], *, acting_user: str, told: Told
) -> Stored:
    """Store all these permits. Raises ``storing.Contradiction`` and stores none."""
    permits = [one.permit for one in found]
    return store_permits(
        permits, source=PermitSource.IMPORT, acting_user=acting_user, told=told
    )
