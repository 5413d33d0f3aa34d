"""The library's own index: for each value of a filter, the items that have it.

``LibraryIndex`` is an index of the catalog, so it is written in the same transaction as
all others, with the same values: it has no rules of its own about who may see an item.
Lists and facets read it instead of the catalog's indexes, which are made for any content
and take time that grows with the library.

The sets are roaring bitmaps of *positions*: the catalog's record ids as unsigned numbers.
They are stored in chunks of neighbouring positions; transactions that change different
items of one chunk are merged. A connection keeps the chunks that it has read put together
(``View``), and brings that up to date when the stamp of the index has changed.
"""

import secrets
from BTrees.IOBTree import IOBTree
from cites.cug.library.filters import FILTERS
from cites.cug.plone_internals.catalog import indexed_values, inner_catalog
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from OFS.SimpleItem import SimpleItem
from persistent import Persistent
from Products.PluginIndexes.interfaces import IPluggableIndex, ITransposeQuery
from pyroaring import BitMap
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary
from ZODB.POSException import ConflictError
from zope.interface import implementer


NAME = "library_bitmaps"
#: Positions of one chunk: it is stored as a whole with each change in it.
CHUNK = 256
UNSIGNED = 0xFFFFFFFF
SECONDS_PER_DAY = 24 * 60 * 60
Value = str | int
Values = dict[str, set[Value]]
Stored = dict[str, dict[Value, bytes]]
Sets = dict[str, dict[Value, BitMap]]


class Field(NamedTuple):
    """The catalog's index with the values, and how they are written here."""

    source: str
    convert: Callable[[Any], Value] | None = None


