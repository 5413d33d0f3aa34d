"""The page to log in says why one is there, and what else one can do."""

import unittest
from cites.cug.login.browser import entrance
from cites.cug.login.models import LoginSession
from datetime import datetime, UTC
from tests.login.case import LoginCase
from types import SimpleNamespace
from unittest.mock import patch


class PlaceTest(unittest.TestCase):
    """Of which group a stranger wanted a page, wherever the portal stands."""

    def place(self, portal_path, address):
        portal = SimpleNamespace(absolute_url_path=lambda: portal_path)
        page = entrance.LoginPage(portal, None)
        with (
            patch.object(
                entrance, "queryUtility", lambda _kind: lambda _portal, one: one
            ),
            patch.object(page, "came_from", lambda: address),
        ):
            return page.request_url()

    def test_below_its_path_or_where_it_has_a_host_of_its_own(self):
        for path, begin in (("/portal", "https://h/portal"), ("/", "https://h")):
            self.assertEqual("cheetahs", self.place(path, f"{begin}/cheetahs/library"))
            self.assertIsNone(self.place(path, begin))


class WhyTest(LoginCase):
    WANTED = "Log in to open the page that you asked for."
    ENDED = "Your session has ended."

    def shown(self, browser, came_from=None):
        query = {"came_from": came_from} if came_from else {}
        return browser.get(f"{self.portal}/login", params=query, timeout=120).text

    def test_who_comes_by_themselves_is_told_nothing(self):
        shown = self.shown(self.browser())
        self.assertNotIn(self.WANTED, shown)
        self.assertNotIn(self.ENDED, shown)

    def test_who_wanted_a_page_or_had_a_session_is_told(self):
        library = f"{self.portal}/cheetahs/library"
        self.assertIn(self.WANTED, self.shown(self.browser(), library))
        browser = self.logged_in()
        self.shift(LoginSession, ends=datetime.now(UTC))
        self.assertIn(self.ENDED, self.shown(browser, library))
        gone = self.logged_in()
        gone.get(f"{self.portal}/logout", timeout=120)
        self.assertNotIn(self.ENDED, self.shown(gone))

    def test_strangers_find_where_to_ask_for_access(self):
        link = f"{self.portal}/cheetahs/request-access"
        place = self.portal.split("/", 3)[3]
        for address in (f"{self.portal}/cheetahs/library", f"/{place}/cheetahs?b=1"):
            self.assertIn(link, self.shown(self.browser(), address))
        for address in (self.portal, f"{self.portal}/none", f"{self.portal}/acl_users"):
            shown = self.shown(self.browser(), address)
            self.assertNotIn("request-access", shown, address)
