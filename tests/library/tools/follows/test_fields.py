"""What can be followed, and how values are compared."""

import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.tools.follows.fields import Field, read_value, values_of
from plone import api
from plone.app.testing import login


class ReadValueTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_a_value_is_kept_as_it_is_compared(self):
        for field, given, kept in (
            ("species", " guépard ", "Acinonyx jubatus"),
            ("species", "felidae", "Felidae"),
            ("country", "XB", "XB"),
            ("route", "XC-XB", "XC-XB"),
            ("route", "XC", "XC"),
            ("handling", "amber", "amber"),
            ("author_country", "XA", "XA"),
            ("search", "?q=dhow&country=XB", "country=XB&q=dhow"),
            ("search", "country=XB&country=XA&country=XB", "country=XA&country=XB"),
            ("search", "", ""),
        ):
            self.assertEqual(kept, read_value(Field(field), given), (field, given))

    def test_a_mistake_names_the_value(self):
        for field, given in (
            ("species", ""),
            ("species", "a\x00b"),
            ("country", "Neverland"),
            ("country", None),
            ("country", ["XA"]),
            ("route", "XA-XB-XC"),
            ("route", "XA-"),
            ("route", "XA-QQ"),
            ("handling", "white"),
            ("search", "b_start=3"),
            ("search", "country=Neverland"),
            ("search", "country=XA&country=Neverland"),
            ("search", "q=dhow&q=boat"),
            ("search", "q=" + "é" * 190),
        ):
            with self.assertRaises(InvalidValues) as raised:
                read_value(Field(field), given)
            self.assertEqual("value", raised.exception.field, (field, given))


class ValuesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        login(self.layer["portal"], "customs-xa")

    def make(self, **fields):
        values = {"title": "EXERCISE", "alert_type": "other", "handling": "amber"}
        return api.content.create(self.group.library, "Alert", **values, **fields)

    def test_an_alert_has_all_above_its_species_and_all_ways_of_its_route(self):
        cub = {"species": "Acinonyx jubatus raineyi", "term": "LIV", "quantity": 1}
        way = {"alleged_origin": "XC", "transit_countries": ["XA"]}
        way["alleged_destination"] = "XB"
        found = values_of(self.make(specimens=[cub], incident_country="XD", **way))
        above = {"Acinonyx jubatus", "Acinonyx", "Felidae", "Carnivora"}
        # And the names that they may have been followed by.
        names = {cub["species"], *above, "Felis jubata"}
        self.assertEqual(names, set(found[Field.SPECIES]))
        ways = {"XC", "XA", "XB", "XC-XA", "XC-XB", "XA-XB"}
        self.assertEqual(ways, set(found[Field.ROUTE]))
        self.assertEqual(["XD"], found[Field.COUNTRY])
        self.assertEqual(["amber"], found[Field.HANDLING])
        self.assertEqual(["XA"], found[Field.AUTHOR_COUNTRY])

    def test_an_item_that_hides_its_country_has_none(self):
        alert = self.make()
        alert.hide_country = True
        self.assertEqual([], values_of(alert)[Field.AUTHOR_COUNTRY])
