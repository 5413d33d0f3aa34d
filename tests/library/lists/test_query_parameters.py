"""Questions as they are read from a query string."""

import unittest
from cites.cug.core.codelists.lists import former_entries
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.core.validation.query_parameters import (
    MAX_PAGE_SIZE,
    MAX_TEXT,
    MOST_VALUES,
)
from cites.cug.library.lists.query_parameters import (
    ALL_FACETS,
    FILTER_NAMES,
    LibrarySearch,
    read_library_query,
    RELEVANCE,
)
from datetime import date
from hypothesis import given
from hypothesis import strategies as st


TEXT = st.text(max_size=MAX_TEXT + 20)
NAMES = (
    *FILTER_NAMES,
    "q",
    "since",
    "until",
    "facets",
    "sort_on",
    "sort_order",
    "b_start",
    "b_size",
)


class TextTest(unittest.TestCase):
    def words(self, text):
        wanted = read_library_query({"q": text}).question.wanted
        return [" ".join(one.words) for one in wanted]

    def test_words_of_the_index_language_are_words(self):
        self.assertEqual(self.words("cubs not (dhow)"), ["cubs", "not", "dhow"])
        self.assertEqual(self.words("-- ()"), [])

    def test_the_best_match_stands_first_where_words_are_wanted(self):
        self.assertEqual(RELEVANCE, read_library_query({"q": "cubs"}).sort_on)
        for form in ({}, {"q": "-cubs"}, {"q": "cubs", "sort_on": "effective"}):
            self.assertEqual("effective", read_library_query(form).sort_on)


class ParseTest(unittest.TestCase):
    def assert_bad(self, name, form):
        with self.assertRaises(InvalidValues) as caught:
            read_library_query(form)
        self.assertEqual(name, caught.exception.field)

    def test_nothing_asked_is_the_newest_page(self):
        self.assertEqual(LibrarySearch(), read_library_query({}))
        self.assertEqual(LibrarySearch(), read_library_query(dict.fromkeys(NAMES, "")))

    def test_all_that_can_be_asked(self):
        form = {
            "type": "Alert",
            "state": "shared",
            "country": ["XA", "XB", "", "XA"],
            "concealment": "parcel",
            "facets": "all",
            "q": "cubs",
            "since": "2026-01-01",
            "until": "2026-01-31T23:00:00Z",
            "sort_on": "incident_date",
            "sort_order": "ascending",
            "b_start": "25",
            "b_size": "100",
            "set_language": "fr",
        }
        expected = LibrarySearch(
            filters={
                "type": ("Alert",),
                "state": ("shared",),
                "country": ("XA", "XB"),
                "concealment": ("parcel",),
            },
            facets=ALL_FACETS,
            words="cubs",
            since=date(2026, 1, 1),
            until=date(2026, 1, 31),
            sort_on="incident_date",
            descending=False,
            start=25,
            size=100,
        )
        self.assertEqual(expected, read_library_query(form))

    def test_titles_begin_with_a_and_dates_with_the_newest(self):
        self.assertFalse(read_library_query({"sort_on": "title"}).descending)
        self.assertTrue(read_library_query({"sort_on": "incident_date"}).descending)
        self.assertTrue(
            read_library_query(
                {"sort_on": "title", "sort_order": "descending"}
            ).descending
        )

    def test_what_cannot_be_understood_is_named(self):
        for name, value in (
            ("type", "Document"),
            ("state", "private"),
            ("sort_on", "getObject"),
            ("sort_order", "up"),
            ("facets", "some"),
            ("facets", ["all"]),
            ("since", "yesterday"),
            ("until", "2026-02-30"),
            ("b_start", "-1"),
            ("b_start", "1e3"),
            ("b_size", "0"),
            ("b_size", str(MAX_PAGE_SIZE + 1)),
            ("b_size", "\u0663"),
            ("species", {"a": "list"}),
            ("species", [f"Felis {number}" for number in range(MOST_VALUES + 1)]),
            ("country", ["XA", "Neverland"]),
            ("type", ["Alert", "Document"]),
            ("species", "x" * (MAX_TEXT + 1)),
            ("country", "X\0A"),
            ("country", "Neverland"),
            ("term", "SKINS"),
            ("term", " "),
            ("handling", "violet"),
            ("author", {"query": "secretariat"}),
            ("q", ["cubs"]),
        ):
            with self.subTest(name, value=value):
                self.assert_bad(name, {name: value})

    def test_a_former_code_is_known_as_older_items_may_have_it(self):
        former, _title = former_entries("term", "en")[0]
        self.assertEqual(
            {"term": (former,)}, read_library_query({"term": former}).filters
        )

    def test_a_species_is_no_code(self):
        asked = {"species": "Felis nova"}
        expected = {"species": ("Felis nova",)}
        self.assertEqual(expected, read_library_query(asked).filters)

    def test_what_is_spelled_in_many_ways_is_compared_in_one(self):
        asked = {"permit": "xa 2026-000123", "species": "guepard"}
        expected = {"permit": ("XA2026000123",), "species": ("Acinonyx jubatus",)}
        self.assertEqual(expected, read_library_query(asked).filters)

    def test_the_end_is_not_before_the_beginning(self):
        self.assert_bad("until", {"since": "2026-02-01", "until": "2026-01-31"})
        read_library_query({"since": "2026-02-01", "until": "2026-02-01"})

    @given(st.dictionaries(st.sampled_from(NAMES), TEXT))
    def test_whatever_is_sent_is_understood_or_named(self, form):
        try:
            search = read_library_query(form)
        except InvalidValues as error:
            self.assertIn(error.field, form)
        else:
            self.assertLessEqual(search.size, MAX_PAGE_SIZE)
            self.assertGreaterEqual(search.start, 0)
