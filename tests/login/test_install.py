"""Our plug-in alone reads credentials, in the portal and above it."""

import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.login.install import install_plugin, OURS, uninstall_plugin
from cites.cug.login.user_folders import PLUGIN
from Products.PluggableAuthService.interfaces import plugins


ALONE = (plugins.IExtractionPlugin, plugins.IAuthenticationPlugin)


class InstallTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.folders = (self.portal.acl_users, self.layer["app"].acl_users)

    def active(self):
        return {
            (users.absolute_url_path(), interface.__name__): tuple(
                users.plugins.listPluginIds(interface)
            )
            for users in self.folders
            for interface in OURS
            if interface in [i["interface"] for i in users.plugins.listPluginTypeInfo()]
        }

    def test_nothing_else_says_who_asks(self):
        for users in self.folders:
            for interface in ALONE:
                self.assertEqual((PLUGIN,), users.plugins.listPluginIds(interface))

    def test_once_is_enough(self):
        before = self.active()
        install_plugin(self.portal)
        self.assertEqual(before, self.active())

    def test_everything_can_be_given_back(self):
        uninstall_plugin(self.portal)
        for users in self.folders:
            self.assertNotIn(PLUGIN, users.objectIds())
        given = self.active()
        self.assertIn("session", given["/plone/acl_users", "IExtractionPlugin"])
        self.assertIn("source_users", given["/plone/acl_users", "IAuthenticationPlugin"])
        self.assertIn("users", given["/acl_users", "IAuthenticationPlugin"])
        self.assertFalse(any(PLUGIN in names for names in given.values()))
        install_plugin(self.portal)
        self.assertEqual((PLUGIN,), self.active()["/acl_users", "IExtractionPlugin"])
