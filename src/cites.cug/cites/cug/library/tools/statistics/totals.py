"""What the alerts add up to that one caller may see and asks for.

All numbers come from the library's own index, as those of the list do, so that each is
the total of a list. No alert is loaded. Sightings are counted from the records, for the
alerts that the index has found.
"""

from cites.cug.core.plone_internals.catalog import inner_catalog, rid_of_uid
from cites.cug.library.lists.bitmaps import library_index, position_of, rid_at
from cites.cug.library.lists.filters import FIGURES
from cites.cug.library.lists.queries import found_and_counted, matching
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.map.clusters import count_cells, Spot
from cites.cug.library.tools.map.country_positions import country_position
from cites.cug.library.tools.map.grid import Cell
from cites.cug.library.tools.sightings.queries import sightings_in
from cites.cug.library.tools.statistics.figures import (
    Counted,
    Leg,
    Place,
    read_leg,
    read_route,
    read_spot,
    Route,
    sum_quantities,
)
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from plone import api
from pyroaring import BitMap
from typing import Any


#: What ``@statistics`` calls the numbers of alerts → the field of the index. An alert
#: with several values counts for each.
COUNTS = {
    "by_month": "incident_month",
    "by_country": "country",
    "by_species": "species",
    "by_taxon": "taxon",
    "by_term": "term",
    "by_transport_mode": "transport_mode",
    "by_concealment": "concealment",
    "by_detection_method": "detection_method",
    "by_agency": "detecting_agency",
    "by_handling": "handling",
    "by_alert_type": "alert_type",
}


ALERTS = {"type": "Alert"}
#: Of so many alerts in a cell of the map the places and names are read.
SAMPLE = 12
#: So many places are told apart; of more alerts, so many cells of a grid.
MOST_PLACES = 500


@dataclass(frozen=True)
class Totals:
    """Numbers of alerts, and quantities, which are added for one unit only."""

    incidents: int
    counts: Mapping[str, Mapping[str, int]]
    quantities: Mapping[Counted, Decimal]
    routes: Mapping[Route, int]
    places: Mapping[Place, int]
    #: By country, what readers have added to these alerts.
    sightings: Mapping[str, int]


def add_up(group: Any, search: LibrarySearch) -> Totals:
    """The totals of the alerts that the caller may see and asks for."""
    index, found = alerts_of(group, search)
    return Totals(
        incidents=len(found),
        counts={name: index.counts(field, found) for name, field in COUNTS.items()},
        quantities=sum_quantities(index.counts("quantity", found)),
        routes=_routes(index, found),
        places=_places(index, found),
        sightings=_sightings(group, found),
    )


class IndexedSpots:
    """Where the alerts of an answer happened, from the index; implements ``Spots``."""

    def __init__(self, index: Any, found: BitMap):
        self.index, self.found = index, found
        tool = api.portal.get_tool("portal_catalog")
        self.figures = inner_catalog(tool).getIndex(FIGURES)

    def count(self, cells: Sequence[Cell]) -> dict[Cell, int]:
        wanted = {cell.value: cell for cell in cells}
        counted = self.index.counts_of("area", wanted, self.found)
        return {wanted[value]: number for value, number in counted.items()}

    def sample(self, cell: Cell) -> list[Spot]:
        members = self.index.having("area", cell.value) & self.found
        return list(self.read(islice(members, SAMPLE)))

    def read(self, positions: Iterable[int]) -> Iterator[Spot]:
        """The places of these alerts, all of which have a position."""
        for position in positions:
            yield Spot(*read_spot(self.figures.getEntryForObject(rid_at(position))))


def add_up_places(
    group: Any, search: LibrarySearch
) -> tuple[int, IndexedSpots, Mapping[str, int], Counter[Leg]]:
    """For a map: the number of alerts, where those with a position are, those of each
    country without one, and those of each leg of the routes.
    """
    index, found = alerts_of(group, search)
    elsewhere = found - index.having_any("area")
    legs = index.counts("leg", found).items()
    return (
        len(found),
        IndexedSpots(index, found),
        index.counts("country", elsewhere),
        Counter({read_leg(value): number for value, number in legs}),
    )


def count_facets(group: Any, search: LibrarySearch) -> dict[str, dict[str, int]]:
    """The facets of these alerts, as a list has them."""
    _found, counted = found_and_counted(group, replace(search, limits=ALERTS))
    index = library_index(api.portal.get_tool("portal_catalog"))
    return {name: index.counts(name, among) for name, among in counted.items()}


def count_alerts(
    group: Any, search: LibrarySearch, names: Collection[str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """The number of these alerts, and those with each value of fields of the index."""
    index, found = alerts_of(group, search)
    return len(found), {name: index.counts(name, found) for name in names}


def alerts_of(group: Any, search: LibrarySearch) -> tuple[Any, BitMap]:
    """The index, and the positions of the alerts that the caller may see and asks for."""
    found = matching(group, replace(search, limits=ALERTS))
    return library_index(api.portal.get_tool("portal_catalog")), found


def _sightings(group: Any, found: BitMap) -> dict[str, int]:
    tool = api.portal.get_tool("portal_catalog")
    numbers: Counter[str] = Counter()
    for uid, country, number in sightings_in(group):
        rid = rid_of_uid(tool, uid)
        if rid is not None and position_of(rid) in found:
            numbers[country] += number
    return dict(numbers)


def _routes(index: Any, found: BitMap) -> dict[Route, int]:
    counted = index.counts("route", found)
    return {read_route(value): number for value, number in counted.items()}


def _places(index: Any, found: BitMap) -> dict[Place, int]:
    """Alerts by position; those without one are where their country is.

    Of more than ``MOST_PLACES`` with a position, by the cells of the finest grid that
    has no more cells.
    """
    spots = IndexedSpots(index, found)
    located = found & index.having_any("area")
    if len(located) <= MOST_PLACES:
        places = Counter(spot.place for spot in spots.read(located))
    else:
        cells = count_cells(spots, MOST_PLACES).items()
        places = Counter({Place(*cell.centre, None): number for cell, number in cells})
    for country, number in index.counts("country", found - located).items():
        position = country_position(country)
        if position is not None:
            places[Place(*position, "country")] += number
    return dict(places)