def publication_day(minus_seconds: float) -> int:
    """The day of ``library_time``, counted from 1970 on."""
    return int(-minus_seconds // SECONDS_PER_DAY)


def incident_month(minus_day: int) -> str:
    """The month of ``incident_day`` as 2026-01; empty without a date."""
    return date.fromordinal(-minus_day).isoformat()[:7] if minus_day else ""


#: All that can be asked for. ``token`` is who may see an item: a user or a role.
FIELDS: dict[str, Field] = {
    "group": Field("library_of"),
    "token": Field("allowedRolesAndUsers"),
    "type": Field("portal_type"),
    "state": Field("review_state"),
    "author": Field("Creator"),
    "published": Field("library_time", publication_day),
    "incident_month": Field("incident_day", incident_month),
    **{name: Field(one.index) for name, one in FILTERS.items()},
}


def position_of(rid: int) -> int:
    """The position of a record id of the catalog, which may be negative."""
    return rid & UNSIGNED


def rid_at(position: int) -> int:
    """The catalog's record id of a position."""
    return position - (UNSIGNED + 1) if position >> 31 else position


def new_stamp() -> int:
    """A number that no other state has, not even one that was given up."""
    return secrets.randbits(62)


class Stamp(Persistent):
    """Another number with each change of the index."""

    def __init__(self) -> None:
        self.value = new_stamp()

    def renew(self) -> None:
        self.value = new_stamp()

    def _p_resolveConflict(self, _old: Any, _saved: Any, _new: Any) -> dict[str, int]:
        return {"value": new_stamp()}


class Chunk(Persistent):
    """Values of neighbouring positions: field → value → positions, as bytes."""

    def __init__(self) -> None:
        self.fields: Stored = {}
        self.stamp = new_stamp()

    def put(self, position: int, values: Values) -> bool:
        """Set the values at one position; whether any was another before."""
        fields: Stored = {}
        for name in self.fields.keys() | values.keys():
            stored, wanted = self.fields.get(name, {}), values.get(name, set())
            fields[name] = _put(stored, position, wanted)
        if fields == self.fields:
            return False
        self.replace(fields)
        return True

    def replace(self, fields: Stored) -> None:
        self.fields = fields
        self.stamp = new_stamp()

    def values_at(self, position: int) -> dict[str, list[Value]]:
        found = {
            name: [
                value
                for value, stored in values.items()
                if position in BitMap.deserialize(stored)
            ]
            for name, values in self.fields.items()
        }
        return {name: values for name, values in found.items() if values}

    def _p_resolveConflict(
        self, old: dict[str, Any], saved: dict[str, Any], new: dict[str, Any]
    ) -> dict[str, Any]:
        """Take over what either has added or removed, if not of the same items."""
        states = [state["fields"] for state in (old, saved, new)]
        before, theirs, ours = map(_read, states)
        if _changed(before, theirs) & _changed(before, ours):
            raise ConflictError("The same item of the library was changed twice.")
        fields: Stored = {}
        for name in theirs.keys() | ours.keys():
            merged = {
                value: (_get(theirs, name, value) - (was - mine)) | (mine - was)
                for value in theirs.get(name, {}).keys() | ours.get(name, {}).keys()
                for was, mine in [(_get(before, name, value), _get(ours, name, value))]
            }
            fields[name] = {
                value: found.serialize() for value, found in merged.items() if found
            }
        return {"fields": fields, "stamp": new_stamp()}


def _put(
    stored: dict[Value, bytes], position: int, wanted: set[Value]
) -> dict[Value, bytes]:
    put = dict(stored)
    for value in stored.keys() | wanted:
        found = BitMap.deserialize(stored[value]) if value in stored else BitMap()
        if (position in found) == (value in wanted):
            continue
        (found.add if value in wanted else found.discard)(position)
        put[value] = found.serialize()
        if not found:
            del put[value]
    return put


def _read(fields: Stored) -> Sets:
    return {
        name: {value: BitMap.deserialize(stored) for value, stored in values.items()}
        for name, values in fields.items()
    }


def _get(sets: Sets, name: str, value: Value) -> BitMap:
    return sets.get(name, {}).get(value) or BitMap()


def _changed(before: Sets, after: Sets) -> BitMap:
    """The positions that have other values after than before."""
    changed = BitMap()
    for name in before.keys() | after.keys():
        for value in before.get(name, {}).keys() | after.get(name, {}).keys():
            changed |= _get(before, name, value) ^ _get(after, name, value)
    return changed


class View:
    """All chunks put together, as one connection sees them."""

    def __init__(self) -> None:
        self.sets: Sets = {}
        self.stamp: int | None = None
        self.chunks: dict[int, tuple[int, Stored]] = {}

    def update(self, stamp: int, chunks: Mapping[int, Chunk]) -> None:
        """Take over the chunks that are others than before."""
        if stamp == self.stamp:
            return
        # If it is interrupted, the next request begins anew.
        self.stamp = None
        gone = dict(self.chunks)
        for number, chunk in chunks.items():
            known = gone.pop(number, None)
            if known is None or known[0] != chunk.stamp:
                self.replace(known[1] if known else {}, chunk.fields)
                self.chunks[number] = chunk.stamp, chunk.fields
        for number, (_stamp, fields) in gone.items():
            self.replace(fields, {})
            del self.chunks[number]
        self.stamp = stamp

    def replace(self, old: Stored, new: Stored) -> None:
        for name in old.keys() | new.keys():
            sets = self.sets.setdefault(name, {})
            before, after = old.get(name, {}), new.get(name, {})
            for value in before.keys() | after.keys():
                if before.get(value) != after.get(value):
                    self.replace_set(sets, value, before.get(value), after.get(value))

    def replace_set(
        self,
        sets: dict[Value, BitMap],
        value: Value,
        before: bytes | None,
        after: bytes | None,
    ) -> None:
        found = sets.setdefault(value, BitMap())
        if before:
            found -= BitMap.deserialize(before)
        if after:
            found |= BitMap.deserialize(after)
        sets[value] = found
        if not found:
            del sets[value]


#: The views of the connections: those of an index by its object id.
_views: WeakKeyDictionary[Any, dict[bytes, View]] = WeakKeyDictionary()


@implementer(IPluggableIndex, ITransposeQuery)
class LibraryIndex(SimpleItem):
    """Which items of all libraries have a value, and which a caller may see of them."""

    meta_type = "Index of the library"

    def __init__(self, id: str = NAME):  # as Zope calls it
        self.id = id
        self.names = tuple(FIELDS)
        self._chunks = IOBTree()
        self._stamp = Stamp()

    # What lists ask.

    def matching(
        self, tokens: Iterable[str], asked: Mapping[str, Value | Iterable[Value]]
    ) -> BitMap:
        """The positions of the items that a token opens and that are asked for.

        ``asked``: field → value, or several of which an item needs one.
        """
        found = self.having("token", tokens)
        for name, wanted in asked.items():
            if not found:
                break
            found &= self.having(name, wanted)
        return found

    def having(self, name: str, wanted: Value | Iterable[Value]) -> BitMap:
        """The positions of all items with one of the values, whoever may see them."""
        sets = self._view().sets.get(name, {})
        values = [wanted] if isinstance(wanted, str | int) else wanted
        return BitMap.union(BitMap(), *(sets[one] for one in values if one in sets))

    def between(self, name: str, first: Any, last: Any) -> BitMap:
        """The positions of all items with a value from ``first`` to ``last``."""
        values = self._view().sets.get(name, {})
        return self.having(name, [one for one in values if first <= one <= last])

    def counts(self, name: str, among: BitMap) -> dict[Any, int]:
        """The number of items among these for each value of the field that they have."""
        sets = self._view().sets.get(name, {})
        counted = ((v, among.intersection_cardinality(one)) for v, one in sets.items())
        return {value: number for value, number in counted if number}

    def stamp(self) -> int:
        """Another number with each change of any item's values."""
        return self._stamp.value

    def _view(self) -> View:
        connection = self._p_jar
        # Without a connection the index has been made in this transaction.
        views = {} if connection is None else _views.setdefault(connection, {})
        view = views.setdefault(self._p_oid, View())
        view.update(self._stamp.value, self._chunks)
        return view

    # What the catalog asks.

    def getIndexNames(self) -> list[str]:
        """The indexes with which this one is brought up to date."""
        return [field.source for field in FIELDS.values()]

    def make_query(self, query: Any) -> Any:
        return query

    def getIndexSourceNames(self) -> list[str]:
        return self.getIndexNames()

    def getIndexQueryNames(self) -> list[str]:
        """None: a query of the catalog does not use it."""
        return []

    def index_object(self, documentId: int, obj: Any, threshold: Any = None) -> int:
        return int(self._put(documentId, _values_of(obj)))

    def unindex_object(self, documentId: int) -> None:
        self._put(documentId, {})

    def _put(self, rid: int, values: Values) -> bool:
        position = position_of(rid)
        number = position // CHUNK
        chunk = self._chunks.get(number)
        if chunk is None:
            if not values:
                return False
            chunk = self._chunks[number] = Chunk()
        is_changed = chunk.put(position, values)
        if is_changed:
            self._stamp.renew()
        return is_changed

    def getEntryForObject(self, documentId: int, default: Any = None) -> Any:
        position = position_of(documentId)
        chunk = self._chunks.get(position // CHUNK)
        return (chunk and chunk.values_at(position)) or default

    def numObjects(self) -> int:
        return len(BitMap.union(BitMap(), *self._view().sets.get("group", {}).values()))

    def indexSize(self) -> int:
        return sum(map(len, self._view().sets.values()))

    def clear(self) -> None:
        self._chunks = IOBTree()
        self._stamp.renew()

    # How it is made and checked.

    def fill(self, sets: Sets) -> None:
        """Begin anew with these sets."""
        self.clear()
        self.names = tuple(FIELDS)
        chunks: dict[int, Stored] = {}
        for name, values in sets.items():
            for value, found in values.items():
                for number, part in _parts(found):
                    chunks.setdefault(number, {}).setdefault(name, {})[value] = part
        for number, fields in chunks.items():
            chunk = self._chunks[number] = Chunk()
            chunk.replace(fields)

    def differences(self, sets: Sets) -> BitMap:
        """The positions whose values are others than in these sets."""
        return _changed(self._view().sets, sets)


def _parts(found: BitMap) -> Iterator[tuple[int, bytes]]:
    """The sets of each chunk that a set has positions in."""
    position = found.next_set_bit(0) if found else None
    while position is not None:
        number = position // CHUNK
        end = (number + 1) * CHUNK
        yield number, (found & BitMap(range(number * CHUNK, end))).serialize()
        more = found.rank(end - 1) < len(found)
        position = found.next_set_bit(end) if more else None


def _values_of(obj: Any) -> Values:
    """The values of an object as the catalog sees it; none if it is no item."""
    if not _read_source(obj, "library_of"):
        return {}
    return {
        name: _converted(field, _read_source(obj, field.source))
        for name, field in FIELDS.items()
    }


def _read_source(obj: Any, name: str) -> Any:
    try:
        value = getattr(obj, name)
        return value() if callable(value) else value
    except AttributeError:
        return None


def _converted(field: Field, found: Any) -> set[Value]:
    if found is None:
        return set()
    values = found if isinstance(found, list | tuple | set | frozenset) else [found]
    return {field.convert(one) if field.convert else one for one in values} - {""}


def library_index(catalog_tool: Any) -> LibraryIndex:
    """The index of the libraries of a site."""
    return inner_catalog(catalog_tool).getIndex(NAME)


def sets_of_catalog(catalog_tool: Any) -> Sets:
    """What the index must hold, from the other indexes of the catalog."""
    catalog = inner_catalog(catalog_tool)
    items = BitMap()
    for _value, members in indexed_values(catalog.getIndex("library_of")):
        items |= _positions(members)
    sets: Sets = {}
    for name, field in FIELDS.items():
        values = sets.setdefault(name, {})
        for value, members in indexed_values(catalog.getIndex(field.source)):
            found = _positions(members) & items
            for one in _converted(field, value) if found else ():
                values[one] = values.get(one, BitMap()) | found
    return sets


def _positions(members: Any) -> BitMap:
    """The positions of what an index of the catalog has for a value."""
    rids = (members,) if isinstance(members, int) else members
    return BitMap(map(position_of, rids))


def make_library_index(catalog_tool: Any) -> bool:
    """Make the index from the others, if it is missing or lacks a filter."""
    catalog = inner_catalog(catalog_tool)
    if NAME not in catalog.indexes:
        catalog.addIndex(NAME, LibraryIndex())
    elif library_index(catalog_tool).names == tuple(FIELDS):
        return False
    library_index(catalog_tool).fill(sets_of_catalog(catalog_tool))
    return True


def wrongly_indexed(catalog_tool: Any) -> list[str]:
    """Paths of the items of which the index says otherwise than the catalog."""
    catalog = inner_catalog(catalog_tool)
    if NAME not in catalog.indexes:
        return ["/".join(catalog_tool.getPhysicalPath())]
    wrong = library_index(catalog_tool).differences(sets_of_catalog(catalog_tool))
    return [catalog.paths.get(rid_at(one), f"record {rid_at(one)}") for one in wrong]
