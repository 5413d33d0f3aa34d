"""The form of the report, which an operator may replace."""

import json
import unittest
from cites.cug.exchange.illegal_trade.template import (
    read_template,
    report_shipped,
    SHIPPED,
)
from datetime import date


AIR = {"en": "Air", "fr": "Aérien", "es": "Aéreo"}
OFFICIAL = {
    "columns": [
        {
            "field": "incident_date",
            "heading": {"en": "Date", "fr": "Date", "es": "Fecha"},
        },
        {
            "field": "transport_mode",
            "heading": {"en": "Transport", "fr": "Transport", "es": "Transporte"},
            "mandatory": True,
        },
    ],
    "choices": {
        "transport_mode": [{"codes": ["air_cargo", "air_passenger"], "title": AIR}]
    },
}


class TemplateTest(unittest.TestCase):
    def read(self, **changes):
        return read_template(json.dumps({**OFFICIAL, **changes}))

    def test_the_columns_of_the_portal_are_those_that_cites_asks_for(self):
        template = report_shipped()
        self.assertEqual(len(template.columns), 26)
        self.assertEqual(template.headings("es")[1], "Fecha del decomiso")
        for column in template.columns:
            self.assertTrue(all(column.heading.values()), column)

    def test_an_official_form_takes_its_place(self):
        template = self.read()
        values = {
            "incident_date": date(2025, 3, 4),
            "transport_mode": ["air_cargo", "air_passenger", "rail"],
            "handling": "red",
        }
        self.assertEqual(
            template.cells(values, "fr"),
            [date(2025, 3, 4), "Aérien; Ferroviaire", "TLP:RED"],
        )
        self.assertEqual(template.headings("en"), ["Date", "Transport", "Handling code"])
        self.assertEqual(
            [one.is_mandatory for one in template.columns[:2]], [False, True]
        )

    def test_it_is_in_one_language_that_the_form_has(self):
        self.assertEqual("es", report_shipped().language("es"))
        self.assertEqual("en", report_shipped().language("ar"))
        heading = {"en": "Code", "fr": "Code", "es": "Código", "ar": "رمز"}
        columns = [{"field": "handling", "heading": heading}]
        form = self.read(columns=columns, choices={})
        self.assertEqual("ar", form.language("ar"))
        self.assertEqual(["رمز"], form.headings("ar"))
        # One choice without the language makes all of it English.
        self.assertEqual("en", self.read(columns=columns).language("ar"))

    def test_a_form_that_is_wrong_says_where(self):
        heading = {"en": "x", "fr": "x", "es": "x"}
        wrong = (
            ({"columns": [{"field": "body", "heading": heading}]}, "body"),
            ({"columns": [{"field": "species", "heading": {"en": "x"}}]}, "'fr'"),
            ({"columns": OFFICIAL["columns"] * 2}, "incident_date"),
            ({"columns": 3}, "illegal-trade-report.md"),
            ({"choices": {"colour": []}}, "colour"),
        )
        for changes, said in wrong:
            with self.assertRaises(ValueError) as caught:
                self.read(**changes)
            self.assertIn(said, str(caught.exception))
        with self.assertRaises(ValueError):
            read_template(SHIPPED.read_text(encoding="utf-8")[:-10])
