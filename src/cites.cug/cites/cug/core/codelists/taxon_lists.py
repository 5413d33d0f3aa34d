"""Looks taxa up in the list that was put in, if there is one.

Which list counts is read once in a transaction, apart from what the request writes. What
was found is remembered under the list's stamp, so that no process answers from a list
that counts no more, and names that are asked for again cost no statement.
"""

import transaction
from cites.cug.core.codelists.models import (
    KINDS,
    NameKind,
    TaxonList,
    TaxonName,
    TaxonRow,
)
from cites.cug.core.codelists.taxon_names import name_key
from cites.cug.core.sql.session import read_connection
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from sqlalchemy import func, select
from threading import Lock
from typing import Any, NamedTuple
from zope.component.hooks import getSite


LIST = TaxonList.__table__
TAXON = TaxonRow.__table__
NAME = TaxonName.__table__
#: Asked with each request that looks a name up, so without SQLAlchemy's preparations.
STAMP = "SELECT stamp FROM taxon_list WHERE state = 'current'"
#: So many names and taxa a process remembers: about 10 MB.
MOST_NAMES, MOST_TAXA = 16_384, 4096
#: So many are asked for in one statement.
BATCH = 500
#: The last character of Unicode: sorts behind all names with the same beginning.
LAST = "\U0010ffff"
#: So many rows are looked at for what begins with some letters.
MOST_ROWS = 400


class CurrentList(NamedTuple):
    """The list that counts."""

    id: int
    stamp: str
    dated: date
    begun: datetime
    taxa: int


class ListedTaxon(NamedTuple):
    """An accepted taxon of a list."""

    name: str
    rank: str
    appendix: str
    annotation: str
    listed: date | None
    kingdom: str
    class_name: str
    order_name: str
    family_name: str
    genus_name: str
    species_name: str
    en: str
    fr: str
    es: str
    synonyms: list[str]
    common: list[str]

    @property
    def above(self) -> tuple[str, ...]:
        """What it is part of, the nearest first: species, genus, family, order, class."""
        parts = (
            *(self.species_name, self.genus_name, self.family_name),
            *(self.order_name, self.class_name),
        )
        return tuple(one for one in parts if one and one != self.name)


class FoundName(NamedTuple):
    """The taxon that a name leads to, and what the name is."""

    taxon: str
    kind: NameKind


class MatchingName(NamedTuple):
    """A name that begins with what was typed."""

    taxon: str
    name: str
    kind: NameKind


class _Remembered:
    """What was found last under each stamp and name; the oldest is forgotten."""

    def __init__(self, most: int):
        self.most = most
        self.found: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self.lock = Lock()

    def get_all(
        self,
        stamp: str,
        names: Iterable[str],
        find: Callable[[list[str]], Mapping[str, Any]],
    ) -> dict[str, Any]:
        """What is found for each name, None where nothing is; ``find`` finds the new."""
        known, new = {}, []
        with self.lock:
            for name in dict.fromkeys(names):
                key = (stamp, name)
                if key in self.found:
                    self.found.move_to_end(key)
                    known[name] = self.found[key]
                else:
                    new.append(name)
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            found = find(batch)
            known |= {name: found.get(name) for name in batch}
        with self.lock:
            for name in new:
                self.found[stamp, name] = known[name]
            while len(self.found) > self.most:
                self.found.popitem(last=False)
        return known


_names = _Remembered(MOST_NAMES)
_taxa = _Remembered(MOST_TAXA)
_CURRENT = object()
#: The stamp of the list that counts, for who asks for more in the same statement.
CURRENT = select(func.max(LIST.c.stamp).label("taxa")).where(LIST.c.state == "current")
COLUMNS = tuple(TAXON.c[name] for name in ListedTaxon._fields)


def current_list() -> CurrentList | None:
    """The list that counts; None: what is shipped does. Read once in a transaction."""
    if getSite() is None:  # outside any portal, as in a test or a script
        return None
    running = transaction.get()
    try:
        return running.data(_CURRENT)
    except KeyError:
        found = read_current()
        running.set_data(_CURRENT, found)
        return found


