"""What follows from the roster of a group."""

import unittest
from Acquisition import aq_base
from cites.cug.access.guard import on_roster
from cites.cug.access.roles import Category, GROUP_ROLE
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.membership.roster import countries_of, Roster, roster_groups
from collective.workspace.interfaces import IWorkspace
from itertools import combinations
from OFS.CopySupport import CopyError
from persistent import Persistent
from plone import api
from plone.app.testing import setRoles, TEST_USER_ID
from transaction import TransactionManager
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage


class RosterTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.roster = IWorkspace(self.group)

    def test_groups_follow_from_what_a_member_is(self):
        self.assertEqual({"Customs"}, roster_groups(Category.CUSTOMS, False))
        self.assertEqual({"IGO"}, roster_groups(Category.IGO, False))
        both = roster_groups(Category.WILDLIFE, True)
        self.assertEqual({"Wildlife", "ContactPoint"}, both)
        for category in Category:
            self.assertEqual(1, len(roster_groups(category, False)))

    def test_members_are_in_the_user_groups_of_their_group_only(self):
        (uid, other) = (self.group.UID(), self.portal.ivory.UID())
        user = api.user.get(userid="contact-xa").getUser()
        mine = {name for name in user.getGroups() if ":" in name}
        # The rest are groups of readers, by which items name their members.
        of_roster = {name for name in mine if "=" not in name}
        self.assertEqual({f"Customs:{uid}", f"ContactPoint:{uid}"}, of_roster)
        self.assertEqual({uid}, {name.rpartition(":")[2] for name in mine})
        both = api.user.get(userid="police-xb").getUser().getGroups()
        self.assertLessEqual({f"Police:{uid}", f"Police:{other}"}, set(both))

    def test_it_counts_active_members_once(self):
        count = self.roster.count
        self.assertEqual(3, count({"Customs"}))  # customs-xa, customs-xb, contact-xa
        self.assertEqual(1, count({"ContactPoint"}))
        self.assertEqual(3, count({"Customs", "ContactPoint"}))
        self.assertEqual(2, count({"IGO"}))
        self.assertEqual(0, count(set()))
        self.assertEqual(
            3, IWorkspace(self.portal.ivory).count({"Police", "IGO", "Secretariat"})
        )

    def looked(self, groups):
        """As ``count``, by a look at each member."""
        return sum(1 for one in self.roster.members.values() if groups & one["groups"])

    def assert_counted(self):
        names = ("Customs", "Police", "Wildlife", "IGO", "Secretariat", "ContactPoint")
        for size in (1, 2, 3, 6):
            for groups in map(set, combinations(names, size)):
                self.assertEqual(self.looked(groups), self.roster.count(groups), groups)

    def test_it_counts_rightly_whatever_becomes_of_its_members(self):
        self.assert_counted()
        for category in Category:
            for point in (False, True):
                groups = roster_groups(category, point)
                terms = {"category": category.value, "contact_point": point}
                self.roster.add_to_team(f"new-{category}-{point}", groups, **terms)
                self.assert_counted()
        for groups in (set(), {"Police"}, {"Police"}, {"Police", "ContactPoint"}):
            self.roster["new-customs-True"].update({"groups": groups})
            self.assert_counted()
        self.roster.note("new-customs-True", organisation="Another")
        for user_id in [*self.roster.members]:
            self.roster.remove_from_team(user_id)
            self.assert_counted()
        self.assertTrue(self.roster.counts_rightly())
        self.assertEqual(0, self.roster.count(set(GROUP_ROLE)))

    def test_a_suspended_member_is_not_active(self):
        self.roster["police-xa"].update({"state": "suspended", "groups": set()})
        self.assertFalse(self.roster.is_active("police-xa"))
        self.assertFalse(on_roster("police-xa", self.group.library))
        self.assertEqual(1, self.roster.count({"Police"}))  # police-xb
        groups = api.user.get(userid="police-xa").getUser().getGroups()
        self.assertFalse([name for name in groups if ":" in name])

    def test_a_contact_point_is_one_for_a_country_while_active(self):
        self.assertEqual({"XA"}, countries_of("contact-xa"))
        for other in ("customs-xa", "secretariat", "outsider", "nobody"):
            self.assertEqual(frozenset(), countries_of(other))
        self.roster["contact-xa"].update({"state": "suspended", "groups": set()})
        self.assertEqual(frozenset(), countries_of("contact-xa"))

    def test_strangers_are_not_active(self):
        self.assertTrue(self.roster.is_active("police-xa"))
        self.assertFalse(self.roster.is_active("outsider"))
        self.assertFalse(IWorkspace(self.portal.ivory).is_active("police-xa"))

    def test_a_group_in_another_s_place_has_a_roster_of_its_own(self):
        """Acquisition would lend it the outer group's team, and with it all roles."""
        new = aq_base(self.new_group("inner"))
        del new._team
        inner = new.__of__(self.group)
        self.assertEqual([], [entry.user for entry in IWorkspace(inner)])
        self.assertFalse(IWorkspace(inner).is_active("secretariat"))

    def test_a_group_is_not_copied(self):
        """A copy would have the library, and a roster that is empty."""
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        new = self.new_group("new")
        with self.assertRaises(CopyError):
            api.content.copy(new, self.portal, id="copy")

    def new_group(self, name):
        with api.env.adopt_roles(["Manager"]):
            return api.content.create(self.portal, "ClosedUserGroup", id=name, title=name)


class Group(Persistent):
    """What keeps a roster."""


class CountingMeanwhileTest(unittest.TestCase):
    """Members are counted anew while the portal runs."""

    def setUp(self):
        self.database = DB(DemoStorage())
        self.addCleanup(self.database.close)
        self.rebuilding, self.portal = TransactionManager(), TransactionManager()
        group = self.group_in(self.portal, Group())
        for number in range(3):
            Roster(group).members[f"member-{number}"] = {"groups": {"Police"}}
        Roster(group).count_anew()
        self.portal.commit()

    def group_in(self, manager, new=None):
        root = self.database.open(manager).root()
        if new is not None:
            root["group"] = new
        return root["group"]

    def check(self, *, rebuilt_first):
        mine, theirs = self.group_in(self.rebuilding), self.group_in(self.portal)
        Roster(mine).count_anew()
        # As a member is removed.
        del Roster(theirs).members["member-0"]
        for name in ("members", "Police"):
            theirs._counters[name].change(-1)
        managers = [self.portal, self.rebuilding]
        for manager in reversed(managers) if rebuilt_first else managers:
            manager.commit()
        self.portal.begin()
        self.assertEqual(2, Roster(theirs).count({"Police"}))
        self.assertTrue(Roster(theirs).counts_rightly())

    def spoil(self):
        self.group_in(self.portal)._counters["Police"].change(5)
        self.portal.commit()

    def test_right_counters_lose_nothing(self):
        for rebuilt_first in (False, True):
            with self.subTest(rebuilt_first=rebuilt_first):
                self.setUp()
                self.check(rebuilt_first=rebuilt_first)

    def test_wrong_counters_become_right(self):
        for rebuilt_first in (False, True):
            with self.subTest(rebuilt_first=rebuilt_first):
                self.setUp()
                self.spoil()
                self.check(rebuilt_first=rebuilt_first)
