"""What a permit said earlier, and what differs from what it says now."""

from cites.cug.permits.models import PermitSource, RevisionRow
from cites.cug.permits.permit import Permit
from cites.cug.permits.serialization import permit_of, serialize_permit
from cites.cug.sql.session import session
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlalchemy import select
from typing import Any, NamedTuple


REVISION = RevisionRow.__table__


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What a permit said before it was handed in with other values."""

    revision: int
    permit: Permit
    source: PermitSource
    #: When it ceased to hold, and who handed in what came after it.
    replaced: datetime
    replaced_by: str


class BoxDifference(NamedTuple):
    """A box that says something else: ``lines[0].quantity``, as ``plain`` has it."""

    field: str
    before: Any
    after: Any


def revisions_of(permit_id: str) -> list[Revision]:
    """The earlier ones, the last first."""
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
        for row in session().connection().execute(query)
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
    """Nothing, where there is no such line."""
    return values[position] if position < len(values) else {}
