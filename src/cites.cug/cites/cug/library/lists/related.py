"""Which alerts have to do with one, within what the caller may see, and why.

All is found in the library's own index: for each reason the set of alerts that share it,
taken from the set that the caller may see. Only the rows that are shown are read; no
alert is loaded, and the cost does not follow the size of the library.
"""

from cites.cug.access.author import is_unnamed
from cites.cug.access.guard import principals
from cites.cug.core.plone_internals.catalog import inner_catalog, rid_of_uid
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.picture_hashes import bands, EQUAL, hashes_in
from cites.cug.library.lists.bitmaps import library_index, LibraryIndex, position_of
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.indexers import seizure_form
from cites.cug.library.lists.queries import newest
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import combinations
from plone import api
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from typing import Any, NamedTuple
from zope.globalrequest import getRequest


#: So many are shown.
MOST = 10


class Reason(StrEnum):
    """What two alerts share."""

    PERMIT = "permit"
    SEIZURE = "seizure"
    PICTURE = "picture"
    SPECIES = "species"
    ROUTE = "route"
    CONCEALMENT = "concealment"


#: What each reason adds to the score. A number or a picture is hardly shared by chance;
#: where and how things are smuggled is shared by many.
WEIGHTS = {
    Reason.PERMIT: 40,
    Reason.SEIZURE: 40,
    Reason.PICTURE: 40,
    Reason.SPECIES: 20,
    Reason.ROUTE: 15,
    Reason.CONCEALMENT: 10,
}


class RelatedRow(NamedTuple):
    """An alert that has to do with another, as lists show it."""

    path: str
    uid: str
    row: dict[str, Any]
    reasons: tuple[Reason, ...]
    score: int


class Facts(NamedTuple):
    """What of an alert others may share, in the form in which the index has it."""

    permits: list[str]
    seizures: list[str]
    hashes: list[str]
    species: list[str]
    countries: list[str]
    months: list[str]
    origins: list[str]
    destinations: list[str]
    transport: list[str]
    concealment: list[str]


def facts_of(item: Any) -> Facts:
    """The facts of an alert or a document, stored or not."""
    day = getattr(item, "incident_date", None)
    number = getattr(item, "seizure_id", None)
    is_stored = IAlert.providedBy(item) and getattr(item, "_p_jar", None) is not None
    return Facts(
        permits=FILTERS["permit"].indexed(item),
        seizures=[seizure_form(number)] if number and not is_unnamed(item) else [],
        hashes=list(hashes_in(item)) if is_stored else [],
        species=FILTERS["species"].indexed(item),
        countries=FILTERS["country"].indexed(item),
        months=months_around(day.year, day.month) if day else [],
        origins=FILTERS["origin"].indexed(item),
        destinations=FILTERS["destination"].indexed(item),
        transport=FILTERS["transport_mode"].indexed(item),
        concealment=FILTERS["concealment"].indexed(item),
    )


def months_around(year: int, month: int) -> list[str]:
    """The month, the one before and the one after, as the index writes them."""
    numbers = (year * 12 + month - 1 + step for step in (-1, 0, 1))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers]


def sharing(index: LibraryIndex, facts: Facts, seen: BitMap) -> dict[Reason, BitMap]:
    """For each reason the alerts among those that share it; none of those without."""

    def having(name: str, values: list[str]) -> BitMap:
        return seen & index.having(name, values) if values else BitMap()

    found = {
        Reason.PERMIT: having("permit", facts.permits),
        Reason.SEIZURE: having("seizure", facts.seizures),
        Reason.PICTURE: BitMap.union(
            BitMap(), *(_same_picture(having, digits) for digits in facts.hashes)
        ),
        Reason.SPECIES: having("species", facts.species)
        & having("country", facts.countries),
        Reason.ROUTE: having("origin", facts.origins)
        & having("destination", facts.destinations),
        Reason.CONCEALMENT: having("concealment", facts.concealment)
        & having("transport_mode", facts.transport),
    }
    if facts.months:
        found[Reason.SPECIES] &= having("incident_month", facts.months)
    return {reason: sets for reason, sets in found.items() if sets}


def _same_picture(having: Callable[[str, list[str]], BitMap], digits: str) -> BitMap:
    """The alerts with a picture of which at least ``EQUAL`` bands are the same."""
    reached = [BitMap() for _count in range(EQUAL + 1)]
    for band in bands(digits):
        here = having("picture", [band])
        for count in range(EQUAL, 1, -1):
            reached[count] |= reached[count - 1] & here
        reached[1] |= here
    return reached[EQUAL]


def ranked(
    found: dict[Reason, BitMap],
) -> Iterator[tuple[int, tuple[Reason, ...], BitMap]]:
    """Score, reasons and the alerts that have these and no others, the highest first."""
    names = list(found)
    choices = [
        chosen for size in range(len(names)) for chosen in combinations(names, size + 1)
    ]
    for chosen in sorted(choices, key=lambda one: -score_of(one)):
        rest = [found[name] for name in names if name not in chosen]
        here = BitMap.intersection(*(found[name] for name in chosen))
        here = here.difference(*rest) if rest else here
        if here:
            yield score_of(chosen), chosen, here


def score_of(reasons: tuple[Reason, ...]) -> int:
    """The sum of the weights, at most 100."""
    return min(sum(WEIGHTS[one] for one in reasons), 100)


def related_to(
    group: Any, item: Any, uid: str | None = None, most: int = MOST
) -> list[RelatedRow]:
    """Alerts that the caller may see and that share something with the item.

    ``uid`` is the item's own, if it is stored: it is not related to itself.
    """
    tool = api.portal.get_tool("portal_catalog")
    processQueue()
    index = library_index(tool)
    seen = index.matching(principals(group), {"group": group.UID(), "type": "Alert"})
    own = rid_of_uid(tool, uid) if uid is not None else None
    if own is not None:
        seen.discard(position_of(own))
    return related_among(item, seen, most)


def related_among(
    item: Any, among: BitMap, most: int, least_score: int = 0
) -> list[RelatedRow]:
    """The same among these positions, whoever may see them; with this score or more."""
    tool = api.portal.get_tool("portal_catalog")
    index, catalog = library_index(tool), inner_catalog(tool)
    rows: list[RelatedRow] = []
    for score, reasons, here in ranked(sharing(index, facts_of(item), among)):
        if score < least_score:
            break
        for rid in newest(catalog, here, most - len(rows)):
            brain = catalog[rid]
            row = brain.library_row
            rows.append(RelatedRow(brain.getPath(), brain.UID, row, reasons, score))
        if len(rows) >= most:
            break
    return rows


def alerts_on_permit(group: Any, number: str) -> list[dict[str, Any]]:
    """``title``, ``url`` and ``handling`` of alerts that name a permit of this number.

    Those that the caller may see, the newest first.
    """
    tool = api.portal.get_tool("portal_catalog")
    processQueue()
    index, catalog = library_index(tool), inner_catalog(tool)
    asked = {"group": group.UID(), "permit": FILTERS["permit"].comparable(number)}
    found = index.matching(principals(group), asked)
    address = getRequest().physicalPathToURL
    brains = [catalog[rid] for rid in newest(catalog, found, MOST)]
    return [
        {
            "title": brain.library_row["title"],
            "url": address(brain.getPath()),
            "handling": brain.library_row["handling"],
        }
        for brain in brains
    ]
