"""The library's own index: for each value of a filter, the items that have it.

``LibraryIndex`` is an index of the catalog, so it is written in the same transaction as
all others, with the same values: it has no rules of its own about who may see an item.
Lists and facets read it instead of the catalog's indexes, which are made for any content
and take time that grows with the library.

The sets are roaring bitmaps of *positions*: the catalog's record ids as unsigned numbers.
They are stored in chunks of neighbouring positions; transactions that change different
items of one chunk are merged. A connection keeps the chunks that it has read put together
(``View``), and brings that up to date when the stamp of the index has changed. The first
one of a process puts them together; the others copy that.
"""

import secrets
from Acquisition import aq_parent
from BTrees.IOBTree import IOBTree
from cites.cug.core.plone_internals.catalog import (
    indexed_values,
    inner_catalog,
    position_of,
    read_source,
    rid_at,
)
from cites.cug.library.lists.changes import ChangeLog
from cites.cug.library.lists.filters import FIGURES, FILTERS, UNNAMED
from cites.cug.library.tools.statistics.figures import (
    area_values,
    leg_values,
    quantity_values,
    route_values,
)
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from OFS.SimpleItem import SimpleItem
from persistent import Persistent
from Products.PluginIndexes.interfaces import IPluggableIndex, ITransposeQuery
from pyroaring import BitMap
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary
from ZODB.POSException import ConflictError
from zope.interface import implementer


NAME = "library_bitmaps"
#: Positions of one chunk, which is stored as a whole with each change in it. A place in
#: it is one byte.
CHUNK = 256
#: The same of fields that nearly each item has values of its own in; these chunks have
#: negative numbers.
SMALL_CHUNK = 64
SECONDS_PER_DAY = 24 * 60 * 60
Value = str | int
Values = dict[str, set[Value]]
Stored = dict[str, dict[Value, bytes]]
Sets = dict[str, dict[Value, BitMap]]


class Field(NamedTuple):
    """The catalog's index with the values, and how they are written here."""

    source: str
    convert: Callable[[Any], Value] | None = None
    #: Makes any number of values from one of the catalog's.
    derive: Callable[[Any], Iterable[Value]] | None = None


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
    # Without the authors of alerts that do not name them: those are ``unnamed``.
    "author": Field("Creator"),
    "unnamed": Field(UNNAMED),
    "published": Field("library_time", publication_day),
    "incident_month": Field("incident_day", incident_month),
    "seizure": Field("library_seizure"),
    "picture": Field("library_pictures"),
    **{name: Field(one.index) for name, one in FILTERS.items()},
    "area": Field(FIGURES, derive=area_values),
    "leg": Field(FIGURES, derive=leg_values),
    # What statistics add up; no list can be asked for it.
    "quantity": Field(FIGURES, derive=quantity_values),
    "route": Field(FIGURES, derive=route_values),
}


#: Of so many sets of items the counts are kept until anything changes.
MOST_COUNTED = 32
#: Fields that are kept in small chunks.
OWN_VALUES = frozenset({"quantity", "route", "area"})


def locate(position: int, *, small: bool) -> tuple[int, int]:
    """The number of the chunk of a position, and the place in it."""
    if not small:
        return divmod(position, CHUNK)
    number, place = divmod(position, SMALL_CHUNK)
    return -1 - number, place


