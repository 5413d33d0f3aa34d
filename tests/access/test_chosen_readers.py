"""Tests of `cites.cug.access.chosen_readers`."""

import unittest
from cites.cug.access.chosen_readers import chosen_readers, readers_before
from cites.cug.access.guard import principals
from cites.cug.library.actions import set_state
from cites.cug.testing import CUG_INTEGRATION
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest


VALUES = {"title": "EXERCISE", "alert_type": "other", "handling": "amber"}


class ReaderRoleTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, "customs-xa")
        self.alert = api.content.create(self.group.library, "Alert", **VALUES)
        self.picture = api.content.create(self.alert, "Image", title="EXERCISE")

    def choose(self, *readers, state="chosen"):
        set_state(self.alert, state, readers=readers)
        self.alert.reindexObjectSecurity()

    def readers(self, obj=None):
        """Who may read it, and who finds it: the two must agree."""
        item = obj or self.alert
        # What another request would not know of.
        kept = IAnnotations(getRequest())
        for key in list(kept):
            del kept[key]
        seen, found = set(), set()
        for user_id in IWorkspace(self.group).members:
            with api.env.adopt_user(user_id):
                if api.user.has_permission("View", obj=item):
                    seen.add(user_id)
                catalog = api.portal.get_tool("portal_catalog")
                if catalog.searchResults(UID=item.UID()):
                    found.add(user_id)
                query = {"allowedRolesAndUsers": principals(self.group)}
                mine = catalog.unrestrictedSearchResults(UID=item.UID(), **query)
                self.assertEqual(bool(mine), user_id in found, user_id)
        self.assertEqual(seen, found)
        return seen - {"secretariat", "customs-xa"}

    def test_each_kind_of_reader_reads_the_item_and_what_is_in_it(self):
        for reader, expected in (
            ("member:police-xb", {"police-xb"}),
            ("country:XB", {"customs-xb", "police-xb"}),
            ("category:wildlife", {"wildlife-xa", "wildlife-xc"}),
            ("organisation:INTERPOL (exercise)", {"igo-interpol"}),
        ):
            self.choose(reader)
            self.assertEqual(self.readers(), expected, reader)
            self.assertEqual(self.readers(self.picture), expected, reader)

    def test_readers_count_in_that_state_alone(self):
        self.choose("country:XB", state="draft")
        self.assertEqual(self.readers(), set())
        self.assertEqual(chosen_readers(self.alert), ())
        self.choose("country:XC")
        self.assertEqual(readers_before(self.alert), [])
        self.choose("country:XB")
        self.assertEqual(readers_before(self.alert), ["country:XC"])

    def test_the_roster_decides_with_nothing_to_index(self):
        self.choose("country:XB")
        roster = IWorkspace(self.group)
        roster.note("police-xb", country="XC")
        self.assertEqual(self.readers(), {"customs-xb"})
        roster.note("wildlife-xc", country="XB")
        self.assertEqual(self.readers(), {"customs-xb", "wildlife-xc"})
        roster["customs-xb"].update({"groups": set(), "state": "suspended"})
        self.assertEqual(self.readers(), {"wildlife-xc"})

    def test_who_sees_a_folder_reads_nothing_in_it_by_that(self):
        with api.env.adopt_user("secretariat"):
            library = self.group.library
            folder = api.content.create(library, "LibraryFolder", title="EXERCISE")
            set_state(folder, "chosen", readers=("country:XB", "member:customs-xa"))
            folder.reindexObjectSecurity()
            below = api.content.create(folder, "LibraryFolder", title="EXERCISE")
        self.alert = api.content.create(folder, "Alert", **VALUES)
        api.content.create(self.alert, "Image", title="EXERCISE")
        self.choose("member:wildlife-xc")
        self.assertEqual(self.readers(folder), {"customs-xb", "police-xb"})
        self.assertEqual(self.readers(), {"wildlife-xc"})
        self.assertEqual(self.readers(self.alert.objectValues()[0]), {"wildlife-xc"})
        self.assertNotIn("igo-unodc", self.readers(below))
        self.choose(state="draft")
        self.assertEqual(self.readers(), set())

    def test_put_aside_it_stays_with_its_readers(self):
        self.choose("country:XB", state="archived_chosen")
        self.assertEqual(self.readers(), {"customs-xb", "police-xb"})

    def test_an_igo_reads_nothing_that_stays_with_enforcement(self):
        IWorkspace(self.group).note("igo-unodc", country="XB")
        self.choose("country:XB")
        self.assertIn("igo-unodc", self.readers())
        self.alert.handling = "amber_strict"
        self.alert.reindexObjectSecurity()
        self.assertEqual(self.readers(), {"customs-xb", "police-xb"})
