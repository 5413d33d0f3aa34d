"""Tests of `cites.cug.permits.validation`."""

from cites.cug.permits.permit import PermitLine, PermitType
from cites.cug.permits.schema import MAX_LINES
from tests.permits.checked import KEY, ValidationCase


class TestKey(ValidationCase):
    def test_country_number_and_type_are_enough(self):
        permit = self.read()
        self.assertEqual("XA", permit.country)
        self.assertEqual("XA-1", permit.number)
        self.assertIs(PermitType.EXPORT, permit.type)
        self.assertEqual((), permit.lines)

    def test_each_of_them_is_needed(self):
        for name in KEY:
            for empty in ("", None, "  "):
                with self.subTest(name, empty=empty):
                    self.assertEqual([name], self.places(**{name: empty}))

    def test_a_number_of_dashes_is_none(self):
        self.assertEqual(["number"], self.places(number="- -"))

    def test_a_number_may_come_as_one(self):
        self.assertEqual("2026001", self.read(number=2026001).number)

    def test_a_number_that_grows_when_it_is_compared(self):
        self.assertEqual(["number"], self.places(number="\ufdfa" * 20))

    def test_a_name_that_is_not_known_is_refused_wherever_it_stands(self):
        unknown = {
            "valid_untill": "2026-01-31",
            "importer": {"fax": None},
            "exporter": {"Name": "x"},
            "endorsement": {"place": ""},
            "lines": [{"quantity": 1}, {"qty": 1}],
        }
        places = ["valid_untill", "importer.fax", "exporter.Name", "endorsement.place"]
        self.assertEqual([*places, "lines[1].qty"], self.places(**unknown))
        self.assertEqual([f"{'x' * 100}"], self.places(**{"x" * 9999: 1}))
        self.assertEqual(["a\ufffd\ufffd"], self.places(**{"a\ud800\n": 1}))

    def test_all_that_is_wrong_comes_at_once(self):
        wrong = {
            "type": "Q",
            "purpose": "!",
            "importer": {"country": "QQ"},
            "lines": [{"unit": "KIL"}, {"quantity": "-1", "source": "5"}],
        }
        places = ["type", "purpose", "importer.country"]
        places += ["lines[1].quantity", "lines[1].source"]
        self.assertEqual(sorted(places), sorted(self.places(**wrong)))


class TestLines(ValidationCase):
    def test_blocks_that_are_not_filled_in_are_left_out(self):
        lines = [
            {"block": "A", "term": "LIV"},
            {"block": "B"},
            {"block": "C", "unit": ""},
        ]
        self.assertEqual(
            (PermitLine(block="A", term="LIV"),), self.read(lines=lines).lines
        )

    def test_what_is_no_list_of_lines(self):
        self.assertEqual(["lines"], self.places(lines="x"))
        self.assertEqual(["lines[1]"], self.places(lines=[{}, "x"]))
        self.assertEqual(["importer"], self.places(importer="x"))

    def test_there_is_an_end_to_lines(self):
        self.assertEqual(
            ["lines"], self.places(lines=[{"unit": "KIL"}] * (MAX_LINES + 1))
        )
