"""Where a second factor is set, the password alone opens nothing."""

import transaction
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import recovery
from cites.cug.login.interfaces import ICategoriesOf
from cites.cug.login.models import CodeGenerator, FactorDemand
from datetime import datetime, timedelta, UTC
from lxml import html
from plone import api
from sqlalchemy import update
from tests.login.case import MEMBER, WRONG
from tests.login.factor_case import FactorCase
from unittest.mock import patch
from zope.component import getGlobalSiteManager


class PasswordAloneTest(FactorCase):
    def setUp(self):
        super().setUp()
        self.secret = self.set_up()

    def test_on_pages_it_leads_to_the_second_step_and_nowhere_else(self):
        browser = self.browser()
        answer = self.send_login(browser)
        self.assertIn("/second-step", answer.headers["Location"])
        self.assertFalse(self.is_in(browser))
        for path in ("", "account", "second-factor", "cheetahs/library", "api-tokens"):
            answer = browser.get(
                f"{self.portal}/{path}", allow_redirects=False, timeout=120
            )
            self.assertEqual(302, answer.status_code, path)
            self.assertIn("require_login", answer.headers["Location"], path)

    def test_in_basic_authentication_it_is_refused(self):
        self.assertEqual(401, self.status(basic=(MEMBER, PASSWORD)))
        for path in ("@tokens", "@users", "@login-renew"):
            answer = self.rest(path, method="POST", basic=(MEMBER, PASSWORD), json={})
            self.assertEqual(401, answer.status_code, path)

    def test_for_a_token_it_is_not_enough(self):
        answer = self.ask_for_token()
        self.assertEqual(401, answer.status_code)
        self.assertTrue(answer.json()["second_factor"])
        self.assertNotIn("token", answer.json())

    def test_only_the_right_password_learns_that_there_is_a_factor(self):
        self.assertNotIn("second_factor", self.ask_for_token(password=WRONG).json())
        page = self.send_login(self.browser(), password=WRONG)
        self.assertNotIn("second-step", page.headers.get("Location", ""))

    def test_older_sessions_go_on(self):
        browser = self.logged_in("customs-xb")
        self.set_up("customs-xb")
        self.assertTrue(self.is_in(browser))


class CodeTest(FactorCase):
    def setUp(self):
        super().setUp()
        self.secret = self.set_up()

    def test_a_wrong_code_and_one_that_was_not_checked_are_told_apart(self):
        browser = self.browser()
        self.send_login(browser)
        with patch("cites.cug.login.settings.tries", lambda: 3):
            said = [self.said(browser, f"00000{number}") for number in range(4)]
            right = self.said(browser, self.code(self.secret))
        self.assertEqual({"The code or passkey is not valid."}, set(said[:3]))
        for words in (said[3], right):
            self.assertIn("was not checked", words)
            self.assertIn("15 minutes at most", words)
        self.assertFalse(self.is_in(browser))

    def said(self, browser, code):
        (words,) = html.fromstring(self.second_step(browser, code).text).xpath(
            "//*[@role='alert']"
        )
        return " ".join(words.text_content().split())

    def test_password_and_code_open(self):
        browser = self.browser()
        page = f"{self.portal}/cheetahs/library"
        way = self.send_login(browser, came_from=page).headers["Location"]
        step = html.fromstring(browser.get(way, timeout=120).text)
        (form,) = [f for f in step.forms if "code" in f.fields]
        answer = self.second_step(
            browser, self.code(self.secret), came_from=form.fields["came_from"]
        )
        self.assertEqual(page, answer.headers["Location"])
        self.assertTrue(self.is_in(browser))

    def test_a_code_counts_once(self):
        code = self.code(self.secret)
        self.token(code=code)
        self.assertEqual(401, self.ask_for_token(code=code).status_code)
        self.token(code=self.code(self.secret, later=1))

    def test_codes_of_long_ago_and_of_others_do_not_count(self):
        other = self.set_up("customs-xb")
        wrong = (self.code(self.secret, -3), self.code(other), "", "000000x", "abc")
        for code in wrong:
            answer = self.ask_for_token(code=code)
            self.assertEqual(401, answer.status_code, code)

    def test_the_step_counts_once(self):
        browser = self.browser()
        self.send_login(browser)
        copied = browser.cookies["cug-step"]
        self.second_step(browser, self.code(self.secret))
        thief = self.browser()
        thief.cookies.set("cug-step", copied)
        answer = self.second_step(thief, self.code(self.secret, later=1))
        self.assertIn("/login", answer.headers["Location"])
        self.assertFalse(self.is_in(thief))

    def test_without_the_first_step_there_is_no_second(self):
        browser = self.browser()
        answer = self.second_step(browser, self.code(self.secret))
        self.assertEqual(f"{self.portal}/login", answer.headers["Location"])
        self.assertFalse(self.is_in(browser))

    def test_guessing_codes_ends_like_guessing_passwords(self):
        for guess in range(10):
            self.ask_for_token(code=f"{guess:06}")
        answer = self.ask_for_token(code=self.code(self.secret))
        self.assertEqual(401, answer.status_code)

    def test_a_code_for_recovery_counts_once(self):
        transaction.abort()
        first, *_others = recovery.new_codes(MEMBER)
        transaction.commit()
        self.token(code=first.upper().replace("-", " "))
        self.assertEqual(401, self.ask_for_token(code=first).status_code)
        self.assertEqual(recovery.HOW_MANY - 1, recovery.left(MEMBER))

    def test_the_secret_lies_sealed(self):
        kept = self.kept(CodeGenerator.__table__)
        self.assertNotIn(self.secret, str(kept))
        with autonomous_transaction() as connection:
            connection.execute(update(CodeGenerator).values(user_id="customs-xb"))
        answer = self.ask_for_token("customs-xb", code=self.code(self.secret))
        self.assertEqual(401, answer.status_code)
        self.assertNotIn("token", answer.json())


