"""Tests of `cites.cug.library.items.nesting`."""

import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import choose_readers, set_state
from cites.cug.library.items.nesting import folder_around
from plone import api
from plone.app.testing import login


class NestingTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        login(self.layer["portal"], "secretariat")
        self.library = self.layer["portal"].cheetahs.library
        self.folder = self.make(self.library, "outer")

    def make(self, container, name):
        return api.content.create(container, "LibraryFolder", name, title="EXERCISE")

    def assert_refused(self, field, act, *args, **more):
        with self.assertRaises(InvalidValues) as caught:
            act(*args, **more)
        self.assertEqual(caught.exception.field, field)

    def test_none_lies_in_another_in_whatever_order_they_are_chosen(self):
        inner = self.make(self.make(self.folder, "middle"), "inner")
        choose_readers(inner, ["country:XB"])
        choose_readers(inner, ["country:XC"])
        self.assert_refused("readers", choose_readers, self.folder, ["country:XC"])
        set_state(inner, "enforcement")
        choose_readers(self.folder, ["country:XC"])
        self.assert_refused("readers", choose_readers, inner, ["country:XB"])
        self.assertEqual(folder_around(inner), self.folder)

    def test_none_is_moved_into_another(self):
        other = self.make(self.make(self.library, "around"), "other")
        choose_readers(self.folder, ["country:XB"])
        choose_readers(other, ["country:XC"])
        around = self.library.around
        self.assert_refused("source", api.content.move, around, self.folder)

    def test_the_library_itself_stays_open(self):
        self.assert_refused("readers", choose_readers, self.library, ["country:XB"])

    def test_a_chosen_folder_moves_where_no_other_is_around(self):
        choose_readers(self.folder, ["country:XB"])
        place = self.make(self.library, "place")
        moved = api.content.move(self.folder, place)
        self.assertEqual(api.content.get_state(moved), "chosen")
        self.assertIsNone(folder_around(moved))
