"""Search permits by facts, and count them, for enforcement authorities.

Names and addresses are not searched: the registry is not for finding persons. The audit
trail records each search.
"""

from cites.cug.core.codelists.lists import code_list
from cites.cug.core.codelists.taxa import warm_up
from cites.cug.core.sql.session import read_connection, write_session
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.models import NO_FIRST_DAY, NO_LAST_DAY
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import Registered, registered_with
from cites.cug.permits.rows import comparable_species, LINE, PERMIT
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from sqlalchemy import (
    and_,
    Column,
    column,
    ColumnElement,
    exists,
    func,
    literal_column,
    Select,
    select,
    String,
    tuple_,
    values,
)
from typing import Any, NamedTuple


PAGE_SIZE = 25
#: So many values of a fact are counted, the most frequent.
MOST = 20
#: The last character of Unicode: sorts behind all names with the same beginning.
LAST = "\U0010ffff"
#: The character after the space.
BEHIND_SPACE = "!"
FACTS = (PERMIT.c.status, PERMIT.c.type, PERMIT.c.country)
VALID = PERMIT.alias()
LINE_OF_NAME = LINE.alias()
OF_LINES = (LINE.c.species, LINE.c.origin_country)


@dataclass(frozen=True, kw_only=True)
class PermitSearch:
    """What is searched for. An empty value limits nothing."""

    #: Beginning of the scientific name.
    species: str = ""
    #: All that papers may have for it, each the beginning of a name; if it is not alone.
    names: tuple[str, ...] = ()
    country: str = ""
    status: Status | None = None
    #: Valid on this day by its dates; the status does not matter. A permit without last
    #: day is valid for ever.
    valid_on: date | None = None
    origin_country: str = ""
    #: The whole number, in any spelling.
    number: str = ""
    start: int = 0
    size: int = PAGE_SIZE


class PermitPage(NamedTuple):
    """One page of the permits found, newest first, without scans; and the number of
    all.
    """

    rows: Sequence[Registered]
    total: int


class Statistics(NamedTuple):
    """Number of permits found, in all and by each of ``FACTS`` and ``OF_LINES``."""

    total: int
    #: Fact → values with their numbers of permits, the most frequent first.
    counts: Mapping[str, Sequence[tuple[str, int]]]


def search(wanted: PermitSearch, *, acting_user: str) -> PermitPage:
    """One page of the permits found. Writes a record into the audit trail."""
    ids = _ids(wanted)
    (key,) = ids.selected_columns
    page = ids.order_by(key.desc()).limit(wanted.size).offset(wanted.start)
    # On its own connection: a search must not make writers wait.
    with read_connection() as connection:
        found = connection.scalars(page).all()
        total = connection.scalar(select(func.count()).select_from(ids.subquery()))
    _tell("search", wanted, acting_user)
    permits = registered_with(found)
    # Warnings about each will ask for them.
    lines = (line for one in permits.values() for line in one.permit.lines)
    warm_up(line.scientific_name for line in lines)
    return PermitPage([permits[one] for one in found if one in permits], total)


def statistics(wanted: PermitSearch, *, acting_user: str) -> Statistics:
    """Counts of all permits found, on all pages. Writes a record into the audit trail."""
    counts = {column.name: Counter[str]() for column in FACTS}
    of_lines: dict[str, list[tuple[str, int]]] = {}
    with read_connection() as connection:
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
    """Write what was searched for into the audit trail, whatever was found."""
    write_session()
    given = asdict(wanted)
    del given["names"]  # they follow from the species
    asked = {name: str(value) for name, value in given.items() if value}
    record_permit_event(action, acting_user, **asked)


def _ids(wanted: PermitSearch) -> Select[str]:
    """Ids of the permits found, each once, in the order of an index."""
    if _of_lines(wanted):
        return _lines(wanted, LINE.c.permit_id).distinct()
    return select(PERMIT.c.id).where(*_of_permits(wanted))


def _lines(wanted: PermitSearch, *columns: Column[str]) -> Select[Any]:
    query: Any = select(*columns).where(*_of_lines(wanted))
    of_permits = _of_permits(wanted)
    if not of_permits:
        return query
    if wanted.species:
        # Few lines have this species. So check the permit of each, instead of first
        # listing all permits that have, for example, this status.
        mine = PERMIT.c.id == LINE.c.permit_id
        return query.where(exists().where(mine, *of_permits))
    permits = select(PERMIT.c.id).where(*of_permits)
    if not (wanted.country or wanted.number) and wanted.status is None:
        # Only the day is left as a condition. With the other query PostgreSQL would look
        # up each permit twice.
        permits = _valid_on(wanted.valid_on)
    return query.where(LINE.c.permit_id.in_(permits))


def _count_facts(wanted: PermitSearch) -> Select[Any]:
    """All facts in one query: each has few values."""
    query = select(*FACTS, func.count()).where(*_of_permits(wanted)).group_by(*FACTS)
    if of_lines := _of_lines(wanted):
        query = query.where(PERMIT.c.id.in_(select(LINE.c.permit_id).where(*of_lines)))
    return query


def _count_lines(wanted: PermitSearch, column: Column[str]) -> Select[Any]:
    """Count permits by a column of their lines, over the lines that match."""
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
    if wanted.number:
        conditions.append(PERMIT.c.key == normal_number(wanted.number))
        if not wanted.country:
            # The index begins with the country: looked up once in each.
            countries = code_list("country").entries
            conditions.append(PERMIT.c.country.in_(countries))
    if wanted.status is not None:
        conditions.append(PERMIT.c.status == wanted.status.value)
    if wanted.valid_on is not None:
        conditions.append(PERMIT.c.id.in_(_valid_on(wanted.valid_on)))
    return conditions


def _valid_on(day: date) -> Select[tuple[str]]:
    """Permits valid on this day. A query of its own, so that all databases use its
    index.
    """
    last = func.coalesce(VALID.c.valid_until, literal_column(NO_LAST_DAY))
    first = func.coalesce(VALID.c.valid_from, literal_column(NO_FIRST_DAY))
    return select(VALID.c.id).where(last >= day, first <= day)


def _of_lines(wanted: PermitSearch) -> list[ColumnElement[bool]]:
    """Conditions on lines. One and the same line must meet all."""
    conditions: list[ColumnElement[bool]] = []
    ranges = _ranges(wanted)
    if len(ranges) == 1:
        ((begin, end),) = ranges
        conditions += (LINE.c.species >= begin, LINE.c.species < end)
    elif ranges:
        # One range of the index after the other.
        first, last = column("first", String), column("last", String)
        table = values(first, last).data(ranges).cte("meant")
        same = LINE_OF_NAME.c
        found = select(same.permit_id, same.position).join_from(
            table,
            LINE_OF_NAME,
            and_(same.species >= table.c.first, same.species < table.c.last),
        )
        conditions.append(tuple_(LINE.c.permit_id, LINE.c.position).in_(found))
    if wanted.origin_country:
        conditions.append(LINE.c.origin_country == wanted.origin_country)
    return conditions


def _ranges(wanted: PermitSearch) -> list[tuple[str, str]]:
    """The first and the last that a name on a paper may be, of each name meant."""
    found: dict[tuple[str, str], None] = {}
    for name in (wanted.species, *wanted.names):
        if key := comparable_species(name):
            # Behind a genus comes a space, or nothing; a beginning may go on.
            found[key, key + (BEHIND_SPACE if name.endswith(" ") else LAST)] = None
    return [*found]
