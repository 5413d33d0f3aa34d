"""Tests of `cites.cug.access.chosen_readers`."""

import unittest
from cites.cug.access.chosen_readers import (
    chosen_readers,
    last_readers,
    ReaderRole,
    readers_before,
)
from cites.cug.access.guard import principals
from cites.cug.access.roles import Role
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.interfaces import ILibraryFolder
from cites.cug.library.items.actions import set_state
from collective.workspace.interfaces import IWorkspace
from plone import api
from plone.app.testing import login
from types import SimpleNamespace
from unittest.mock import patch
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.interface import alsoProvides


VALUES = {"title": "EXERCISE", "alert_type": "other", "handling": "amber"}


class HistoryTest(unittest.TestCase):
    """By what the workflow keeps of an item, without a portal."""

    def item(self, *states, **attributes):
        """An item that was in these states, each with the readers that it named."""
        entries = tuple(
            {"review_state": state, **({"readers": readers} if readers else {})}
            for state, *readers in states
        )
        history = {"cug_library_workflow": entries}
        more = {"workflow_history": history, **attributes}
        return SimpleNamespace(portal_type="Alert", **more)

    def test_readers_now_before_and_last(self):
        for states, now, before, last in (
            ((), (), [], ()),
            ((["chosen", "a"],), ("a",), [], ("a",)),
            ((["chosen"],), (), [], ()),
            ((["chosen", "a"], ["draft", "b"]), (), ["a"], ("b",)),
            ((["draft", "a"], ["chosen", "b"]), ("b",), [], ("b",)),
            ((["chosen", "a"], ["archived_chosen", "b"]), ("b",), ["a"], ("b",)),
        ):
            found = self.item(*states)
            told = chosen_readers(found), readers_before(found), last_readers(found)
            self.assertEqual((now, before, last), told, states)
        self.assertEqual((), last_readers(SimpleNamespace(portal_type="Alert")))

    def test_the_role_is_of_the_groups_that_are_named(self):
        group = SimpleNamespace(UID=lambda: "uid")
        marked = self.item(["chosen", "member:i"], handling="amber_strict")
        folder = self.item(["chosen", "member:i"])
        alsoProvides(folder, ILibraryFolder)
        igo = "igo-member=i:uid"
        for found, place, role, named in (
            (self.item(["chosen", "member:i"]), group, Role.READER, {igo}),
            (folder, group, Role.FOLDER_READER, {igo}),
            (self.item(["chosen", "member:i"]), None, Role.READER, set()),
            (self.item(["draft", "member:i"]), group, Role.READER, set()),
            (marked, group, Role.READER, set()),
        ):
            given = ReaderRole(found)
            with patch("cites.cug.access.chosen_readers.group_of", return_value=place):
                everybody = dict(given.getAllRoles())
                roles = (role.value,) if igo in named else ()
                self.assertEqual(roles, given.getRoles(igo))
            self.assertIs(bool(named), igo in everybody)
            self.assertLessEqual(set(everybody.values()), {(role.value,)})

    def test_no_group_is_looked_for_where_nobody_is_named(self):
        looking = "cites.cug.access.chosen_readers.group_of"
        with patch(looking, side_effect=AssertionError):
            self.assertEqual((), ReaderRole(self.item(["draft"])).getRoles("a"))


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
