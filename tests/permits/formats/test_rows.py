"""Rows of a table that belong to one permit."""

from cites.cug.permits.formats import rows
from tests.permits.formats.case import TableCase
from tests.permits.formats.test_reading import FILES
from unittest import mock


class TestRows(TableCase):
    def test_rows_of_one_permit_need_not_follow_each_other(self):
        first, second = self.read(
            "country,number,type,scientific_name\n"
            "XA,XA-1,E,Acinonyx jubatus\nXA,XA-2,E,Panthera leo\n"
            "xa,xa 1,,Panthera leo\n"
        )
        names = [line.scientific_name for line in first.lines]
        self.assertEqual(["Acinonyx jubatus", "Panthera leo"], names)
        self.assertEqual(1, len(second.lines))

    def test_codes_in_words(self):
        (permit,) = self.read((FILES / "titles.csv").read_bytes())
        (line,) = permit.lines
        self.assertEqual(("Z", "LIV", "KIL"), (permit.purpose, line.term, line.unit))

    def test_each_delimiter_and_encoding_says_the_same(self):
        names = ("windows.csv", "byte-order-mark.csv", "unicode-text.txt")
        found = [self.read((FILES / name).read_bytes(), name) for name in names]
        self.assertEqual(found[0], found[1])
        self.assertEqual(found[0], found[2])
        self.assertEqual("Guépard", found[0][0].lines[0].common_name)

    def test_too_many_rows(self):
        with mock.patch.object(rows, "MAX_ROWS", 2):
            fault = self.fault("country,number,type\n" + "XA,1,E\n" * 3)
        self.assertEqual(4, fault.line)
        self.assertIn(
            "There are more than {limit, plural, one {# row}", fault.message.default
        )