class DemandTest(FactorCase):
    """The members of some categories must have one."""

    def setUp(self):
        super().setUp()
        transaction.abort()
        self.demand({"customs"}, days=14)
        components = getGlobalSiteManager()
        utility = components.queryUtility(ICategoriesOf)
        self.addCleanup(components.registerUtility, utility, ICategoriesOf)
        components.registerUtility(
            lambda user_id: {user_id.partition("-")[0]}, ICategoriesOf
        )

    def demand(self, categories, days):
        prefix = "cites.cug.login"
        wanted = tuple(categories)
        api.portal.set_registry_record(f"{prefix}.factor_categories", wanted)
        api.portal.set_registry_record(f"{prefix}.factor_grace_days", days)
        transaction.commit()

    def end_grace(self):
        with autonomous_transaction() as connection:
            past = datetime.now(UTC) - timedelta(days=15)
            change_proven(connection, FactorDemand, since=past)

    def test_for_some_days_they_are_reminded(self):
        browser = self.logged_in()
        page = self.page(browser, "second-factor")
        self.assertTrue(page.xpath("//*[contains(@class, 'warning')]"))
        self.token()

    def test_then_the_password_alone_opens_nothing(self):
        self.token()
        self.end_grace()
        self.assertEqual(401, self.status(basic=(MEMBER, PASSWORD)))
        self.assertTrue(self.ask_for_token().json()["second_factor"])
        browser = self.browser()
        self.assertIn("second-step", self.send_login(browser).headers["Location"])
        self.assertFalse(self.is_in(browser))

    def test_it_is_set_up_on_the_way_in(self):
        self.demand({"customs"}, days=0)
        browser = self.browser()
        self.send_login(browser)
        page = self.page(browser, "second-step")
        secret = page.xpath("//input[@name='secret']")[0].value
        answer = self.second_step(browser, "123456", secret=secret)
        self.assertFalse(self.is_in(browser))
        answer = self.second_step(browser, self.code(secret), secret=secret)
        self.assertEqual(200, answer.status_code)
        self.assertIn("recovery-codes", answer.text)
        self.assertTrue(self.is_in(browser))
        self.token(code=self.code(secret, later=1))

    def test_others_are_not_concerned(self):
        self.demand({"customs"}, days=0)
        self.token("police-xa")
        self.assertEqual(200, self.status(basic=("police-xa", PASSWORD)))
