"""Sources are held to the rules that members are held to."""

import unittest
from AccessControl.unauthorized import Unauthorized
from cites.cug.demo.sources import Source
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.demo.writing import write_item
from datetime import datetime, UTC


def source(author: str = "customs-xa", **fields) -> Source:
    fields = {"title": "Cubs", "alert_type": "seizure", "handling": "green", **fields}
    return Source("Alert", "en", author, "draft", 3, fields, text="A line.")


class WritingTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def write(self, told: Source):
        library = self.layer["portal"].cheetahs.library
        return write_item(library, told, datetime.now(UTC))

    def test_the_author_is_who_writes(self):
        self.assertEqual(self.write(source()).Creator(), "customs-xa")

    def test_codes_are_checked(self):
        with self.assertRaisesRegex(ValueError, "alert_type"):
            self.write(source(alert_type="gossip"))

    def test_specimens_are_checked(self):
        line = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": -1}
        with self.assertRaisesRegex(ValueError, "specimens"):
            self.write(source(specimens=[line]))

    def test_who_is_no_member_cannot_write(self):
        with self.assertRaises(Unauthorized):
            self.write(source(author="outsider"))
