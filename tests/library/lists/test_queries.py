"""The list is what a plain query finds, filtered, sorted and counted in Python."""

import unittest
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.library.lists import queries
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import (
    ALL_FACETS,
    FIGURE_FILTERS,
    FILTER_NAMES,
    LibrarySearch,
    STATES,
    USUAL_FACETS,
)
from collections import Counter
from dataclasses import replace
from DateTime import DateTime
from datetime import date, timedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from plone import api
from plone.app.testing import login
from random import Random
from unittest.mock import patch


AUTHORS = ("customs-xa", "police-xb", "igo-unodc", "secretariat")
READERS = (*AUTHORS, "wildlife-xc", "igo-interpol", "outsider", "contact-xa")
SPECIES = ("Acinonyx jubatus", "Panthera pardus", "Loxodonta africana")
TERMS = ("LIV", "SKI", "TUS")
COUNTRIES = ("XA", "XB", "XC")
HANDLING = ("green", "amber", "amber_strict", "red")
WORDS = ("pangolin", "dhow", "border", "crate")
FIRST_DAY = date(2026, 1, 1)
#: A day has several items and some have none, so that sorting meets equals and gaps.
DAYS = 12

VALUES = {
    "type": ("Alert", "LibraryDocument"),
    "alert_type": ("seizure", "route"),
    "document_type": ("report", "training"),
    "state": STATES,
    "handling": HANDLING,
    "country": (*COUNTRIES, "XZ"),
    "species": (*SPECIES, "Homo sapiens"),
    "taxon": ("Panthera", "Felidae", "Carnivora", "Loxodonta africana"),
    "term": TERMS,
    "detecting_agency": ("customs", "police"),
    "detection_method": ("x_ray", "routine"),
    "reason_for_seizure": ("no_permit", "misdeclared"),
    "origin": COUNTRIES,
    "transit": COUNTRIES,
    "destination": COUNTRIES,
    "transport_mode": ("air", "sea"),
    "concealment": ("parcel", "boat_hold"),
    "language": ("en", "fr"),
    "source_grade": ("A", "X"),
    "information_grade": ("1", "4"),
    "permit": ("XA2026/1", "XB7"),
    "author": (*AUTHORS, "nobody"),
}
#: Filter → field of alerts, where that takes one code or several.
ONE_CODE = {
    "detecting_agency": "detecting_agency",
    "detection_method": "detection_method",
    "origin": "alleged_origin",
    "destination": "alleged_destination",
    "language": "language",
    "source_grade": "source_grade",
    "information_grade": "information_grade",
}
CODES = {
    "reason_for_seizure": "reason_for_seizure",
    "transit": "transit_countries",
    "transport_mode": "transport_mode",
    "concealment": "concealment",
}
#: Those by places and routes are tested with the map.
NAMES = [name for name in FILTER_NAMES if name not in FIGURE_FILTERS]


def chosen(known):
    """One value of a filter, or several."""
    one = st.sampled_from(known)
    return one | st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)


days = st.none() | st.integers(-2, DAYS + 2).map(lambda n: FIRST_DAY + timedelta(n))
#: How many hits are sorted: the order is read for the others, or for some days of it.
limits = st.sampled_from((0, 20, 2000))
searches = st.builds(
    LibrarySearch,
    filters=st.dictionaries(st.sampled_from(NAMES), st.none(), max_size=3).flatmap(
        lambda names: st.fixed_dictionaries(
            {name: chosen(VALUES[name]) for name in names}
        )
    ),
    words=st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(" ".join),
    since=days,
    until=days,
    sort_on=st.sampled_from(tuple(queries.SORT_INDEXES)),
    descending=st.booleans(),
    facets=st.sampled_from((USUAL_FACETS, ALL_FACETS, ())),
    start=st.integers(0, 40),
    size=st.integers(1, 30),
).filter(
    lambda search: not (search.since and search.until) or search.since <= search.until
)


class ListingTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        chance = Random(2026)
        self.items = {}
        for number in range(60):
            login(self.portal, chance.choice(AUTHORS))
            self.add_item(chance, number)

    def add_item(self, chance: Random, number: int) -> None:
        words = chance.sample(WORDS, chance.randint(0, 3))
        if number % 3:
            fields, facts = self.alert(chance)
        else:
            fields, facts = self.document(chance)
        facts |= {
            "title": " ".join((chance.choice("abc"), *words)),
            "words": set(words),
            "handling": chance.choice(HANDLING),
            "state": chance.choice(STATES),
            "author": api.user.get_current().getId(),
            "day": FIRST_DAY + timedelta(chance.randrange(DAYS)),
        }
        item = api.content.create(
            self.group.library,
            facts["type"],
            title=facts["title"],
            handling=facts["handling"],
            **fields,
        )
        item.setEffectiveDate(DateTime(f"{facts['day']}T12:00:00Z"))
        set_state(item, facts["state"])
        item.reindexObject()
        self.items[item.UID()] = facts

    def alert(self, chance):
        kind = chance.choice(VALUES["alert_type"])
        day = chance.choice((None, FIRST_DAY + timedelta(chance.randrange(DAYS))))
        country = chance.choice((None, *COUNTRIES))
        lines = [
            {"species": chance.choice(SPECIES), "term": chance.choice(TERMS)}
            for _line in range(chance.randint(0, 3))
        ]
        permits = chance.sample(("xa-2026/1", "XB 7"), chance.randint(0, 2))
        one = {name: chance.choice((None, *VALUES[name])) for name in ONE_CODE}
        several = {
            name: chance.sample(VALUES[name], chance.randint(0, 2)) for name in CODES
        }
        fields = {
            "alert_type": kind,
            "incident_date": day,
            "incident_country": country,
            "specimens": [{**line, "quantity": 1.0} for line in lines],
            "permits": [{"country": "XA", "number": number} for number in permits],
            **{ONE_CODE[name]: value for name, value in one.items()},
            **{CODES[name]: values for name, values in several.items()},
        }
        return fields, {
            **one,
            **{name: set(values) for name, values in several.items()},
            "type": "Alert",
            "permit": {normal_number(number) for number in permits},
            "alert_type": kind,
            "incident_day": day,
            "country": {country} - {None},
            "species": {line["species"] for line in lines},
            "taxon": taxa({line["species"] for line in lines}),
            "term": {line["term"] for line in lines},
        }

    def document(self, chance):
        kind = chance.choice(VALUES["document_type"])
        countries = chance.sample(COUNTRIES, chance.randint(0, 2))
        species = chance.sample(SPECIES, chance.randint(0, 2))
        fields = {"document_type": kind, "countries": countries, "species": species}
        return fields, {
            "type": "LibraryDocument",
            "document_type": kind,
            "language": "en",  # that of who has made it
            "incident_day": None,
            "country": set(countries),
            "species": set(species),
            "taxon": taxa(species),
        }

    def matching(self, search: LibrarySearch) -> set[str]:
        catalog = self.portal.portal_catalog
        brains = catalog.searchResults(library_of=self.group.UID())
        return {brain.UID for brain in brains if self.fits(self.items[brain.UID], search)}

    def counted(self, search: LibrarySearch, facet: str) -> dict[str, int]:
        others = {name: value for name, value in search.filters.items() if name != facet}
        found = self.matching(replace(search, filters=others))
        return dict(Counter(v for uid in found for v in values(self.items[uid], facet)))

    def fits(self, facts, search: LibrarySearch) -> bool:
        return (
            all(
                not set(values(facts, name)).isdisjoint(
                    (wanted,) if isinstance(wanted, str) else wanted
                )
                for name, wanted in search.filters.items()
            )
            and facts["words"] >= set(search.words.split())
            and (search.since is None or search.since <= facts["day"])
            and (search.until is None or facts["day"] <= search.until)
        )

    @settings(deadline=None, max_examples=150)
    @given(st.sampled_from(READERS), searches, limits)
    def test_a_page_is_what_a_plain_query_says(self, reader, search, limit):
        login(self.portal, reader)
        with patch.object(queries, "SORT_LIMIT", limit):
            page = list_items(self.group, search)
        expected = self.matching(search)
        self.assertEqual(len(expected), page.total)
        # Of a facet in which values are chosen, the others count what they would add.
        counts = {facet: self.counted(search, facet) for facet in search.facets}
        self.assertEqual(counts, page.facets)
        shown = [uid for _path, uid, _row in page.rows]
        self.assertEqual(
            min(search.size, max(len(expected) - search.start, 0)), len(shown)
        )
        self.assertEqual(len(shown), len(set(shown)))
        self.assertLessEqual(set(shown), expected)
        self.assert_sorted([self.items[uid] for uid in shown], search)

    def assert_sorted(self, facts, search: LibrarySearch) -> None:
        key = {
            "effective": lambda item: item["day"],
            "incident_date": lambda item: item["incident_day"] or date.min,
            "title": lambda item: item["title"],
        }[search.sort_on]
        keys = list(map(key, facts))
        self.assertEqual(sorted(keys, reverse=search.descending), keys)

    @settings(deadline=None, max_examples=30)
    @given(st.sampled_from(READERS), searches, limits)
    def test_pages_make_up_the_whole(self, reader, search, limit):
        login(self.portal, reader)
        fields = {
            name: getattr(search, name) for name in ("filters", "sort_on", "descending")
        }
        seen = []
        with patch.object(queries, "SORT_LIMIT", limit):
            for start in range(0, len(self.items), search.size):
                page = list_items(
                    self.group, LibrarySearch(**fields, start=start, size=search.size)
                )
                seen += [uid for _path, uid, _row in page.rows]
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(self.matching(LibrarySearch(**fields)), set(seen))

    def test_the_library_that_is_tried_has_something_for_each(self):
        login(self.portal, "igo-interpol")
        shared = sum(facts["state"] == "shared" for facts in self.items.values())
        self.assertEqual(shared, list_items(self.group, LibrarySearch()).total)
        self.assertGreater(shared, 3)
        login(self.portal, "outsider")
        self.assertEqual(0, list_items(self.group, LibrarySearch()).total)


def taxa(species) -> set[str]:
    """The names and all above them, written down here."""
    above = {
        "Acinonyx jubatus": ("Acinonyx", "Felidae", "Carnivora"),
        "Panthera pardus": ("Panthera", "Felidae", "Carnivora"),
        "Loxodonta africana": ("Loxodonta", "Elephantidae", "Proboscidea"),
    }
    return {taxon for name in species for taxon in (name, *above[name])}


def values(facts, name: str) -> set[str]:
    """What an item has in a field, as a set."""
    found = facts.get(name)
    return found if isinstance(found, set) else {found} - {None}
