import json
import unittest
from cites.cug.core.codelists.taxa import is_known_species, species_name
from cites.cug.core.validation.errors import InvalidValue, InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.specimens import (
    COLUMNS,
    MAX_LINES,
    read_line,
    read_lines,
    Specimens,
)
from hypothesis import given
from hypothesis import strategies as st
from tests.library.specimen_lines import GOOD_LINES
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory, TooLong


GOOD = {"species": "Acinonyx jubatus", "term": "SKI", "quantity": 2.0}


#: What JSON can hold.
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["LIV", "SKI", "KIL", "W", "adult", "alive", "M"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["token", "title", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


LINES = st.dictionaries(st.sampled_from([*COLUMNS, "colour"]), VALUES, max_size=9)


class SpecimensTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def wrong(self, line):
        try:
            read_line(line)
        except InvalidValues as error:
            return [(column, mistake.message) for column, mistake in error.mistakes]
        return []

    def columns(self, **changes):
        return [column for column, _message in self.wrong({**GOOD, **changes})]

    def test_a_good_line(self):
        self.assertEqual(self.wrong(GOOD), [])
        self.assertEqual(self.columns(quantity=3), [])
        self.assertEqual(self.columns(quantity=0.5, unit="KIL"), [])
        self.assertEqual(self.columns(term={"token": "LIV", "title": "live"}), [])

    def test_quantities(self):
        endless, undefined = json.loads("[1e400, NaN]")
        for quantity in (0, -1, undefined, endless, -endless, 1e10, 10**400, "two", True):
            self.assertEqual(self.columns(quantity=quantity), ["quantity"], quantity)
        for quantity in (None, "", [2], {"token": []}):
            self.assertEqual(self.columns(quantity=quantity), ["quantity"], quantity)

    def test_units_fit_what_is_counted(self):
        self.assertEqual(self.columns(term="LIV", unit="KIL"), ["unit"])
        self.assertEqual(self.columns(term="LIV", unit="PCS"), [])
        self.assertEqual(self.columns(term="SKI", unit="KIL"), [])
        self.assertEqual(self.columns(quantity=1.5), ["quantity"])

    def test_codes(self):
        for column in ("term", "unit", "source", "age_class", "sex", "condition"):
            for code in ("nonsense", ["LIV"], {"title": "live"}, 7):
                self.assertEqual(self.columns(**{column: code}), [column], code)
        for column in ("unit", "source", "age_class", "sex", "condition"):
            self.assertEqual(self.columns(**{column: ""}), [])

    def test_all_that_is_wrong_with_a_line_is_said(self):
        line = {"species": "", "term": "nonsense", "quantity": -1, "sex": "nonsense"}
        columns = [column for column, _message in self.wrong(line)]
        self.assertEqual(columns, ["species", "term", "sex"])

    def test_species(self):
        self.assertEqual(self.columns(species="x" * 201), ["species"])
        self.assertEqual(self.columns(species="Cat\x07"), ["species"])
        self.assertEqual(self.columns(species="Cat\nDog"), [])  # one blank after tidying
        self.assertEqual(self.columns(species=None), ["species"])
        self.assertEqual(self.columns(species="Felis ficta"), [])
        self.assertFalse(is_known_species("Felis ficta"))
        self.assertTrue(is_known_species("Acinonyx jubatus"))

    def test_names_are_brought_to_the_spelling_of_the_list(self):
        for text in ("CHEETAH", "guépard", " Guepardo ", "acinonyx  JUBATUS"):
            self.assertEqual(species_name(text), "Acinonyx jubatus")
        for text in ("Éléphant d’Afrique", "éléphant d'afrique"):
            self.assertEqual(species_name(text), "Loxodonta africana")
        self.assertEqual(species_name("  Felis   ficta "), "Felis ficta")

    def test_what_is_no_line(self):
        for line in (None, "SKI", 5, [GOOD]):
            self.assertEqual([c for c, _m in self.wrong(line)], ["species"])
        self.assertEqual(self.columns(colour="red"), ["species"])
        ((_column, message),) = self.wrong({**GOOD, "colour": 1})
        self.assertEqual(message.mapping, {"name": "colour"})

    def test_the_field_names_line_and_column(self):
        field = Specimens(title="x", required=False).bind(self.layer["portal"])
        lines = [GOOD, {**GOOD, "quantity": -1}, {**GOOD, "term": "?"}]
        with self.assertRaises(InvalidValue) as caught:
            field.validate(lines)
        places = [mistake.place for mistake in caught.exception.mistakes]
        self.assertEqual(places, ["[1].quantity", "[2].term"])
        field.validate(lines[:1])
        with self.assertRaises(TooLong):
            field.validate(lines[:1] * (MAX_LINES + 1))

    @given(GOOD_LINES)
    def test_lines_of_listed_codes_are_taken_as_they_are(self, line):
        (read,) = read_lines([line])
        self.assertEqual(set(read), set(COLUMNS))
        self.assertEqual(read["quantity"], line["quantity"])
        self.assertEqual(read_line(read), read)

    @given(LINES)
    def test_any_line_is_judged_and_what_passes_can_be_kept(self, line):
        try:
            tidied = read_line(line)
        except InvalidValues:
            return
        self.assertEqual(set(tidied), set(COLUMNS))
        self.assertEqual(json.loads(json.dumps(tidied, allow_nan=False)), tidied)
        self.assertGreater(tidied["quantity"], 0)
        terms = getUtility(IVocabularyFactory, name="cites.cug.term")(None)
        self.assertIn(tidied["term"], terms)
