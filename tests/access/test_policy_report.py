"""The printed policy, and the permissions that our pages and services name."""

import unittest
from cites.cug.access.policy_report import (
    endpoints,
    FOREIGN,
    permission_titles,
    render_policy,
    TO_READ,
    WRITES_OF_READERS,
)
from pathlib import Path


PRINTED = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
WRITING = frozenset({"DELETE", "PATCH", "POST", "PUT"})
#: Parts of every page, the login page included: they show nothing of a place.
PAGE_PARTS = {"main_template", "shell", "breadcrumbs_view", "once"}
#: Closed to all but the managers of the site.
MANAGERS_ONLY = {
    "@contextnavigation",
    "@users",
    "getVocabulary",
    "health",
    "limit-settings",
    "portal-names",
    "login-settings",
    "new-user",
    "querybuilderresults",
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
    "metrics",
    "passwordreset",
    "ready",
    "second-step",
    "stop-change",
    "tlog-witness",
}


class ReportTest(unittest.TestCase):
    def test_the_printed_page_is_up_to_date(self):
        self.assertEqual(PRINTED.read_text(encoding="utf-8"), render_policy())

    def test_each_page_and_service_names_a_permission_of_ours(self):
        ours = permission_titles()
        self.assertTrue(ours)
        plones = {"cmf.AddPortalContent", "CMFEditions.RevertToPreviousVersions"}
        plones.add("zope2.DeleteObjects")
        known = ours.keys() | plones
        others = {item.name for item in endpoints() if item.permission not in known}
        self.assertEqual(others, PAGE_PARTS | MANAGERS_ONLY | OPEN)

    def test_what_writes_takes_more_than_reading_or_says_why_not(self):
        titles = permission_titles() | FOREIGN
        by_readers = {
            item[:3]
            for item in endpoints()
            if item.kind in WRITING
            and not item.closed
            and titles[item.permission] in TO_READ
        }
        self.assertEqual(WRITES_OF_READERS.keys(), by_readers)
