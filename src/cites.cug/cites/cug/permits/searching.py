"""Permits by what they are about, for enforcement; and how many there are of which.

Names and addresses are no part of it: nobody is looked for here. Each search leaves its
record in the trail.
"""

from cites.cug.permits.permit import Status
from cites.cug.permits.registry import Registered
from cites.cug.permits.registry import registered_with
from cites.cug.permits.rows import comparable_species
from cites.cug.permits.rows import LINE
from cites.cug.permits.rows import PERMIT
from cites.cug.permits.trail import tell
from cites.cug.records.store import session
from cites.cug.records.store import writing
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from sqlalchemy import Column
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from typing import Any
from typing import NamedTuple


PAGE_SIZE = 25
#: Of each kind, the most frequent.
MOST = 20
#: Sorts behind all that begins alike.
LAST = "\U0010ffff"
COUNTED = {
    "status": PERMIT.c.status,
    "type": PERMIT.c.type,
    "country": PERMIT.c.country,
    "species": LINE.c.species,
    "origin_country": LINE.c.origin_country,
}


@dataclass(frozen=True, kw_only=True)
class PermitSearch:
    """What is looked for; what is empty does not matter."""

    #: What the scientific name begins with.
    species: str = ""
    country: str = ""
    status: Status | None = None
    #: By its dates alone; a permit without a last day has no end.
    valid_on: date | None = None
    origin_country: str = ""
    start: int = 0
    size: int = PAGE_SIZE


class Page(NamedTuple):
    """Some of what was found, what came last first; scans are left out."""

    rows: Sequence[Registered]
    total: int


class Statistics(NamedTuple):
    """How many permits; by ``COUNTED``, the most frequent values first."""

    total: int
    counts: Mapping[str, Sequence[tuple[str, int]]]


def search(wanted: PermitSearch, *, acting_user: str) -> Page:
    """A page of what is wanted."""
    _tell("search", wanted, acting_user)
    ids = (
        select(PERMIT.c.id)
        .where(*_conditions(wanted))
        .order_by(PERMIT.c.id.desc())
        .limit(wanted.size)
        .offset(wanted.start)
    )
    found = session().connection().scalars(ids).all()
    permits = registered_with(found)
    return Page([permits[one] for one in found], _count(wanted))


def _tell(action: str, wanted: PermitSearch, acting_user: str) -> None:
    """What was looked for stands in the trail, whatever was found."""
    writing()
    asked = {name: str(value) for name, value in asdict(wanted).items() if value}
    tell(action, acting_user, **asked)


def _count(wanted: PermitSearch) -> int:
    query = select(func.count()).select_from(PERMIT).where(*_conditions(wanted))
    return session().connection().scalar(query)


def statistics(wanted: PermitSearch, *, acting_user: str) -> Statistics:
    """Of all that is wanted, whatever page."""
    _tell("statistics", wanted, acting_user)
    counts = {name: _counts(wanted, column) for name, column in COUNTED.items()}
    return Statistics(_count(wanted), counts)


def _counts(wanted: PermitSearch, column: Column[Any]) -> list[tuple[str, int]]:
    """Of lines, those that are wanted; a permit counts once, whatever its lines."""
    if column.table is LINE:
        number = func.count(LINE.c.permit_id.distinct())
        query = select(column, number).where(column != "", *_line_conditions(wanted))
        if mine := _permit_conditions(wanted):
            query = query.join(PERMIT, PERMIT.c.id == LINE.c.permit_id).where(*mine)
    else:
        number = func.count()
        query = select(column, number).where(*_conditions(wanted))
    query = query.group_by(column).order_by(number.desc(), column).limit(MOST)
    return [(value, total) for value, total in session().connection().execute(query)]


def _conditions(wanted: PermitSearch) -> list[ColumnElement[bool]]:
    """Of permits."""
    conditions = _permit_conditions(wanted)
    if of_lines := _line_conditions(wanted):
        conditions.append(PERMIT.c.id.in_(select(LINE.c.permit_id).where(*of_lines)))
    return conditions


def _permit_conditions(wanted: PermitSearch) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.country:
        conditions.append(PERMIT.c.country == wanted.country)
    if wanted.status is not None:
        conditions.append(PERMIT.c.status == wanted.status.value)
    if wanted.valid_on is not None:
        first, last = PERMIT.c.valid_from, PERMIT.c.valid_until
        conditions += (
            or_(first.is_(None), first <= wanted.valid_on),
            or_(last.is_(None), last >= wanted.valid_on),
        )
    return conditions


def _line_conditions(wanted: PermitSearch) -> list[ColumnElement[bool]]:
    """One line must meet all."""
    conditions: list[ColumnElement[bool]] = []
    if species := comparable_species(wanted.species):
        conditions += (LINE.c.species >= species, LINE.c.species < species + LAST)
    if wanted.origin_country:
        conditions.append(LINE.c.origin_country == wanted.origin_country)
    return conditions
