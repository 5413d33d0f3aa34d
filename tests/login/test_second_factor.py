"""Where a second factor is set, the password alone opens nothing."""

import pyotp
import re
import transaction
from cites.cug.login import codes
from cites.cug.login import recovery
from cites.cug.login.interfaces import ICategoriesOf
from cites.cug.login.models import CodeGenerator
from cites.cug.login.models import FactorDemand
from cites.cug.sql.session import at_once
from cites.cug.testing import PASSWORD
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from lxml import html
from math import log2
from plone import api
from sqlalchemy import update
from tests.login.case import LoginCase
from tests.login.case import MEMBER
from tests.login.case import WRONG
from zope.component import getGlobalSiteManager


class FactorCase(LoginCase):
    def set_up(self, name=MEMBER):
        """An app for the account; its secret."""
        transaction.abort()
        secret = codes.new_generator()
        codes.store_secret(name, secret, 0)
        transaction.commit()
        return secret

    def code(self, secret, later=0):
        """What the app shows; each counts once, so later ones are asked for."""
        moment = datetime.now(UTC) + timedelta(seconds=30 * later)
        return pyotp.TOTP(secret).at(moment)

    def second_step(self, browser, code, **more):
        return browser.post(
            f"{self.portal}/second-step",
            data={"code": code, **more},
            allow_redirects=False,
            timeout=30,
        )

    def page(self, browser, name, **options):
        answer = browser.get(f"{self.portal}/{name}", timeout=30, **options)
        self.assertEqual(200, answer.status_code)
        return html.fromstring(answer.text, base_url=answer.url)

    def send(self, browser, page, do, number=0, **values):
        """The form with that button."""
        forms = [f for f in page.forms if f.xpath(f".//button[@value='{do}']")]
        form = forms[number]
        data = {**dict(form.form_values()), "do": do, **values}
        return browser.post(
            form.action or page.base_url, data=data, allow_redirects=False, timeout=30
        )


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
                f"{self.portal}/{path}", allow_redirects=False, timeout=30
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

    def test_password_and_code_open(self):
        browser = self.browser()
        page = f"{self.portal}/cheetahs/library"
        way = self.send_login(browser, came_from=page).headers["Location"]
        step = html.fromstring(browser.get(way, timeout=30).text)
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
        with at_once() as connection:
            connection.execute(update(CodeGenerator).values(user_id="customs-xb"))
        answer = self.ask_for_token("customs-xb", code=self.code(self.secret))
        self.assertEqual(401, answer.status_code)
        self.assertNotIn("token", answer.json())


class OwnFactorTest(FactorCase):
    def shown_secret(self, page):
        return page.xpath("//input[@name='secret']")[0].value

    def set_up_app(self, browser, **values):
        page = self.page(browser, "second-factor")
        secret = self.shown_secret(page)
        sent = {"code": self.code(secret), "current": PASSWORD, **values}
        return secret, self.send(browser, page, "app", **sent)

    def test_setting_up_an_app(self):
        browser = self.logged_in()
        secret, answer = self.set_up_app(browser)
        self.assertEqual(200, answer.status_code)
        shown = re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)
        self.assertEqual(recovery.HOW_MANY, len(shown))
        self.assertGreater(recovery.LENGTH * log2(len(recovery.SIGNS)), 112)
        self.assertEqual(401, self.ask_for_token().status_code)
        self.token(code=self.code(secret, later=1))
        self.token(code=shown[0])
        self.assertIn(("factor.add", MEMBER), self.trail("factor"))

    def test_a_picture_for_the_app_comes_with_the_page(self):
        page = self.page(self.logged_in(), "second-factor")
        (picture,) = page.xpath("//img[@class='qr']/@src")
        self.assertTrue(picture.startswith("data:image/svg+xml"))

    def test_a_wrong_code_sets_up_nothing_and_shows_the_same_key(self):
        browser = self.logged_in()
        secret, answer = self.set_up_app(browser, code="123456")
        self.assertEqual(400, answer.status_code)
        self.assertEqual(secret, self.shown_secret(html.fromstring(answer.text)))
        self.token()

    def test_each_change_asks_for_the_password(self):
        browser = self.logged_in()
        _secret, answer = self.set_up_app(browser, current=WRONG)
        self.assertEqual(400, answer.status_code)
        self.token()
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "new-passkey", current=WRONG)
        self.assertEqual(400, answer.status_code)

    def test_removing_it(self):
        browser = self.logged_in()
        self.set_up_app(browser)
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "remove", current=PASSWORD)
        self.assertEqual(302, answer.status_code)
        self.token()
        self.assertEqual(0, recovery.left(MEMBER))
        self.assertIn(("factor.remove", MEMBER), self.trail("factor"))

    def test_new_codes_end_the_old_ones(self):
        browser = self.logged_in()
        _secret, answer = self.set_up_app(browser)
        old = re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)
        page = self.page(browser, "second-factor")
        answer = self.send(browser, page, "new-codes", current=PASSWORD)
        new = re.findall(r"<code>([a-z2-9-]{29})</code>", answer.text)
        self.assertFalse(set(old) & set(new))
        self.assertEqual(401, self.ask_for_token(code=old[0]).status_code)
        self.token(code=new[0])


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
        with at_once() as connection:
            past = datetime.now(UTC) - timedelta(days=15)
            connection.execute(update(FactorDemand).values(since=past))

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
