"""What a list of taxa would change: both are read in the order of their names."""

from cites.cug.core.codelists.models import KINDS, NameKind, TaxonName, TaxonRow
from cites.cug.core.codelists.shipped import shipped_entries
from cites.cug.core.codelists.taxon_lists import BATCH
from cites.cug.core.codelists.taxon_names import name_key
from cites.cug.core.sql.session import read_connection
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from sqlalchemy import Connection, select
from typing import NamedTuple


TAXON = TaxonRow.__table__
NAME = TaxonName.__table__
#: So many of each kind are shown; all are counted.
SHOWN = 50
ROWS = 1000


class Change(StrEnum):
    """Kinds of changes, in the order in which they are shown."""

    APPENDIX = "appendix"
    RENAMED = "renamed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"


class Changed(NamedTuple):
    """One taxon that changes; ``before`` and ``after`` say how."""

    name: str
    before: str
    after: str


@dataclass
class Differences:
    """All changes, the first of each kind by name, and how many there are."""

    shown: dict[Change, list[Changed]] = field(
        default_factory=lambda: {one: [] for one in Change}
    )
    counts: dict[Change, int] = field(default_factory=lambda: dict.fromkeys(Change, 0))
    unchanged: int = 0
    most: int = SHOWN

    def add(self, kind: Change, name: str, before: str = "", after: str = "") -> None:
        self.counts[kind] += 1
        if len(self.shown[kind]) < self.most:
            self.shown[kind].append(Changed(name, before, after))


class _Line(NamedTuple):
    name: str
    appendix: str
    above: str


def find_differences(before: int | None, after: int, most: int = SHOWN) -> Differences:
    """What changes with the list ``after``; without one before, from what we ship.

    ``most`` of each kind are answered one by one.
    """
    found = Differences(most=most)
    with read_connection() as connection:
        olds = _lines_of(connection, before) if before is not None else _shipped()
        pairs = _paired(olds, _lines_of(connection, after))
        removed = []
        for old, new in pairs:
            if old is None and new is not None:
                found.add(Change.ADDED, new.name, "", new.appendix)
            elif old is not None and new is None:
                removed.append(old)
            elif old is not None and new is not None:
                _compare(found, old, new)
        _take_removed(connection, found, removed, after)
    return found


def _compare(found: Differences, old: _Line, new: _Line) -> None:
    if old.appendix != new.appendix:
        found.add(Change.APPENDIX, new.name, old.appendix, new.appendix)
    elif old.above != new.above:
        found.add(Change.MOVED, new.name, old.above, new.above)
    else:
        found.unchanged += 1


def _take_removed(
    connection: Connection, found: Differences, removed: list[_Line], after: int
) -> None:
    """A name that is a synonym now has another name; any other is missing."""
    for start in range(0, len(removed), BATCH):
        lines = removed[start : start + BATCH]
        keys = {name_key(one.name): one.name for one in lines}
        query = select(NAME.c.key, NAME.c.taxon).where(
            NAME.c.list_id == after,
            NAME.c.key.in_(keys),
            NAME.c.kind == KINDS.index(NameKind.SYNONYM),
        )
        renamed = {row.key: row.taxon for row in connection.execute(query)}
        for one in lines:
            taxon = renamed.get(name_key(one.name))
            if taxon is not None:
                found.add(Change.RENAMED, one.name, "", taxon)
            else:
                found.add(Change.REMOVED, one.name, one.appendix)


def _lines_of(connection: Connection, list_id: int) -> Iterator[_Line]:
    columns = (TAXON.c.family_name, TAXON.c.order_name)
    query = (
        select(TAXON.c.name, TAXON.c.appendix, *columns)
        .where(TAXON.c.list_id == list_id, TAXON.c.implied.is_(False))
        .order_by(TAXON.c.name)
    )
    for name, appendix, *above in connection.execute(query).yield_per(ROWS):
        yield _Line(name, appendix, _above(*above))


def _shipped() -> Iterator[_Line]:
    for entry in sorted(shipped_entries("species"), key=lambda one: one.code):
        yield _Line(entry.code, entry.appendix, _above(entry.family, entry.order))


def _above(*names: str) -> str:
    return ", ".join(filter(None, names))


def _paired(
    olds: Iterator[_Line], news: Iterator[_Line]
) -> Iterator[tuple[_Line | None, _Line | None]]:
    """Lines of the same name together; None where one list does not have it."""
    old, new = next(olds, None), next(news, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old.name < new.name):
            yield old, None
            old = next(olds, None)
        elif old is None or new.name < old.name:
            yield None, new
            new = next(news, None)
        else:
            yield old, new
            old, new = next(olds, None), next(news, None)
