import unittest
from cites.cug.core.codelists.corrections import (
    corrected,
    format_line,
    MalformedCorrection,
    parse_corrections,
    parse_line,
)
from cites.cug.core.settings.languages import CONVENTION, LANGUAGES
from dataclasses import replace
from hypothesis import given
from hypothesis import strategies as st
from tests.core.codelists.entries import entry


WORDS = st.text(
    st.characters(exclude_characters="|", exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=20,
)
OTHERS = [one for one in LANGUAGES if one not in CONVENTION]
TITLES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def made(code, english, french, spanish, others, current):
    found = entry(code, english, french, spanish, current=current)
    return replace(found, titles={**found.titles, **others})


ENTRIES = st.builds(
    made,
    st.from_regex(r"[A-Za-z0-9_]{1,60}", fullmatch=True),
    TITLES,
    TITLES,
    TITLES,
    st.fixed_dictionaries({}, optional=dict.fromkeys(OTHERS, TITLES)),
    st.booleans(),
)


class TestLines(unittest.TestCase):
    @given(ENTRIES)
    def test_a_line_reads_back_as_the_entry_it_was_written_from(self, one):
        self.assertEqual(one, parse_line("term", format_line(one)))

    @given(st.lists(ENTRIES, max_size=5, unique_by=lambda one: one.code))
    def test_so_does_a_text_of_lines(self, entries):
        text = "\n".join(format_line(one) for one in entries)
        self.assertEqual(entries, list(parse_corrections("term", text).values()))

    @given(st.text())
    def test_any_text_is_parsed_or_refused_with_its_line(self, text):
        try:
            parse_corrections("term", text)
        except MalformedCorrection as error:
            self.assertTrue(error.reason)
            self.assertIn(error.line, range(1, len(text.split("\n")) + 1))

    def test_spaces_around_are_of_no_account(self):
        found = parse_line("term", "  OIL|oil |  huile| aceite |HIDDEN ")
        self.assertEqual(entry("OIL", "oil", "huile", "aceite", current=False), found)


class TestRefused(unittest.TestCase):
    def refused(self, text, list_name="term"):
        with self.assertRaises(MalformedCorrection) as caught:
            parse_corrections(list_name, text)
        return caught.exception

    def test_the_error_names_the_line(self):
        text = "OIL | oil | huile | aceite\n\nWAX | wax"
        self.assertEqual(3, self.refused(text).line)

    def test_what_is_malformed(self):
        for line, reason in {
            "OIL": "Write: CODE",
            "OIL | a | b": "Write: CODE",
            "OIL | a | b | c | gone": "Write: CODE",
            "OIL | a | b | c | hidden | d": "Write: CODE",
            " | a | b | c": "The code is missing",
            "O-L | a | b | c": "A code has only",
            "Œ | a | b | c": "A code has only",
            "A" * 61 + " | a | b | c": "A code has only",
            "OIL | a |  | c": "The title is needed",
            "OIL | a | b\u202e | c": "A title has only printable",
            f"OIL | a | {'b' * 201} | c": "A title has at most",
        }.items():
            with self.subTest(line):
                self.assertIn(reason, self.refused(line).reason.default)

    def test_a_code_twice(self):
        error = self.refused("OIL | a | b | c\nOIL | d | e | f")
        self.assertEqual((2, "OIL"), (error.line, error.reason.mapping["code"]))

    def test_species_have_scientific_names(self):
        for name in ("Lynx lynx isabellinus", "Panthera"):
            with self.subTest(name):
                found = parse_corrections("species", f"{name} | a | b | c")
                self.assertEqual([name], list(found))
        for name in ("lynx lynx", "Lynx Lynx", "LYNX", "Lynx x y z", "L1"):
            with self.subTest(name):
                error = self.refused(f"{name} | a | b | c", "species")
                self.assertIn("scientific name", error.reason.default)

    def test_codes_the_portal_relies_on_only_change_titles(self):
        parse_corrections("handling", "red | Red | Rouge | Rojo")
        for line in ("clear | a | b | c", "red | a | b | c | hidden"):
            error = self.refused(line, "handling")
            self.assertIn("change titles only", error.reason.default)


class TestLaidOver(unittest.TestCase):
    def test_replaced_in_place_and_added_at_the_end(self):
        first, second = entry("A", "a", "a", "a", rank=1), entry("B", "b", "b", "b")
        renamed, added = entry("A", "z", "z", "z"), entry("C", "c", "c", "c")
        result = corrected((first, second), {"C": added, "A": renamed})
        self.assertEqual(["A", "B", "C"], [one.code for one in result])
        self.assertEqual(("z", 1), (result[0].title("en"), result[0].rank))

    def test_titles_in_other_languages_stay_where_a_line_has_none(self):
        shipped = entry("OIL", "oil", "huile", "aceite")
        shipped = replace(shipped, titles={**shipped.titles, "ar": "زيت"})
        for line, arabic in {
            "OIL | fat | graisse | grasa": "زيت",
            "OIL | fat | graisse | grasa | ar: دهن": "دهن",
            # Taken away: then it is called what it is in English.
            "OIL | fat | graisse | grasa | ar:": "fat",
        }.items():
            with self.subTest(line):
                (found,) = corrected((shipped,), {"OIL": parse_line("term", line)})
                self.assertEqual(("fat", arabic), (found.title("en"), found.title("ar")))

    def test_languages_that_are_not_there_are_refused(self):
        with self.assertRaises(MalformedCorrection) as caught:
            parse_corrections("term", "OIL | a | b | c | qq: d")
        self.assertEqual("qq", caught.exception.reason.mapping["code"])
