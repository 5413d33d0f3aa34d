"""Tests of `cites.cug.library.items.readers`."""

import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.library.items.readers import (
    covers,
    find_readers,
    left_out,
    PERSONS_ONLY,
    read_readers,
    reader_keys,
    unusual_readers,
)
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login
from Products.CMFCore.indexing import processQueue
from unittest.mock import patch


UNODC = "organisation:UNODC (exercise)"


class ReadersTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.group = self.layer["portal"].cheetahs

    def item(self, state, *readers, handling="amber"):
        login(self.layer["portal"], "wildlife-xc")
        values = {"title": "EXERCISE", "alert_type": "other", "handling": handling}
        item = api.content.create(self.group.library, "Alert", **values)
        set_state(item, state, readers=readers)
        item.reindexObjectSecurity()
        return item

    def test_organisations_are_taken_by_the_name_that_the_roster_has(self):
        for typed in ("UNODC", "unodc (exercise)", " UNODC (Exercise) "):
            found = read_readers(self.group, [f"organisation:{typed}", UNODC], None)
            self.assertEqual(found, (UNODC,), typed)
        roster = IWorkspace(self.group)
        roster.note("igo-interpol", organisation="UNODC (Vienna)")
        with self.assertRaises(InvalidValues):
            read_readers(self.group, ["organisation:UNODC"], None)

    def test_a_country_is_no_igo_even_where_one_sits_there(self):
        IWorkspace(self.group).note("igo-unodc", country="XB")
        self.assertFalse(left_out(self.group, ["country:XB"], "amber_strict"))
        self.assertTrue(left_out(self.group, ["country:XB", UNODC], "amber_strict"))
        self.assertFalse(left_out(self.group, [UNODC], "red"))

    def test_red_names_persons_one_by_one(self):
        for reader in ("category:igo", "country:XB", UNODC):
            with self.assertRaises(InvalidValues) as raised:
                read_readers(self.group, ["member:police-xb", reader], "red")
            ((field, error),) = raised.exception.mistakes
            self.assertEqual(("readers", PERSONS_ONLY), (field, error.message), reader)
        named = ["member:police-xb", "member:igo-unodc"]
        self.assertEqual(tuple(named), read_readers(self.group, named, "red"))
        found = find_readers(self.group, "xb", "en", "red")
        self.assertEqual({"member"}, {one["token"].partition(":")[0] for one in found})

    def test_too_many_readers_are_told_from_none(self):
        with patch("cites.cug.library.items.readers.MOST_READERS", 1):
            named = ["member:police-xb", "member:igo-unodc"]
            for given, error in (
                ([], "library_readers_choose_least_reader"),
                (named, "library_readers_too_many_error"),
            ):
                with self.assertRaises(InvalidValues) as raised:
                    read_readers(self.group, given, "red")
                self.assertEqual(error, str(raised.exception.message))
        self.assertEqual({"count": 2, "most": 1}, raised.exception.message.mapping)

    def test_the_keys_of_readers_are_those_that_the_catalog_finds_it_by(self):
        for state, *named in (
            ("draft",),
            ("enforcement",),
            ("shared",),
            ("chosen", "country:XB", "member:police-xa", UNODC, "category:igo"),
            ("archived_chosen", "country:XB"),
        ):
            item = self.item(state, *named)
            processQueue()
            found = self.layer["portal"].portal_catalog.getIndexDataForUID(
                "/".join(item.getPhysicalPath())
            )["allowedRolesAndUsers"]
            stored = {one for one in found if one.startswith("user:")}
            self.assertEqual(stored, reader_keys(item), state)
            draft = self.item("draft")
            self.assertEqual(stored, reader_keys(draft, state, named), state)

    def test_who_is_in_a_category_is_covered_by_it(self):
        uid = self.group.UID()
        police, country = f"user:Police:{uid}", f"user:police-country=XB:{uid}"
        for keys, wanted, expected in (
            ({police}, {police, country}, True),
            ({country}, {police}, False),
            ({police}, {"user:police-xb"}, True),
            ({police}, {"user:customs-xb"}, False),
            ({police}, {f"user:igo-country=XB:{uid}"}, True),  # none sits there
            ({police}, {f"user:customs-country=XB:{uid}"}, False),
            ({police, "user:customs-xb"}, {f"user:customs-country=XB:{uid}"}, True),
            ({police}, {f"user:IGO:{uid}"}, False),
        ):
            self.assertEqual(expected, covers(self.group, keys, wanted), wanted)
        IWorkspace(self.group).note("igo-unodc", country="XB")
        self.assertFalse(covers(self.group, {police}, {f"user:igo-country=XB:{uid}"}))

    def test_countries_and_igos_without_an_item_so_marked_are_unusual(self):
        readers = ["country:XC", UNODC, "member:customs-xb", "category:igo"]
        everybody = ["country:XC", UNODC, "country:XB"]
        self.assertEqual(unusual_readers(self.group, readers, "amber"), everybody)
        self.item("chosen", "country:XC")
        self.assertEqual(unusual_readers(self.group, readers, "amber"), everybody[1:])
        self.item("enforcement")
        self.assertEqual(unusual_readers(self.group, readers, "amber"), [UNODC])
        self.item("shared", handling="green")
        self.assertEqual(unusual_readers(self.group, readers, "amber"), [UNODC])
        self.assertEqual(unusual_readers(self.group, readers, "green"), [])

    def test_those_who_are_suspended_are_not_offered(self):
        self.assertEqual(self.offered("police")["category:police"], "Police (2)")
        self.assertIn("member:police-xb", self.offered("police"))
        IWorkspace(self.group)["police-xb"].update({"groups": set()})
        self.assertNotIn("member:police-xb", self.offered("police"))
        self.assertEqual(self.offered("police")["category:police"], "Police (1)")

    def offered(self, typed):
        found = find_readers(self.group, typed, "fr", "amber")
        return {one["token"]: one["title"] for one in found}
