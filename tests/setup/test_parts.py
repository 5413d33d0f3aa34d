"""Installing into a stock site and uninstalling: nothing of it is left."""

import difflib
import re
import requests
import transaction
from cites.cug.demo.accounts import make_groups
from cites.cug.library.items.naming import RandomHistoryId
from cites.cug.login.passwords import PREFIX
from cites.cug.login.user_folders import PLUGIN, store
from cites.cug.setup.conditions import InstallationRefused
from cites.cug.setup.snapshot import KEPT
from plone.app.testing import (
    applyProfile,
    SITE_OWNER_NAME,
    SITE_OWNER_PASSWORD,
    TEST_USER_NAME,
)
from Products.CMFPlone.Portal import PloneSite
from Products.CMFUid.interfaces import IUniqueIdGenerator
from Products.GenericSetup.context import TarballExportContext
from tests.setup.case import DEFAULT, notes, StockCase, UNINSTALL
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility


#: Export steps that hold none of the site's configuration.
CONTENT = {"content", "step_registries"}


#: A field of Plone's whose default is the time at which the class was read.
NOW = re.compile(r"<default>\d{4}-\d\d-\d\d [\d:.]+</default>")


def exported(tool):
    """All that GenericSetup knows of the site's configuration, by file."""
    files = {}

    class Export(TarballExportContext):
        def writeDataFile(self, filename, text, content_type, subdir=None):
            name = f"{subdir}/{filename}" if subdir else filename
            text = text if isinstance(text, str) else text.decode("utf-8", "replace")
            files[name] = NOW.sub("", text)

    context = Export(tool)
    for step in set(tool.listExportSteps()) - CONTENT:
        tool.getExportStep(step)(context)
    return files


def user_folders(portal, app):
    return {
        (users.absolute_url_path(), info["id"]): (
            users.plugins.listPluginIds(info["interface"]),
            tuple(sorted(users.objectIds())),
        )
        for users in (portal.acl_users, app.acl_users)
        for info in users.plugins.listPluginTypeInfo()
    }


class LeavingTest(StockCase):
    def test_the_site_is_as_it_was_before(self):
        before = exported(self.setup)
        folders = user_folders(self.portal, self.app)
        permissions = self.permissions()
        known, annotations = set(vars(self.portal)), notes(self.portal)
        applyProfile(self.portal, DEFAULT)
        self.assertIn("ClosedUserGroup", self.portal.portal_types)
        applyProfile(self.portal, UNINSTALL)
        after = exported(self.setup)
        self.assertGreater(len(before), 40)
        self.assertEqual([], self.differences(before, after))
        self.assertEqual(folders, user_folders(self.portal, self.app))
        self.assertEqual(permissions, self.permissions())
        self.assertEqual(annotations, notes(self.portal))
        self.assertEqual(known, set(vars(self.portal)))
        self.assertNotIsInstance(getUtility(IUniqueIdGenerator), RandomHistoryId)
        for profile in ("collective.workspace:default",):
            self.assertEqual("unknown", self.setup.getLastVersionForProfile(profile))

    def permissions(self):
        return {
            name: [
                row["name"]
                for row in self.portal.rolesOfPermission(name)
                if row["selected"]
            ]
            for name in self.portal.possible_permissions()
            if "cites.cug" not in name and "collective.workspace" not in name
        }

    def differences(self, before, after):
        return [
            line
            for name in sorted(before.keys() | after.keys())
            for line in difflib.unified_diff(
                before.get(name, "").splitlines(),
                after.get(name, "").splitlines(),
                fromfile=name,
                tofile=name,
                n=0,
                lineterm="",
            )
        ]

    def test_its_front_page_answers_and_people_log_in_as_before(self):
        applyProfile(self.portal, DEFAULT)
        users = self.portal.acl_users
        users.userFolderEditUser("test_user_1_", "cheetah-demo-2026", ["Member"], [])
        kept = store(users)._user_passwords["test_user_1_"]
        self.assertTrue(kept.startswith(PREFIX))
        applyProfile(self.portal, UNINSTALL)
        transaction.commit()
        front = requests.get(self.portal.absolute_url())
        self.assertEqual((200, 0), (front.status_code, len(front.history)))
        for name, password in (
            (TEST_USER_NAME, "cheetah-demo-2026"),
            (SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
        ):
            answer = requests.post(
                f"{self.portal.absolute_url()}/@login",
                json={"login": name, "password": password},
                headers={"Accept": "application/json"},
            )
            self.assertEqual(200, answer.status_code, answer.text)
        transaction.begin()
        users.userFolderEditUser("test_user_1_", "set after it left", ["Member"], [])
        kept = store(users)._user_passwords["test_user_1_"]
        self.assertFalse(kept.startswith(PREFIX), "needs the package to be checked")

    def test_what_others_have_changed_since_stays(self):
        applyProfile(self.portal, DEFAULT)
        self.portal.manage_permission("View", ["Manager"], acquire=False)
        applyProfile(self.portal, UNINSTALL)
        (selected,) = (
            role["name"]
            for role in self.portal.rolesOfPermission("View")
            if role["selected"]
        )
        self.assertEqual("Manager", selected)

    def test_applied_again_it_keeps_what_was_there_first(self):
        before = self.permissions()
        applyProfile(self.portal, DEFAULT)
        applyProfile(self.portal, DEFAULT)
        applyProfile(self.portal, UNINSTALL)
        self.assertEqual(before, self.permissions())

    def test_another_portal_beside_it_goes_on_to_log_in(self):
        applyProfile(self.portal, DEFAULT)
        other = PloneSite("beside")
        other.acl_users = {PLUGIN: "its own"}
        self.app._setObject("beside", other)
        applyProfile(self.portal, UNINSTALL)
        self.assertNotIn(PLUGIN, self.portal.acl_users)
        self.assertIn(PLUGIN, self.app.acl_users)
        active = self.app.acl_users.plugins.getAllPlugins("IExtractionPlugin")
        self.assertEqual((PLUGIN,), active["active"])

    def test_groups_are_not_left_behind(self):
        applyProfile(self.portal, DEFAULT)
        make_groups(self.portal, acting_user=SITE_OWNER_NAME)
        roles = self.portal.rolesOfPermission("cites.cug: Read")
        with self.assertRaises(InstallationRefused) as refusal:
            applyProfile(self.portal, UNINSTALL)
        self.assertIn("cheetahs, ivory", str(refusal.exception))
        self.assertEqual(roles, self.portal.rolesOfPermission("cites.cug: Read"))
        self.assertIn("ClosedUserGroup", self.portal.portal_types)

    def test_what_was_not_written_down_is_not_guessed(self):
        applyProfile(self.portal, DEFAULT)
        del IAnnotations(self.portal)[KEPT]
        # As the upgrade of an older portal does.
        applyProfile(self.portal, DEFAULT)
        with self.assertRaises(InstallationRefused):
            applyProfile(self.portal, UNINSTALL)
