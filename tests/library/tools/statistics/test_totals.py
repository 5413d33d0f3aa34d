"""Each number is the total of a list, and each sum that of the alerts in it."""

import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch, STATES
from cites.cug.library.tools.map.browser.map_drawing import count_legs
from cites.cug.library.tools.map.country_positions import country_position
from cites.cug.library.tools.map.grid import first_cells
from cites.cug.library.tools.statistics.figures import Counted, Place, Route
from cites.cug.library.tools.statistics.totals import (
    add_up,
    add_up_places,
    count_facets,
    COUNTS,
)
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hypothesis import given, settings
from hypothesis import strategies as st
from plone import api
from plone.app.testing import login
from random import Random
from unittest.mock import patch


MOST = "cites.cug.library.tools.statistics.totals.MOST_PLACES"
AUTHORS = ("customs-xa", "police-xb", "igo-unodc", "secretariat")
READERS = (*AUTHORS, "wildlife-xc", "igo-interpol", "outsider", "contact-xa")
COUNTRIES = ("XA", "XB", "XC")
SPECIES = ("Acinonyx jubatus", "Panthera pardus", "Loxodonta africana")
TERMS = ("SKI", "TUS", "MEA")
UNITS = (None, "KIL", "BAG")
FIRST_DAY = date(2025, 12, 20)
DAYS = 50
FILTERS = {
    "type": ("Alert", "LibraryDocument"),
    "country": COUNTRIES,
    "species": SPECIES,
    "taxon": ("Felidae", "Proboscidea"),
    "term": TERMS,
    "state": STATES,
    "handling": ("green", "amber"),
    "origin": COUNTRIES,
    "transport_mode": ("air", "sea"),
    "author": AUTHORS,
}
days = st.none() | st.integers(-2, DAYS + 2).map(lambda n: FIRST_DAY + timedelta(n))
searches = st.builds(
    LibrarySearch,
    filters=st.dictionaries(
        st.sampled_from(tuple(FILTERS)), st.none(), max_size=2
    ).flatmap(
        lambda names: st.fixed_dictionaries(
            {name: st.sampled_from(FILTERS[name]) for name in names}
        )
    ),
    incident_from=days,
    incident_until=days,
)


class TotalsTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        chance = Random(19)
        self.alerts = {}
        for number in range(36):
            login(self.portal, chance.choice(AUTHORS))
            self.add(chance, number)

    def add(self, chance: Random, number: int) -> None:
        common = {
            "title": f"EXERCISE {number}",
            "handling": chance.choice(("green", "amber")),
        }
        if number % 6 == 5:
            item = api.content.create(
                self.group.library,
                "LibraryDocument",
                document_type="report",
                countries=["XA"],
                **common,
            )
        else:
            item = api.content.create(
                self.group.library, "Alert", **common, **self.fields(chance)
            )
            self.alerts[item.UID()] = item
        set_state(item, chance.choice(STATES))

    def fields(self, chance: Random) -> dict:
        placed = chance.random() < 0.5
        day = FIRST_DAY + timedelta(chance.randrange(DAYS))
        return {
            "alert_type": chance.choice(("seizure", "route")),
            "incident_date": chance.choice((None, day, day)),
            "incident_country": chance.choice((None, *COUNTRIES)),
            "alleged_origin": chance.choice((None, *COUNTRIES)),
            "transit_countries": chance.sample(COUNTRIES, chance.randint(0, 2)),
            "alleged_destination": chance.choice((None, *COUNTRIES)),
            "transport_mode": chance.sample(("air", "sea"), chance.randint(0, 2)),
            "latitude": chance.choice((1.26, 1.31, -4.0)) if placed else None,
            "longitude": chance.choice((36.8, -10.0)) if placed else None,
            "position_precision": chance.choice((None, "place", "exact")),
            "specimens": [
                {
                    "species": chance.choice(SPECIES),
                    "term": chance.choice(TERMS),
                    "unit": chance.choice(UNITS),
                    "quantity": chance.choice((1.0, 12.0, 0.5, 0.1, 205.0)),
                }
                for _line in range(chance.randint(0, 3))
            ],
        }

    def listed(self, search: LibrarySearch) -> list:
        """The alerts of the list, page by page."""
        page = list_items(self.group, replace(search, size=100))
        self.assertEqual(page.total, len(page.rows))
        return [self.alerts[uid] for _path, uid, _row in page.rows if uid in self.alerts]

    @settings(deadline=None, max_examples=40)
    @given(st.sampled_from(READERS), searches)
    def test_numbers_are_those_of_the_list(self, reader, search):
        login(self.portal, reader)
        totals, listed = add_up(self.group, search), self.listed(search)
        self.assertEqual(totals.incidents, len(listed))
        only = {"type": "Alert"}
        for name, field in COUNTS.items():
            if field == "incident_month":
                continue
            for value, number in totals.counts[name].items():
                asked = {**search.filters, **only, field: value}
                if (
                    search.filters.get(field, value) == value
                    and search.filters.get("type", "Alert") == "Alert"
                ):
                    found = list_items(self.group, replace(search, filters=asked))
                    self.assertEqual(found.total, number, (name, value))
        months = Counter(
            alert.incident_date.isoformat()[:7] for alert in listed if alert.incident_date
        )
        self.assertEqual(totals.counts["by_month"], months)
        self.assertEqual(totals.quantities, quantities(listed))
        routes = [route(alert) for alert in listed]
        self.assertEqual(totals.routes, Counter(one for one in routes if one.stops))
        places = Counter(filter(None, map(place, listed)))
        self.assertEqual(totals.places, places)
        with patch(MOST, 3):
            cells = add_up(self.group, search).places
        self.assertEqual(sum(places.values()), sum(cells.values()))
        number, spots, countries, legs = add_up_places(self.group, search)
        self.assertEqual(number, totals.incidents)
        placed = sum(spots.count(first_cells()).values()) + sum(countries.values())
        self.assertEqual(placed, sum(places.values()))
        self.assertEqual(legs, count_legs(totals.routes))
        facets = count_facets(self.group, replace(search, facets=("country",)))
        others = {n: value for n, value in search.filters.items() if n != "country"}
        wide = add_up(self.group, replace(search, filters=others))
        self.assertEqual(facets["country"], wide.counts["by_country"])

    @settings(deadline=None, max_examples=40)
    @given(st.sampled_from(READERS), days, days)
    def test_a_period_is_that_of_the_incidents(self, reader, first, last):
        login(self.portal, reader)
        every = self.listed(LibrarySearch())
        search = LibrarySearch(incident_from=first, incident_until=last)
        expected = {
            alert.UID()
            for alert in every
            if (first is None and last is None)
            or (
                alert.incident_date
                and (first or date.min) <= alert.incident_date <= (last or date.max)
            )
        }
        self.assertEqual({alert.UID() for alert in self.listed(search)}, expected)

    def test_there_is_something_to_add_for_some_and_nothing_for_others(self):
        login(self.portal, "police-xb")
        mine = add_up(self.group, LibrarySearch())
        self.assertGreater(len(mine.quantities), 3)
        self.assertGreater(len(mine.routes), 3)
        login(self.portal, "igo-interpol")
        self.assertLess(add_up(self.group, LibrarySearch()).incidents, mine.incidents)
        login(self.portal, "outsider")
        self.assertEqual(add_up(self.group, LibrarySearch()).incidents, 0)


def quantities(alerts) -> dict[Counted, Decimal]:
    sums: dict[Counted, Decimal] = {}
    for line in (line for alert in alerts for line in alert.specimens):
        key = Counted(line["species"], line["term"], line["unit"])
        sums[key] = sums.get(key, Decimal(0)) + Decimal(str(line["quantity"]))
    return sums


def route(alert) -> Route:
    return Route(
        alert.alleged_origin, tuple(alert.transit_countries), alert.alleged_destination
    )


def place(alert) -> Place | None:
    if alert.latitude is not None:
        latitude, longitude = round(alert.latitude, 1), round(alert.longitude, 1)
        return Place(latitude, longitude, alert.position_precision)
    position = country_position(alert.incident_country)
    return Place(*position, "country") if position else None
