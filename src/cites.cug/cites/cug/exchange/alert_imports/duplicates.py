"""Alerts that are there already, of those that the caller may see.

The alert that a MISP event was written from, the same seizure number, or the same day,
place and species.
"""

from cites.cug.access.author import knows_author
from cites.cug.access.guard import principals
from cites.cug.core.plone_internals.catalog import (
    brain_object,
    inner_catalog,
    rid_of_uid,
)
from cites.cug.core.validation.characters import letters
from cites.cug.exchange.alert_imports.reading import FoundAlert
from cites.cug.library.lists.bitmaps import library_index, position_of, rid_at
from cites.cug.library.lists.indexers import seizure_form
from collections import defaultdict
from collections.abc import Sequence
from plone import api
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from typing import Any, NamedTuple


UID, NUMBER, CIRCUMSTANCES = "uid", "seizure_number", "day_place_species"


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
