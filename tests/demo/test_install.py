"""Installing the demonstration: where, once, and as whom."""

import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.demo.accounts import ACCOUNTS, GROUPS, OUTSIDER, PASSWORD
from cites.cug.membership.directory import list_members, MemberFilter
from cites.cug.membership.managers import MemberManager
from cites.cug.setup.conditions import InstallationRefused
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from plone import api
from plone.app.testing import applyProfile
from tests.demo.items import items
from tests.demo.layer import DEMO
from unittest.mock import patch


class InstallTest(unittest.TestCase):
    layer = DEMO

    def setUp(self):
        self.portal = self.layer["portal"]

    def test_each_account_can_log_in(self):
        for name in (*ACCOUNTS, OUTSIDER):
            self.assertTrue(self.portal.acl_users.authenticate(name, PASSWORD, {}), name)

    def test_accounts_are_functions_with_reserved_addresses(self):
        for name in (*ACCOUNTS, OUTSIDER):
            user = api.user.get(userid=name)
            self.assertIn("(exercise)", user.getProperty("fullname"))
            self.assertTrue(user.getProperty("email").endswith("@example.org"))

    def test_rosters_are_those_of_the_groups(self):
        for group_id, group in GROUPS.items():
            roster = IWorkspace(self.portal[group_id])
            self.assertEqual(set(roster.members), set(group.members))
            for name in group.members:
                account, entry = ACCOUNTS[name], roster[name]
                self.assertEqual(entry.country, account.country)
                self.assertEqual(entry.contact_point, account.contact_point)
            self.assertFalse(roster.is_active(OUTSIDER))

    def test_some_have_to_be_confirmed_soon(self):
        group, now = self.portal.cheetahs, datetime.now(UTC)
        wanted = MemberFilter(due=30)
        found = list_members(
            group, MemberManager("secretariat", True, ""), wanted, "en", now.date()
        )
        self.assertEqual({"wildlife-xa", "police-xa"}, {line.id for line in found.lines})

    def test_production_refuses(self):
        with api.env.adopt_roles(["Manager"]):
            self.portal.manage_delObjects(list(GROUPS))
        config = getConfiguration()
        section = {**config.product_config[SECTION], "production": "on"}
        with (
            patch.dict(config.product_config, {SECTION: section}),
            self.assertRaisesRegex(InstallationRefused, "production"),
        ):
            applyProfile(self.portal, "cites.cug:demo")
        for group_id in GROUPS:
            self.assertNotIn(group_id, self.portal)

    def test_a_second_time_does_nothing(self):
        before = {group: len(items(self.portal[group])) for group in GROUPS}
        with self.assertLogs("cites.cug.demo", "WARNING"):
            applyProfile(self.portal, "cites.cug:demo")
        after = {group: len(items(self.portal[group])) for group in GROUPS}
        self.assertEqual(before, after)

    def test_the_add_ons_screen_does_not_offer_it(self):
        installer = api.content.get_view("installer", self.portal, self.layer["request"])
        profiles = installer.get_install_profile("cites.cug")["id"]
        self.assertEqual(profiles, "cites.cug:default")
