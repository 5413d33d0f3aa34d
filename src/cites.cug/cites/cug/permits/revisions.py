"""Earlier values of a permit, and how two states of a permit differ."""

from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import session
from cites.cug.permits.models import PermitSource, RevisionRow
from cites.cug.permits.permit import Permit
from cites.cug.permits.serialization import permit_of, serialize_permit
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlalchemy import select
from typing import Any, NamedTuple


REVISION = RevisionRow.__table__


@dataclass(frozen=True, kw_only=True)
class Revision:
    """Values that a permit had until it was stored with other values."""

    revision: int
    permit: Permit
    source: PermitSource
    #: When newer values were stored, and the user id of who stored them.
    replaced: datetime
    replaced_by: str


class BoxDifference(NamedTuple):
    """A box that differs, with both values as ``serialization.serialize_permit`` writes
    them.

    ``field`` is a path like ``lines[0].quantity``.
    """

    field: str
    before: Any
    after: Any


def revisions_of(permit_id: str) -> list[Revision]:
    """All earlier values of a permit, newest first."""
    query = (
        select(REVISION)
        .where(REVISION.c.permit_id == permit_id)
        .order_by(REVISION.c.revision.desc())
    )
    return [
        Revision(
            revision=row.revision,
            permit=permit_of(row.boxes),
            source=PermitSource(row.source),
            replaced=row.replaced,
            replaced_by=row.replaced_by,
        )
        for row in trusted(RevisionRow, session().connection().execute(query))
    ]


def compare_permits(before: Permit, after: Permit) -> list[BoxDifference]:
    """All boxes in which two permits differ, in the order of the form."""
    return list(_between(serialize_permit(before), serialize_permit(after), ""))


def _between(before: Any, after: Any, place: str) -> Iterator[BoxDifference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            inside = f"{place}.{name}" if place else name
            yield from _between(before.get(name), after.get(name), inside)
    elif isinstance(before, list) and isinstance(after, list):
        for position in range(max(len(before), len(after))):
            pair = (_at(before, position), _at(after, position))
            yield from _between(*pair, f"{place}[{position}]")
    elif before != after:
        yield BoxDifference(place, before, after)


def _at(values: list[Any], position: int) -> Any:
    """The value at that position; {} if the list is shorter."""
    return values[position] if position < len(values) else {}
