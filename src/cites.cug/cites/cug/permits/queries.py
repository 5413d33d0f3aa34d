"""Permits by what they are about, for enforcement; and how many there are of which.

Names and addresses are no part of it: nobody is looked for here. Each search leaves its
record in the trail.
"""

from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.models import NO_FIRST_DAY, NO_LAST_DAY
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import Registered, registered_with
from cites.cug.permits.rows import comparable_species, LINE, PERMIT
from cites.cug.sql.session import looking, writing
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from sqlalchemy import Column, ColumnElement, exists, func, literal_column, Select, select
from typing import Any, NamedTuple


PAGE_SIZE = 25
#: Of each kind, the most frequent.
MOST = 20
#: Sorts behind all that begins alike.
LAST = "\U0010ffff"
FACTS = (PERMIT.c.status, PERMIT.c.type, PERMIT.c.country)
VALID = PERMIT.alias()
OF_LINES = (LINE.c.species, LINE.c.origin_country)


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


class PermitPage(NamedTuple):
    """Some of what was found, what came last first; scans are left out."""

    rows: Sequence[Registered]
    total: int


class Statistics(NamedTuple):
    """How many permits in all, and by each of ``FACTS`` and ``OF_LINES``."""

    total: int
    #: The most frequent first.
    counts: Mapping[str, Sequence[tuple[str, int]]]


def search(wanted: PermitSearch, *, acting_user: str) -> PermitPage:
    """A page of what is wanted."""
    ids = _ids(wanted)
    (key,) = ids.selected_columns
    page = ids.order_by(key.desc()).limit(wanted.size).offset(wanted.start)
    # Apart from the record in the trail: nobody who writes has to wait for it.
    with looking() as connection:
        found = connection.scalars(page).all()
        total = connection.scalar(select(func.count()).select_from(ids.subquery()))
    _tell("search", wanted, acting_user)
    permits = registered_with(found)
    return PermitPage([permits[one] for one in found], total)


def statistics(wanted: PermitSearch, *, acting_user: str) -> Statistics:
    """Of all that is wanted, whatever page."""
    counts = {column.name: Counter[str]() for column in FACTS}
    of_lines: dict[str, list[tuple[str, int]]] = {}
    with looking() as connection:
        for *values, number in connection.execute(_count_facts(wanted)):
            for name, value in zip(counts, values, strict=True):
                counts[name][value] += number
        for column in OF_LINES:
            rows = connection.execute(_count_lines(wanted, column))
            of_lines[column.name] = [(value, total) for value, total in rows]
    _tell("statistics", wanted, acting_user)
    most = {name: _most(found) for name, found in counts.items()}
    return Statistics(counts["status"].total(), most | of_lines)


def _tell(action: str, wanted: PermitSearch, acting_user: str) -> None:
    """What was looked for stands in the trail, whatever was found."""
    writing()
    asked = {name: str(value) for name, value in asdict(wanted).items() if value}
    record_permit_event(action, acting_user, **asked)


def _ids(wanted: PermitSearch) -> Select[tuple[str]]:
    """Each once; from the lines where they are asked for, in the order of an index."""
    if _of_lines(wanted):
        return _lines(wanted, LINE.c.permit_id).distinct()
    return select(PERMIT.c.id).where(*_of_permits(wanted))


def _lines(wanted: PermitSearch, *columns: Column[str]) -> Select[Any]:
    query = select(*columns).where(*_of_lines(wanted))
    of_permits = _of_permits(wanted)
    if not of_permits:
        return query
    if wanted.species:
        # It stands on few lines: rather look at each of their permits than list those
        # that are, say, used.
        mine = PERMIT.c.id == LINE.c.permit_id
        return query.where(exists().where(mine, *of_permits))
    permits = select(PERMIT.c.id).where(*of_permits)
    if not wanted.country and wanted.status is None:
        # Only the day is left: PostgreSQL would look for each of its permits twice.
        permits = _valid_on(wanted.valid_on)
    return query.where(LINE.c.permit_id.in_(permits))


def _count_facts(wanted: PermitSearch) -> Select[Any]:
    """In one go; there are few values of each."""
    query = select(*FACTS, func.count()).where(*_of_permits(wanted)).group_by(*FACTS)
    if of_lines := _of_lines(wanted):
        query = query.where(PERMIT.c.id.in_(select(LINE.c.permit_id).where(*of_lines)))
    return query


def _count_lines(wanted: PermitSearch, column: Column[str]) -> Select[Any]:
    """Permits by what stands on their lines; of these, only what is asked for."""
    pairs = _lines(wanted, column, LINE.c.permit_id).where(column != "").distinct()
    value, _permit = pairs.subquery().columns
    number = func.count()
    query = select(value, number).group_by(value)
    return query.order_by(number.desc(), value).limit(MOST)


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _of_permits(wanted: PermitSearch) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.country:
        conditions.append(PERMIT.c.country == wanted.country)
    if wanted.status is not None:
        conditions.append(PERMIT.c.status == wanted.status.value)
    if wanted.valid_on is not None:
        conditions.append(PERMIT.c.id.in_(_valid_on(wanted.valid_on)))
    return conditions


def _valid_on(day: date) -> Select[tuple[str]]:
    """By itself, so that all databases take the index for it and no other."""
    last = func.coalesce(VALID.c.valid_until, literal_column(NO_LAST_DAY))
    first = func.coalesce(VALID.c.valid_from, literal_column(NO_FIRST_DAY))
    return select(VALID.c.id).where(last >= day, first <= day)


def _of_lines(wanted: PermitSearch) -> list[ColumnElement[bool]]:
    """One line must meet all."""
    conditions: list[ColumnElement[bool]] = []
    if species := comparable_species(wanted.species):
        conditions += (LINE.c.species >= species, LINE.c.species < species + LAST)
    if wanted.origin_country:
        conditions.append(LINE.c.origin_country == wanted.origin_country)
    return conditions
