"""Values of a permit in all the forms in which they are handed in."""

from cites.cug.permits.permit import Party
from datetime import date, datetime
from decimal import Decimal
from tests.permits.checked import ValidationCase


class TestTexts(ValidationCase):
    def test_lines_are_joined_where_there_is_but_one(self):
        self.assertEqual(
            "Port of Exit", self.read(issue_place=" Port\n  of\tExit ").issue_place
        )

    def test_special_conditions_keep_their_lines(self):
        permit = self.read(special_conditions="Only live\r\nCITES guidelines\r")
        self.assertEqual("Only live\nCITES guidelines", permit.special_conditions)

    def test_characters_that_no_file_could_hold_are_refused(self):
        for character in "\0\x01\x0b\x1f\x7f\ud800\ufffe\uffff\u202e":
            with self.subTest(repr(character)):
                self.assertEqual(["authority"], self.places(authority=f"a{character}b"))

    def test_what_is_too_long_is_refused(self):
        self.assertEqual(["number"], self.places(number="1" * 71))
        self.assertEqual(["exporter.name"], self.places(exporter={"name": "a" * 501}))
        self.assertEqual(
            ["endorsement.port"], self.places(endorsement={"port": "a" * 251})
        )

    def test_much_empty_space_takes_no_time(self):
        self.assertEqual(["authority"], self.places(authority="a" + " " * 10**6 + "b"))

    def test_texts_are_expected(self):
        for value in ([], {}, 1.5, True, b"x"):
            with self.subTest(value=value):
                self.assertEqual(["authority"], self.places(authority=value))


class TestCodes(ValidationCase):
    def test_small_letters_are_taken(self):
        permit = self.read(
            country="xa", type="r", purpose="t", importer={"country": "xb"}
        )
        self.assertEqual(("XA", "R", "T"), (permit.country, permit.type, permit.purpose))
        self.assertEqual(Party(country="XB"), permit.importer)

    def test_unknown_codes_are_refused(self):
        line_codes = ("term", "unit", "source", "appendix", "origin_country")
        for name in line_codes:
            with self.subTest(name):
                self.assertEqual([f"lines[0].{name}"], self.places(lines=[{name: "QQQ"}]))
        for name in ("country", "purpose", "type"):
            with self.subTest(name):
                self.assertEqual([name], self.places(**{name: "QQQ"}))

    def test_an_unknown_species_is_taken(self):
        self.assertEqual(
            "Felis nova", self.line(scientific_name="Felis nova").scientific_name
        )

    def test_a_second_source_needs_a_first(self):
        wrong = [{"second_source": "W"}]
        self.assertEqual(["lines[0].source"], self.places(lines=wrong))
        self.assertEqual("W", self.line(source="I", second_source="W").second_source)

    def test_former_codes_of_specimens_are_taken(self):
        self.assertEqual("BEL", self.line(term="BEL").term)


class TestDates(ValidationCase):
    def test_forms(self):
        forms = (
            "2026-01-31",
            "20260131",
            "2026-01-31Z",
            "2026-01-31+02:00",
            "2026-01-31T12:03:52.00+01:00",
            "2026-01-31T00:00:00.000Z",
            "2026-01-31 23:59",
            "2026-01-31T24:00:00",
            "202601311203",
            "20260131120352",
            "202601311203+01",
            date(2026, 1, 31),
            datetime(2026, 1, 31, 23, 59),
        )
        for form in forms:
            with self.subTest(form=form):
                self.assertEqual(date(2026, 1, 31), self.read(issued=form).issued)

    def test_what_is_no_date_or_of_no_permit(self):
        for form in (
            "31/01/2026",
            "2026-02-30",
            "2026-1-3",
            "2026-0131",
            "0001-01-01T00:00:00",
            "9999-12-31",
            "soon",
            20,
            [],
        ):
            with self.subTest(form=form):
                self.assertEqual(["valid_until"], self.places(valid_until=form))


class TestQuantities(ValidationCase):
    def test_forms(self):
        forms = {
            "5": "5",
            "5.00": "5",
            "100": "100",
            "0": "0",
            "-0.0": "0",
            "1e3": "1000",
            " 0.125 ": "0.125",
            "1,5": "1.5",
            "0,125": "0.125",
            "12,5000": "12.5",
            0.1: "0.1",
            7: "7",
            Decimal("2.50"): "2.5",
            "123456789.123456": "123456789.123456",
        }
        for form, expected in forms.items():
            with self.subTest(form=form):
                self.assertEqual(expected, str(self.line(quantity=form).quantity))

    def test_what_is_no_quantity(self):
        forms = ("-1", "NaN", "Infinity", "1,250", "ten", "1 000", "0.0000001", "1e30")
        more = (float("nan"), float("inf"), -0.5, True, [], 10**16, Decimal("sNaN"))
        for form in (
            *forms,
            *more,
            "1.5,5",
            "1,5,5",
            ",5",
            "1," + "5" * 7,
            "1" * 16,
            "1.00000000000000000000000000000000001",
        ):
            with self.subTest(form=form):
                place = ["lines[0].quantity"]
                self.assertEqual(place, self.places(lines=[{"quantity": form}]))

    def test_none_is_not_zero(self):
        self.assertIsNone(self.line(quantity="").quantity)


class TestYesNo(ValidationCase):
    def test_forms(self):
        for form in (True, "true", "1", "YES"):
            self.assertIs(True, self.read(copy=form).copy)
        for form in (False, "false", "0", "no", "", None):
            self.assertIs(False, self.read(copy=form).copy)
        self.assertEqual(["copy"], self.places(copy="perhaps"))
