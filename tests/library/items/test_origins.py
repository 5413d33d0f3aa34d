"""Tests of `cites.cug.library.items.origins`."""

import unittest
from cites.cug.access.policy import WORKFLOWS
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.origins import (
    codes_of_origins,
    copies_of,
    direct_origin,
    least_handling,
    OPENNESS,
    origins_of,
    remember_origins,
)
from cites.cug.library.tools.bulletins.actions import WORKFLOW
from plone import api
from plone.app.testing import login


class OriginsTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        login(self.layer["portal"], "secretariat")
        self.library = self.layer["portal"].cheetahs.library

    def make(self, handling="green"):
        values = {"title": "EXERCISE", "alert_type": "seizure", "handling": handling}
        return api.content.create(self.library, "Alert", **values)

    def made_from(self, *origins):
        item = self.make()
        remember_origins(item, origins)
        item.reindexObject()
        return item

    def test_each_state_has_its_openness(self):
        self.assertEqual(OPENNESS.keys(), WORKFLOWS[WORKFLOW].keys())

    def test_it_knows_what_that_was_made_from_too(self):
        first, other = self.make("amber"), self.make("red")
        copy = self.made_from(first)
        further = self.made_from(copy, other)
        self.assertEqual(origins_of(further), [first, copy, other])
        self.assertEqual(direct_origin(copy), first)
        self.assertIsNone(direct_origin(first))
        api.portal.get_tool("portal_catalog").searchResults(UID=copy.UID())
        self.assertEqual(
            {one.UID() for one in copies_of(first)}, {copy.UID(), further.UID()}
        )
        self.assertEqual(copies_of(further), [])

    def test_the_strictest_of_the_codes_holds_also_of_what_is_gone(self):
        first, other = self.make("amber"), self.make("amber_strict")
        item = self.made_from(first, other)
        self.assertEqual(least_handling(item), "amber_strict")
        other.handling = "green"
        self.assertEqual(least_handling(item), "amber")
        api.content.delete(first)
        self.assertEqual(codes_of_origins(item)[first.UID()], "amber")
        self.assertEqual(least_handling(item), "amber")
        self.assertIsNone(least_handling(other))
