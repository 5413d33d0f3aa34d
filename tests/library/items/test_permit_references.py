"""The permits that an alert names."""

import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.browser.widgets import PermitsInput
from cites.cug.library.items.permit_references import PermitReferences, read_permits
from unittest.mock import Mock


PERMITS = [
    {"country": "XA", "number": "XA-2026/114"},
    {"country": "XB", "number": "7"},
]


class PermitReferencesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def field(self):
        return PermitReferences(title="x", required=False).bind(self.layer["portal"])

    def widget(self):
        widget = PermitsInput.for_field(self.field(), Mock(form={}))
        widget.context = self.layer["portal"]
        return widget

    def test_a_number_stays_as_it_is_written(self):
        self.assertEqual(read_permits(PERMITS), PERMITS)
        self.field().validate(PERMITS)

    def test_one_permit_is_there_once_however_its_number_is_spelled(self):
        again = {"country": "XA", "number": "xa 2026/114"}
        self.assertEqual(read_permits([*PERMITS, again]), PERMITS)

    def test_mistakes_name_the_line_and_the_column(self):
        wrong = [PERMITS[0], {"country": "QQ", "number": "--"}, {"colour": "red"}]
        with self.assertRaises(InvalidValue) as caught:
            read_permits(wrong)
        places = [mistake.place for mistake in caught.exception.mistakes]
        self.assertEqual(places, ["[1].country", "[1].number", "[2]"])

    def test_the_number_is_what_was_typed(self):
        self.assertEqual(self.field().free_texts(PERMITS), ["XA-2026/114", "7"])

    def test_permits_survive_a_form(self):
        widget = self.widget()
        typed = widget.toWidgetValue(PERMITS)
        self.assertEqual(typed, "XA XA-2026/114\nXB 7")
        self.assertEqual(widget.toFieldValue(typed), PERMITS)
        self.assertEqual(widget.toFieldValue("\n xb  7 \n"), PERMITS[1:])

    def test_a_line_without_a_country_is_refused(self):
        for line in ("2026/114", "XA", "QQ 1"):
            with self.subTest(line), self.assertRaises(InvalidValue):
                self.widget().toFieldValue(line)
