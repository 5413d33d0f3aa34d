"""Where the product may be installed, and what a site manager is told."""

import requests
import transaction
from cites.cug.demo.accounts import make_groups
from cites.cug.setup.conditions import InstallationRefused
from plone.app.testing import applyProfile, SITE_OWNER_NAME
from tests.setup.case import DEFAULT, notes, StockCase


class ComingTest(StockCase):
    def setUp(self):
        super().setUp()
        self.settings["close-existing-site"] = "off"

    def test_a_site_with_accounts_is_not_closed(self):
        before = notes(self.portal)
        with self.assertRaises(InstallationRefused) as refusal:
            applyProfile(self.portal, DEFAULT)
        self.assertIn("other accounts: 1", str(refusal.exception))
        self.assertNotIn("Alert", self.portal.portal_types)
        self.assertEqual(before, notes(self.portal))

    def test_a_site_with_content_is_not_closed(self):
        self.portal.acl_users.source_users.removeUser("test_user_1_")
        self.portal.invokeFactory("Document", "page", title="A page")
        with self.assertRaises(InstallationRefused) as refusal:
            applyProfile(self.portal, DEFAULT)
        self.assertIn("items: 1", str(refusal.exception))

    def test_an_empty_one_is_taken_and_so_is_one_if_the_deployment_says_so(self):
        self.portal.acl_users.source_users.removeUser("test_user_1_")
        applyProfile(self.portal, DEFAULT)
        self.assertIn("Alert", self.portal.portal_types)

    def test_the_screen_says_what_it_does_and_why_not(self):
        said = self.press("install_products", "cites.cug")
        self.assertIn("it closes all content to everybody but site managers", said)
        self.assertIn("Not installed, and nothing was changed", said)
        self.assertIn("other accounts: 1", said)
        self.assertNotIn("Alert", self.portal.portal_types)

    def test_the_screen_says_why_it_stays(self):
        self.settings["close-existing-site"] = "on"
        applyProfile(self.portal, DEFAULT)
        make_groups(self.portal, acting_user=SITE_OWNER_NAME)
        said = self.press("uninstall_products", "cites.cug")
        self.assertIn("Not uninstalled, and nothing was changed", said)
        self.assertIn("Alert", self.portal.portal_types)

    def test_the_screen_says_what_is_left_on_the_server(self):
        self.settings["close-existing-site"] = "on"
        applyProfile(self.portal, DEFAULT)
        said = self.press("uninstall_products", "cites.cug")
        self.assertIn("Records and message keys stay on the server", said)
        self.assertIn("Passwords set or used meanwhile stop working", said)
        self.assertNotIn("Alert", self.portal.portal_types)

    def test_a_site_manager_is_told_that_the_door_is_missing(self):
        self.settings["close-existing-site"] = "on"
        applyProfile(self.portal, DEFAULT)
        transaction.commit()
        for language, words in (
            ("en", "The security filter"),
            ("fr", "Le filtre de sécurité"),
            ("es", "El filtro de seguridad"),
        ):
            query = {"set_language": language}
            answer = self.browser().get(self.portal.absolute_url(), params=query)
            self.assertIn(words, answer.text)
        stranger = requests.get(f"{self.portal.absolute_url()}/login")
        self.assertNotIn("door", stranger.text)

    def test_programs_are_told_too(self):
        answer = self.browser().post(
            f"{self.portal.absolute_url()}/@addons/cites.cug/install",
            headers={"Accept": "application/json"},
        )
        self.assertEqual(409, answer.status_code)
        self.assertIn("other accounts: 1", answer.json()["message"])