def read_current() -> CurrentList | None:
    """The same, as it stands now."""
    with read_connection() as connection:
        stamp = connection.exec_driver_sql(STAMP).scalar()
    return _with_stamp(stamp) if stamp is not None else None


def know_current(stamp: str | None) -> None:
    """Let the running transaction know what was answered to ``CURRENT``."""
    found = _with_stamp(stamp) if stamp is not None else None
    transaction.get().set_data(_CURRENT, found)


@lru_cache(maxsize=4)
def _with_stamp(stamp: str) -> CurrentList | None:
    """The facts of a list, which do not change while it counts."""
    columns = [LIST.c[name] for name in CurrentList._fields]
    with read_connection() as connection:
        row = connection.execute(select(*columns).where(LIST.c.stamp == stamp)).first()
    return CurrentList(*row) if row is not None else None


def current_stamp() -> str:
    """Another one with each list; empty without one."""
    found = current_list()
    return found.stamp if found is not None else ""


def find_names(keys: Collection[str]) -> dict[str, FoundName | None]:
    """The taxa that these keys of names lead to; None for what leads to none, or to
    several of which none has more right to it.
    """
    current = current_list()
    if current is None:
        return dict.fromkeys(keys)
    return _names.get_all(current.stamp, keys, lambda new: _find_names(current.id, new))


def _find_names(list_id: int, keys: list[str]) -> dict[str, FoundName]:
    query = select(NAME.c.key, NAME.c.kind, NAME.c.taxon).where(
        NAME.c.list_id == list_id,
        NAME.c.key.in_(keys),
        NAME.c.kind < KINDS.index(NameKind.PART),
    )
    best: dict[str, tuple[int, set[str]]] = {}
    with read_connection() as connection:
        for key, kind, taxon in connection.execute(query):
            before = best.get(key)
            if before is None or kind < before[0]:
                best[key] = (kind, {taxon})
            elif kind == before[0]:
                before[1].add(taxon)
    return {
        key: FoundName(next(iter(taxa)), KINDS[kind])
        for key, (kind, taxa) in best.items()
        if len(taxa) == 1
    }


def find_taxa(names: Collection[str]) -> dict[str, ListedTaxon | None]:
    """The taxa of these accepted names."""
    current = current_list()
    if current is None:
        return dict.fromkeys(names)
    return _taxa.get_all(current.stamp, names, lambda new: _find_taxa(current.id, new))


def _find_taxa(list_id: int, names: list[str]) -> dict[str, ListedTaxon]:
    query = select(*COLUMNS).where(TAXON.c.list_id == list_id, TAXON.c.name.in_(names))
    with read_connection() as connection:
        return {row.name: ListedTaxon(*row) for row in connection.execute(query)}


def find_taxon(name: str) -> ListedTaxon | None:
    """The taxon of an accepted name."""
    return find_taxa((name,))[name]


def genera_below(name: str) -> list[str]:
    """The genera of a family, an order or a class."""
    current = current_list()
    if current is None:
        return []
    found: list[str] = []
    with read_connection() as connection:
        for column in (TAXON.c.family_name, TAXON.c.order_name, TAXON.c.class_name):
            query = select(TAXON.c.name).where(
                TAXON.c.list_id == current.id,
                column == name,
                TAXON.c.rank == "genus",
            )
            found = [*connection.scalars(query.order_by(TAXON.c.name))]
            if found:
                break
    return found


def names_beginning(typed: str) -> list[MatchingName]:
    """Names of the list that begin with this, or a word of them; the best first."""
    current, key = current_list(), name_key(typed)
    if current is None or not key:
        return []
    query = select(NAME.c.key, NAME.c.kind, NAME.c.taxon, NAME.c.name).where(
        NAME.c.list_id == current.id, NAME.c.key >= key, NAME.c.key < key + LAST
    )
    with read_connection() as connection:
        rows = [*connection.execute(query.order_by(NAME.c.key).limit(MOST_ROWS))]
    rows.sort(key=lambda row: (row.key != key, row.kind, row.key, row.taxon))
    return [MatchingName(row.taxon, row.name, KINDS[row.kind]) for row in rows]
