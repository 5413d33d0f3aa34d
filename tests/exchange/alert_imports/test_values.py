"""What the cells of a table are read as."""

import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.alert_imports.matching import DAY_FIRST, Matching, MONTH_FIRST
from cites.cug.exchange.alert_imports.tables import Table
from cites.cug.exchange.alert_imports.values import (
    guess_by_values,
    money_in,
    plain,
    ValueReader,
)
from cites.cug.permits.formats.rows import TableRow
from datetime import date, datetime


DAY = date(2026, 4, 3)


class ValuesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def read(self, field, cell, dates=""):
        return ValueReader(Matching({}, dates=dates)).read(field, cell)

    def refused(self, field, cell, dates=""):
        with self.assertRaises(InvalidValue, msg=cell):
            self.read(field, cell, dates)

    def test_dates(self):
        for cell in ("2026-04-03", "2026-4-3 12:30", DAY, datetime(2026, 4, 3, 5)):
            self.assertEqual(self.read("incident_date", cell), DAY)
        self.assertEqual(self.read("incident_date", "03/04/2026", DAY_FIRST), DAY)
        self.assertEqual(self.read("incident_date", "04.03.2026", MONTH_FIRST), DAY)
        for cell in ("31/01/2026", "01/31/2026"):
            self.assertEqual(self.read("incident_date", cell), date(2026, 1, 31))
        for cell in ("03/04/2026", "31 January", "2026-02-30", "1960-01-01", 7):
            self.refused("incident_date", cell)

    def test_numbers(self):
        for cell in (1.5, "1.5", "1,5", " 1.50 "):
            self.assertEqual(self.read("quantity", cell), 1.5)
        for cell in ("1,500", "1.5 kg", "many", "1e400", True):
            self.refused("quantity", cell)
        self.assertEqual(money_in("USD 4,500.50"), ("4,500.50", "USD"))
        self.assertEqual(money_in(4500), (4500, None))

    def test_codes_by_code_and_by_title_in_three_languages(self):
        for cell in ("customs", "Customs", "Douanes", "ADUANAS"):
            self.assertEqual(self.read("detecting_agency", cell), "customs")
        self.assertEqual(
            self.read("transport_mode", "Air, cargo; rail"), ["air_cargo", "rail"]
        )
        self.assertEqual(self.read("transit_countries", "XC, AE"), ["XC", "AE"])
        self.assertEqual(self.read("handling", "TLP:AMBER+STRICT"), "amber_strict")
        self.assertIsNone(self.read("unit", "number of specimens"))
        self.assertEqual(self.read("unit", "kg"), "KIL")
        for field, cell in (("alleged_origin", "XB; XC"), ("term", "nonsense")):
            self.refused(field, cell)

    def test_yes_and_no(self):
        for cell, value in (("oui", True), ("sí", True), ("NO", False), (1, True)):
            self.assertIs(self.read("share_iccwc", cell), value)

    def guessed(self, cells, known=None):
        rows = [TableRow(place, [cell]) for place, cell in enumerate(cells, 2)]
        return guess_by_values(Table(["Thing"], rows), known or {})

    def test_a_column_is_guessed_by_all_its_first_values(self):
        self.assertEqual(self.guessed(["live", "", "SKU"]), {"thing": "term"})
        self.assertEqual(self.guessed(["kg", "number of specimens"]), {"thing": "unit"})
        self.assertEqual(self.guessed(["live"] * 50 + ["?"]), {"thing": "term"})
        # Skins are a unit too.
        for cells in (["live", "?"], ["", ""], ["skins"], [5]):
            self.assertEqual(self.guessed(cells), {}, cells)

    def test_what_is_known_by_its_heading_is_not_guessed_again(self):
        self.assertEqual(self.guessed(["live"], {"kind": "term"}), {})
        self.assertEqual(self.guessed(["live"], {"thing": "note"}), {})

    def test_texts(self):
        self.assertEqual(self.read("location", " Port\n of  XA "), "Port of XA")
        self.assertIsNone(self.read("location", ""))
        self.assertEqual(plain("'=1+1"), "=1+1")
        self.assertEqual(plain("'quoted'"), "'quoted'")
        self.refused("location", "x" * 201)
