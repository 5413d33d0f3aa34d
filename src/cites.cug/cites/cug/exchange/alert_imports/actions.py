"""Makes drafts of all alerts of a table, or none.

A draft that is made from an item that was exported is bound to it, as a copy is. An item
that the caller may not read is like one that there is not.
"""

from Acquisition import aq_base
from cites.cug.access.author import knows_author
from cites.cug.access.guard import group_of, may, principals, require
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import first_of
from cites.cug.core.plone_internals.catalog import (
    brain_object,
    inner_catalog,
    rid_of_uid,
)
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.characters import letters
from cites.cug.core.validation.errors import invalid, too_long
from cites.cug.exchange.alert_imports import runs
from cites.cug.exchange.alert_imports.drafts import DraftMaker
from cites.cug.exchange.alert_imports.matching import ITEM
from cites.cug.exchange.alert_imports.reading import (
    Fault,
    FoundAlert,
    MAX_FAULTS,
    Told,
    WrongRows,
)
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.origins import CODE_OF_ORIGIN, codes_from
from cites.cug.library.items.subscribers import STAYS_IN_GROUP
from cites.cug.library.lists.bitmaps import library_index, position_of, rid_at
from cites.cug.library.lists.indexers import seizure_form
from cites.cug.web.confirmation.decisions import Decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from plone import api
from plone.app.uuid.utils import uuidToObject
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from secrets import token_hex
from typing import Any, NamedTuple
from zope.container.contained import notifyContainerModified
from zope.i18nmessageid import Message


UID, NUMBER, CIRCUMSTANCES = "uid", "seizure_number", "day_place_species"
HANDLING = "handling"
#: Of so many UIDs it is kept what they are.
MOST_KEPT = 1024
IMPORTED = "exchange.import"
#: Fields with words that somebody has typed.
TEXTS = ("title", "description", "location", "legal_provision", "seizure_id")
#: Most characters that one request checks, which may take a minute and a half.
MAX_CHARACTERS = 5_000_000


class Duplicate(NamedTuple):
    """A row whose alert is there already: where, and by what it was recognised."""

    row: int
    path: str
    reason: str


def find_duplicates(group: Any, alerts: Sequence[FoundAlert]) -> list[Duplicate]:
    """The first alert that each of these is like, if there is one."""
    finder = _Finder(group, alerts)
    found = (finder.duplicate_of(alert) for alert in alerts)
    return [one for one in found if one is not None]


class _Finder:
    def __init__(self, group: Any, alerts: Sequence[FoundAlert]):
        processQueue()
        tool = self.tool = api.portal.get_tool("portal_catalog")
        self.index, self.catalog = library_index(tool), inner_catalog(tool)
        asked = {"group": group.UID(), "type": "Alert"}
        self.readable = self.index.matching(principals(group), asked)
        self.by_day = self._by_day(alerts)
        self.places: dict[int, str] = {}

    def _by_day(self, alerts: Sequence[FoundAlert]) -> dict[int, BitMap]:
        """Readable alerts with a species of these, by the day of the incident."""
        wanted = {
            one.values["incident_date"].toordinal()
            for one in alerts
            if one.values.get("incident_date") and one.values.get("location")
        }
        species = {line["species"] for one in alerts for line in one.lines}
        days = self.catalog.getIndex("incident_day").documentToKeyMap()
        found: dict[int, BitMap] = defaultdict(BitMap)
        if wanted:
            for position in self.readable & self.index.having("species", species):
                day = -days.get(rid_at(position), 0)
                if day in wanted:
                    found[day].add(position)
        return found

    def duplicate_of(self, alert: FoundAlert) -> Duplicate | None:
        for uid in alert.uids:
            rid = rid_of_uid(self.tool, uid)
            if rid is not None and position_of(rid) in self.readable:
                return self._told(alert, position_of(rid), UID)
        number = seizure_form(alert.values.get("seizure_id") or "")
        if number:
            for position in self.readable & self.index.having("seizure", number):
                # The number of an unnamed alert would tell who has written it.
                if knows_author(self._item(position)):
                    return self._told(alert, position, NUMBER)
        place, day = alert.values.get("location"), alert.values.get("incident_date")
        if place and day:
            for position in self._with_species(alert, day.toordinal()):
                if self._place(position) == letters(place):
                    return self._told(alert, position, CIRCUMSTANCES)
        return None

    def _with_species(self, alert: FoundAlert, day: int) -> BitMap:
        there = self.by_day.get(day)
        if not there:
            return BitMap()
        species = {line["species"] for line in alert.lines}
        return there & self.index.having("species", species)

    def _place(self, position: int) -> str:
        if position not in self.places:
            self.places[position] = letters(self._item(position).location or "")
        return self.places[position]

    def _item(self, position: int) -> Any:
        return brain_object(self.catalog[rid_at(position)])

    def _told(self, alert: FoundAlert, position: int, reason: str) -> Duplicate:
        path = self.catalog.paths[rid_at(position)]
        return Duplicate(alert.row, path, reason)


class Imported(NamedTuple):
    """What came of an import, or would."""

    created: int
    skipped: int
    duplicates: list[Duplicate]


