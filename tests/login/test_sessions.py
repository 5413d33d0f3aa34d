"""Sessions are rows on the server: they end when it says so, on every process."""

import requests
from cites.cug.login import sessions
from cites.cug.login.models import LoginSession
from cites.cug.login.secrets import digest
from datetime import datetime, timedelta, UTC
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.login.case import LoginCase, MEMBER, WRONG


COOKIE = "cug-session"


OTHER_SITES = (
    "http://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http://user@evil.example/",
)


class SessionTest(LoginCase):
    def secret(self, browser):
        return browser.cookies[COOKIE]

    def test_the_cookie_is_for_the_server_alone(self):
        answer = self.send_login(self.browser())
        cookies = [
            value
            for name, value in answer.raw.headers.items()
            if name.lower() == "set-cookie"
        ]
        self.assertEqual(2, len(cookies))
        for cookie in cookies:
            self.assertIn("HttpOnly", cookie)
            self.assertIn("SameSite=Lax", cookie)
            self.assertIn("Path=/", cookie)

    def test_only_its_digest_is_kept(self):
        secret = self.secret(self.logged_in())
        rows = self.kept(LoginSession.__table__)
        self.assertEqual([digest(secret)], [row.digest for row in rows])
        self.assertNotIn(secret, str(rows))

    def test_logging_out_ends_it_for_copies_of_the_cookie_too(self):
        browser, thief = self.logged_in(), self.browser()
        thief.cookies.set(COOKIE, self.secret(browser))
        self.assertTrue(self.is_in(thief))
        browser.get(f"{self.portal}/logout", timeout=120)
        self.assertFalse(self.is_in(thief))
        self.assertFalse(self.is_in(browser))

    def test_neither_other_sites_nor_pictures_log_anybody_out(self):
        browser = self.logged_in()
        for sent in (
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image"},
            {"Origin": "http://evil.example"},
        ):
            for name in ("logout", "@@logout", "cheetahs/logout"):
                for ask in (browser.get, browser.head):
                    answer = ask(f"{self.portal}/{name}", headers=sent, timeout=120)
                    self.assertIn(answer.status_code, (403, 404), (name, sent))
                    self.assertTrue(self.is_in(browser), (name, sent))
        own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}
        browser.get(f"{self.portal}/logout", headers=own, timeout=120)
        self.assertFalse(self.is_in(browser))

    def test_each_login_has_a_new_one(self):
        browser = self.logged_in()
        first = self.secret(browser)
        self.send_login(browser)
        self.assertNotEqual(first, self.secret(browser))
        old = self.browser()
        old.cookies.set(COOKIE, first)
        self.assertFalse(self.is_in(old))

    def test_one_that_was_set_by_others_is_not_taken_over(self):
        browser = self.browser()
        browser.cookies.set(COOKIE, "chosen-by-somebody-else")
        self.send_login(browser)
        chosen = self.browser()
        chosen.cookies.set(COOKIE, "chosen-by-somebody-else")
        self.assertFalse(self.is_in(chosen))

    def test_it_ends_when_nobody_uses_it(self):
        browser = self.logged_in()
        now = datetime.now(UTC)
        self.shift(LoginSession, seen=now - timedelta(minutes=29))
        self.assertTrue(self.is_in(browser))
        self.shift(LoginSession, seen=now - timedelta(minutes=31))
        self.assertFalse(self.is_in(browser))

    def test_it_ends_after_its_longest_time_whoever_uses_it(self):
        browser = self.logged_in()
        (ends,) = [row.ends for row in self.kept(LoginSession.ends)]
        hours = (ends - datetime.now(UTC)) / timedelta(hours=1)
        self.assertAlmostEqual(12, hours, delta=0.1)
        self.shift(LoginSession, ends=datetime.now(UTC))
        self.assertFalse(self.is_in(browser))

    def test_its_use_is_written_down_now_and_then(self):
        browser = self.logged_in()
        old = datetime.now(UTC) - timedelta(minutes=10)
        self.shift(LoginSession, seen=old)
        self.assertTrue(self.is_in(browser))
        (seen,) = [row.seen for row in self.kept(LoginSession.seen)]
        self.assertGreater(seen, old)
        self.assertTrue(self.is_in(browser))
        self.assertEqual([(seen,)], self.kept(LoginSession.seen))

    def test_a_cookie_is_no_token_and_a_token_no_cookie(self):
        secret = self.secret(self.logged_in())
        self.assertEqual(401, self.status(secret))
        browser = self.browser()
        browser.cookies.set(COOKIE, self.token())
        self.assertFalse(self.is_in(browser))

    def test_a_form_is_no_cookie_and_no_login(self):
        secret = self.secret(self.logged_in())
        for form in (
            {COOKIE: secret},
            {"__ac": secret},
            {"__ac_name": MEMBER, "__ac_password": "cheetah-demo-2026"},
        ):
            answer = requests.post(
                f"{self.portal}/cheetahs", data=form, allow_redirects=False, timeout=120
            )
            self.assertEqual(302, answer.status_code, form)
            self.assertIn("require_login", answer.headers["Location"])

    def test_the_way_goes_on_where_it_began(self):
        page = f"{self.portal}/cheetahs/library?q=skins"
        answer = self.send_login(self.browser(), came_from=page)
        self.assertEqual(page, answer.headers["Location"])

    def test_the_way_leads_to_no_other_site_and_not_in_circles(self):
        for url in (*OTHER_SITES, f"{self.portal}/logout", f"{self.portal}/login"):
            answer = self.send_login(self.browser(), came_from=url)
            self.assertEqual(self.portal, answer.headers["Location"], url)

    def test_zopes_administrator_logs_in_too(self):
        browser = self.logged_in(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        browser.get(f"{self.portal}/logout", timeout=120)
        self.assertFalse(self.is_in(browser))

    def test_a_session_counts_in_its_own_user_folder(self):
        browser = self.logged_in()
        self.shift(LoginSession, folder="/acl_users")
        self.assertFalse(self.is_in(browser))

    def test_what_has_ended_is_deleted(self):
        self.logged_in()
        self.token()
        sessions.delete_ended_sessions(datetime.now(UTC))
        self.assertEqual(2, len(self.kept(LoginSession.id)))
        sessions.delete_ended_sessions(datetime.now(UTC) + timedelta(hours=1))
        self.assertEqual(["browser"], [kind for (kind,) in self.kept(LoginSession.kind)])

    def test_the_trail_tells_of_it(self):
        browser = self.browser()
        self.send_login(browser, password=WRONG)
        self.send_login(browser)
        browser.get(f"{self.portal}/logout", timeout=120)
        told = [("login.failure", MEMBER), ("login", MEMBER), ("logout", MEMBER)]
        self.assertEqual(told, self.trail())
