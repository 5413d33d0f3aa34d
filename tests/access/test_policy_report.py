"""The printed policy, and the permissions that our pages and services name."""

import unittest
from cites.cug.access.policy_report import endpoints
from cites.cug.access.policy_report import permission_titles
from cites.cug.access.policy_report import render_policy
from pathlib import Path


PRINTED = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
#: Parts of every page, the login page included: they show nothing of a place.
PAGE_PARTS = {"main_template", "shell", "breadcrumbs_view"}
#: Closed to all but the managers of the site.
MANAGERS_ONLY = {
    "@contextnavigation",
    "@users",
    "getVocabulary",
    "limit-settings",
    "login-settings",
    "new-user",
    "user-information",
    "usergroup-userprefs",
}
#: For whoever has not logged in, as the gate lists them.
OPEN = {
    "@login",
    "login",
    "login_form",
    "mail_password",
    "mail_password_form",
    "passwordreset",
    "second-step",
    "stop-change",
}


class ReportTest(unittest.TestCase):
    def test_the_printed_page_is_up_to_date(self):
        self.assertEqual(PRINTED.read_text(encoding="utf-8"), render_policy())

    def test_each_page_and_service_names_a_permission_of_ours(self):
        ours = permission_titles()
        self.assertTrue(ours)
        others = {item.name for item in endpoints() if item.permission not in ours}
        self.assertEqual(others, PAGE_PARTS | MANAGERS_ONLY | OPEN)