def preview(folder: Any, alerts: Sequence[FoundAlert], *, keep: bool) -> Imported:
    """What an import would do; ``keep``: duplicates are made too. Raises WrongRows."""
    duplicates = find_duplicates(group_of(folder), alerts)
    made = _without(alerts, [] if keep else duplicates)
    find_sources(group_of(folder), made)
    return Imported(len(made), len(alerts) - len(made), duplicates)


def _without(
    alerts: Sequence[FoundAlert], duplicates: Sequence[Duplicate]
) -> list[FoundAlert]:
    skipped = {one.row for one in duplicates}
    return [alert for alert in alerts if alert.row not in skipped]


def _contents_of(alert: FoundAlert, sources: Mapping[str, str]) -> dict[str, Any]:
    """What a draft stores; it is bound to what it was exported from."""
    bound = {"origins": dict(sources)} if sources else {}
    return {**alert.content(), **bound}


def check_texts(
    folder: Any, alerts: Sequence[FoundAlert], decisions: Decisions, *, acting_user: str
) -> None:
    """Raise NonNominal for texts that may name somebody, without a reason for it.

    Raises InvalidValues for more text than can be checked in a request.
    """
    texts: dict[str, str] = {}
    seen: set[str] = set()
    for alert in alerts:
        for name, text in _texts_of(alert):
            # Tables repeat most of their words.
            if text and text not in seen:
                seen.add(text)
                texts[f"rows[{alert.row}].{name}"] = text
    if sum(map(len, texts.values())) > MAX_CHARACTERS:
        raise invalid("file", too_long(MAX_CHARACTERS))
    require_confirmation(folder, texts, decisions, acting_user=acting_user)


def _texts_of(alert: FoundAlert) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield name, alert.values.get(name, "")
    for line in alert.lines:
        yield "species", line["species"]
    yield "note", "\n".join(alert.notes)


def import_alerts(
    folder: Any,
    alerts: Sequence[FoundAlert],
    *,
    keep: bool,
    acting_user: str,
    told: Told,
) -> Imported:
    """Make drafts of the acting user of all alerts that are not there already.

    Many are made in several transactions (``runs``); it ends within one that is not
    committed yet.
    """
    require(Permission.ADD_ALERT, folder)
    # What a killed one has left would count as duplicates.
    runs.make_way(folder, acting_user)
    found = preview(folder, alerts, keep=keep)
    made = _without(alerts, [] if keep else found.duplicates)
    sources = find_sources(group_of(folder), made)
    contents = [partial(_contents_of, one, sources.get(one.row, {})) for one in made]
    if len(contents) > runs.PART:
        runs.finish(
            runs.make_in_parts(folder, contents, told=told, acting_user=acting_user)
        )
    else:
        maker = DraftMaker(folder)
        for content in contents:
            maker.add(token_hex(8), content())
        # Once, and not for each: the folder is indexed anew by it.
        notifyContainerModified(folder)
    detail = {"items": len(contents), "skipped": found.skipped}
    record(IMPORTED, target=folder, acting_user=acting_user, detail=detail)
    return found


def find_sources(group: Any, alerts: Sequence[FoundAlert]) -> dict[int, dict[str, str]]:
    """Row of each alert that was exported from items → the codes of these, by UID.

    Whoever has read an item once may import it when they read it no more: a draft is
    bound to it all the same, and nobody is told of it before it is published. Hidden
    items of other groups are as if there were none. Raises WrongRows for items that the
    caller reads, if they are of other groups or their codes are stricter.
    """
    tool, faults = api.portal.get_tool("portal_catalog"), list[Fault]()
    found: dict[int, dict[str, str]] = {}

    @lru_cache(maxsize=MOST_KEPT)
    def item_of(uid: str) -> Any | None:
        # Files name many UIDs that there are not: a search for each would be slow.
        if rid_of_uid(tool, uid) is None:
            return None
        item = uuidToObject(uid, unrestricted=True)
        return item if ILibraryItem.providedBy(item) else None

    for alert in alerts:
        items = [item for item in map(item_of, alert.uids) if item is not None]
        read = [item for item in items if may(Permission.VIEW, item)]
        if fault := _fault_of(group, alert, read):
            faults.append(fault)
        # Of hidden ones not even the code is kept, which deleting them would show.
        codes = {
            item.UID(): alert.values[HANDLING] for item in items if _is_in(item, group)
        }
        if codes:
            found[alert.row] = {**codes, **codes_from(read)}
    if faults:
        raise WrongRows(faults[:MAX_FAULTS])
    return found


def _fault_of(group: Any, alert: FoundAlert, read: Sequence[Any]) -> Fault | None:
    """What forbids to make a draft of items that the caller reads."""
    if not all(_is_in(item, group) for item in read):
        return _fault(alert, ITEM, STAYS_IN_GROUP)
    if read and not _is_strict_enough(alert, set(codes_from(read).values())):
        return _fault(alert, HANDLING, CODE_OF_ORIGIN)
    return None


def _is_in(item: Any, group: Any) -> bool:
    return aq_base(group_of(item)) is aq_base(group)


def _is_strict_enough(alert: FoundAlert, codes: set[str]) -> bool:
    code = alert.values[HANDLING]
    return first_of(HANDLING, {code, *codes}) == code


def _fault(alert: FoundAlert, name: str, message: Message) -> Fault:
    return Fault(alert.row, alert.headings.get(name, ""), name, message)