def first_position(number: int) -> int:
    """The position of the first place in a chunk."""
    return number * CHUNK if number >= 0 else (-1 - number) * SMALL_CHUNK


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
    """Values of neighbouring positions: field → value → places in the chunk, as bytes."""

    def __init__(self) -> None:
        self.fields: Stored = {}
        self.stamp = new_stamp()

    def put(self, place: int, values: Values) -> bool:
        """Set the values at one place; whether any was another before."""
        fields: Stored = {}
        for name in self.fields.keys() | values.keys():
            stored, wanted = self.fields.get(name, {}), values.get(name, set())
            fields[name] = _put(stored, place, wanted)
        if fields == self.fields:
            return False
        self.replace(fields)
        return True

    def replace(self, fields: Stored) -> None:
        self.fields = fields
        self.stamp = new_stamp()

    def values_at(self, place: int) -> dict[str, list[Value]]:
        found = {
            name: [value for value, places in values.items() if place in places]
            for name, values in self.fields.items()
        }
        return {name: values for name, values in found.items() if values}

    def _p_resolveConflict(
        self, old: dict[str, Any], saved: dict[str, Any], new: dict[str, Any]
    ) -> dict[str, Any]:
        """Take over what either has added or removed, if not of the same items."""
        before, theirs, ours = (state["fields"] for state in (old, saved, new))
        if _changed_places(before, theirs) & _changed_places(before, ours):
            raise ConflictError("The same item of the library was changed twice.")
        fields: Stored = {}
        for name in theirs.keys() | ours.keys():
            merged = {}
            for value in theirs.get(name, {}).keys() | ours.get(name, {}).keys():
                was, mine = _places(before, name, value), _places(ours, name, value)
                kept = _places(theirs, name, value) - (was - mine)
                merged[value] = bytes(sorted(kept | (mine - was)))
            fields[name] = {value: places for value, places in merged.items() if places}
        return {"fields": fields, "stamp": new_stamp()}


def _put(
    stored: dict[Value, bytes], place: int, wanted: set[Value]
) -> dict[Value, bytes]:
    put = dict(stored)
    for value in [value for value, places in stored.items() if place in places]:
        if value not in wanted:
            put[value] = bytes(one for one in stored[value] if one != place)
            if not put[value]:
                del put[value]
    for value in wanted:
        places = stored.get(value, b"")
        if place not in places:
            put[value] = bytes(sorted((*places, place)))
    return put


def _places(fields: Stored, name: str, value: Value) -> set[int]:
    return set(fields.get(name, {}).get(value, b""))


def _changed_places(before: Stored, after: Stored) -> set[int]:
    """The places that have other values after than before."""
    return {
        place
        for name in before.keys() | after.keys()
        for value in before.get(name, {}).keys() | after.get(name, {}).keys()
        for place in _places(before, name, value) ^ _places(after, name, value)
    }


class View:
    """All chunks put together, as one connection sees them."""

    def __init__(self) -> None:
        self.sets: Sets = {}
        self.stamp: int | None = None
        self.chunks: dict[int, tuple[int, Stored]] = {}
        #: Field → positions of all items that have a value of it, once they were asked.
        self.any: dict[str, BitMap] = {}
        #: Serialized positions → field → counts among them, once they were asked.
        self.counted: dict[bytes, dict[str, dict[Value, int]]] = {}
        #: Whether the chunks were read here, so that this connection has them at hand.
        self.has_read = False
        #: Held while the view changes, and while another connection copies it.
        self.lock = Lock()

    def update(
        self, stamp: int, chunks: Mapping[int, Chunk], others: Iterable["View"]
    ) -> None:
        """Take over the chunks that are others than before.

        A connection that has not read them yet copies the view of another one in this
        process: of the same state, or else of any, from which it goes on. No two states
        of the index, nor of a chunk, have the same stamp.
        """
        if stamp == self.stamp:
            return
        if not self.has_read:
            others = sorted(others, key=lambda other: other.stamp != stamp)
            for other in others[:1]:
                if self.stamp is None or other.stamp == stamp:
                    self._copy(other)
        if stamp != self.stamp:
            with self.lock:
                self._read(stamp, chunks)

    def forget(self) -> None:
        """What was put together for questions, and holds for one state only."""
        self.any.clear()
        self.counted.clear()

    def _copy(self, other: "View") -> None:
        with other.lock:
            stamp, chunks = other.stamp, dict(other.chunks)
            sets = {
                name: {value: BitMap(one) for value, one in values.items()}
                for name, values in other.sets.items()
            }
        if stamp is not None:
            with self.lock:
                self.stamp, self.chunks, self.sets = stamp, chunks, sets
                self.forget()

    def _read(self, stamp: int, chunks: Mapping[int, Chunk]) -> None:
        self.has_read = True
        if self.stamp is None:  # never made, or interrupted
            self.sets, self.chunks = {}, {}
        known, self.stamp, self.chunks = self.chunks, None, {}
        self.forget()
        added, removed = Positions(), Positions()
        for number, chunk in chunks.items():
            before = known.pop(number, (None, {}))
            self.chunks[number] = chunk.stamp, chunk.fields
            if before[0] != chunk.stamp:
                removed.note(number, before[1], chunk.fields)
                added.note(number, chunk.fields, before[1])
        for number, (_stamp, fields) in known.items():
            removed.note(number, fields, {})
        self.change(removed, added)
        self.stamp = stamp

    def change(self, removed: "Positions", added: "Positions") -> None:
        for (name, value), positions in removed.found.items():
            self.sets[name][value] -= BitMap(positions)
        for (name, value), positions in added.found.items():
            sets = self.sets.setdefault(name, {})
            sets[value] = sets.get(value, BitMap()) | BitMap(positions)
        for name, value in removed.found:
            if not self.sets[name][value]:
                del self.sets[name][value]


class Positions:
    """Positions by field and value, collected from chunks."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, Value], list[int]] = {}

    def note(self, number: int, fields: Stored, others: Stored) -> None:
        """Those of the chunk's values that are not the same in the other fields."""
        first = first_position(number)
        for name, values in fields.items():
            same = others.get(name, {})
            for value, places in values.items():
                if same.get(value) != places:
                    found = self.found.setdefault((name, value), [])
                    found.extend([first + place for place in places])


#: The views of the connections: those of an index by its object id.
_views: WeakKeyDictionary[Any, dict[bytes, View]] = WeakKeyDictionary()
_views_lock = Lock()


def _view_of(connection: Any, oid: bytes) -> View:
    """The view that a connection has of the index."""
    with _views_lock:
        views = _views.setdefault(connection, {})
        if oid not in views:
            views[oid] = View()
        return views[oid]


def _views_beside(view: View, oid: bytes) -> list[View]:
    """Those that other connections have of it."""
    with _views_lock:
        held = [views[oid] for views in _views.values() if oid in views]
    return [one for one in held if one is not view]


@implementer(IPluggableIndex, ITransposeQuery)
class LibraryIndex(SimpleItem):
    """Which items of all libraries have a value, and which a caller may see of them."""

    meta_type = "Index of the library"
    #: None: of an earlier version, and nothing has changed since.
    changes: ChangeLog | None = None

    def __init__(self, id: str = NAME):  # as Zope calls it
        self.id = id
        self.names = tuple(FIELDS)
        self._chunks = IOBTree()
        self._stamp = Stamp()
        self.changes = ChangeLog()

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

    def having_any(self, name: str) -> BitMap:
        """The positions of all items with a value of the field, whoever may see them."""
        view = self._view()
        if name not in view.any:
            view.any[name] = BitMap.union(BitMap(), *view.sets.get(name, {}).values())
        return view.any[name]

    def between(self, name: str, first: Any, last: Any) -> BitMap:
        """The positions of all items with a value from ``first`` to ``last``."""
        values = self._view().sets.get(name, {})
        return self.having(name, [one for one in values if first <= one <= last])

    def in_order(self, name: str, among: BitMap, *, downwards: bool) -> Iterator[BitMap]:
        """Those among these with each value of the field, in the order of the values.

        Those without a value are the lowest.
        """
        sets = self._view().sets.get(name, {})
        if not downwards:
            yield among - self.having_any(name)
        yield from (sets[value] & among for value in sorted(sets, reverse=downwards))
        if downwards:
            yield among - self.having_any(name)

    def counts(self, name: str, among: BitMap) -> dict[Any, int]:
        """The number of items among these for each value of the field that they have."""
        view, key = self._view(), among.serialize()
        if key not in view.counted and len(view.counted) >= MOST_COUNTED:
            view.counted.clear()
        fields = view.counted.setdefault(key, {})
        if name not in fields:
            sets, shared = view.sets.get(name, {}), among.intersection_cardinality
            counted = ((value, shared(one)) for value, one in sets.items())
            fields[name] = {value: number for value, number in counted if number}
        return dict(fields[name])

    def counts_of(
        self, name: str, wanted: Iterable[Value], among: BitMap
    ) -> dict[Any, int]:
        """The same of these values alone, which is quicker where there are many."""
        sets = self._view().sets.get(name, {})
        counted = (
            (value, among.intersection_cardinality(sets[value]))
            for value in wanted
            if value in sets
        )
        return {value: number for value, number in counted if number}

    def stamp(self) -> int:
        """Another number with each change of any item's values."""
        return self._stamp.value

    def _view(self) -> View:
        connection = self._p_jar
        # Without a connection the index has been made in this transaction.
        made = connection is None
        view = View() if made else _view_of(connection, self._p_oid)
        if view.stamp != self._stamp.value:
            others = [] if made else _views_beside(view, self._p_oid)
            view.update(self._stamp.value, self._chunks, others)
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
        values = _values_of(obj)
        uid, path = read_source(obj, "UID"), read_source(obj, "getPhysicalPath")
        created = read_source(obj, "created")
        self._note_change(documentId, values, uid, "/".join(path or ()), created)
        return int(self._put(documentId, values))

    def unindex_object(self, documentId: int) -> None:
        catalog = aq_parent(self)
        if catalog is not None and documentId in catalog.data:
            brain = catalog[documentId]
            path = catalog.paths[documentId]
            self._note_change(documentId, {}, brain.UID, path, brain.created)
        self._put(documentId, {})

    def _note_change(
        self, rid: int, values: Values, uid: Any, path: str, created: Any
    ) -> None:
        before = self.getEntryForObject(rid, {})
        groups = [*before.get("group", ()), *values.get("group", ())]
        if not groups or uid is None:
            return
        if self.changes is None:
            self.changes = ChangeLog()
        (portal_type,) = [*before.get("type", ()), *values.get("type", ())][:1]
        seconds = int(created.timeTime()) if created else 0
        tokens = before.get("token", ())
        for group in dict.fromkeys(groups):
            place = position_of(rid)
            self.changes.note(group, tokens, place, uid, path, portal_type, seconds)

    def note_right(self, group_uid: str, user_id: str, tokens: Iterable[str]) -> None:
        """Note the keys that a member of the group has from now on."""
        if self.changes is None:
            self.changes = ChangeLog()
        self.changes.note_right(group_uid, user_id, tokens)

    def _put(self, rid: int, values: Values) -> bool:
        changed = [
            self._put_into(
                *locate(position_of(rid), small=small),
                {name: v for name, v in values.items() if (name in OWN_VALUES) == small},
            )
            for small in (False, True)
        ]
        if any(changed):
            self._stamp.renew()
        return any(changed)

    def _put_into(self, number: int, place: int, values: Values) -> bool:
        chunk = self._chunks.get(number)
        if chunk is None:
            if not any(values.values()):
                return False
            chunk = self._chunks[number] = Chunk()
        return chunk.put(place, values)

    def getEntryForObject(self, documentId: int, default: Any = None) -> Any:
        found: dict[str, list[Value]] = {}
        for small in (False, True):
            number, place = locate(position_of(documentId), small=small)
            chunk = self._chunks.get(number)
            found |= {} if chunk is None else chunk.values_at(place)
        return found or default

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
        chunks: dict[int, dict[str, dict[Value, bytearray]]] = {}
        for name, values in sets.items():
            for value, found in values.items():
                for position in found:
                    number, place = locate(position, small=name in OWN_VALUES)
                    fields = chunks.setdefault(number, {}).setdefault(name, {})
                    fields.setdefault(value, bytearray()).append(place)
        for number, filled in chunks.items():
            chunk = self._chunks[number] = Chunk()
            chunk.replace(
                {
                    name: {value: bytes(places) for value, places in values.items()}
                    for name, values in filled.items()
                }
            )

    def differences(self, sets: Sets) -> BitMap:
        """The positions whose values are others than in these sets."""
        held, changed = self._view().sets, BitMap()
        for name in held.keys() | sets.keys():
            before, after = held.get(name, {}), sets.get(name, {})
            for value in before.keys() | after.keys():
                changed |= before.get(value, BitMap()) ^ after.get(value, BitMap())
        return changed


def _values_of(obj: Any) -> Values:
    """The values of an object as the catalog sees it; none if it is no item."""
    if not read_source(obj, "library_of"):
        return {}
    return {
        name: _converted(field, read_source(obj, field.source))
        for name, field in FIELDS.items()
    }


def _converted(field: Field, found: Any) -> set[Value]:
    if found is None:
        return set()
    values = found if isinstance(found, list | tuple | set | frozenset) else [found]
    if field.derive is not None:
        return {one for value in values for one in field.derive(value)}
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
