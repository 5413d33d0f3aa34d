"""What decides who gets into an account asks once more who one is."""

import json
import transaction
from cites.cug.core.sql.proofs import proven
from cites.cug.core.sql.session import autonomous_transaction, write_session
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import login_tokens, recovery, sessions
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.models import Attempt, LoginSession, Passkey, Step
from datetime import datetime, timedelta, UTC
from lxml import html
from sqlalchemy import delete, update
from tests.login.case import MEMBER, NEW_PASSWORD, WRONG
from tests.login.factor_case import FactorCase
from unittest.mock import patch


GUARDED = ("second-factor", "new-password", "new-address", "api-tokens")


class ConfirmationCase(FactorCase):
    def asks(self, page):
        return bool(page.xpath("//input[@name='confirm']"))

    def confirm(self, browser, name, **values):
        """Send the page that asks who one is."""
        page = self.page(browser, name)
        return self.send_confirmation(browser, page, **values)

    def send_confirmation(self, browser, page, **values):
        (form,) = page.xpath("//form[.//input[@name='confirm']]")
        data = {**dict(form.form_values()), **values}
        return browser.post(
            form.get("action"), data=data, allow_redirects=False, timeout=120
        )

    def end_others(self, browser, **values):
        page = self.page(browser, "account")
        (form,) = page.xpath("//form[.//button[@name='all']]")
        data = {**dict(form.form_values()), "all": "1", **values}
        url = f"{self.portal}/account"
        return browser.post(url, data=data, allow_redirects=False, timeout=120)

    def forget_attempts(self):
        with autonomous_transaction() as connection:
            connection.execute(delete(Attempt))


class FactorTest(ConfirmationCase):
    """Where the account has a second factor."""

    def setUp(self):
        super().setUp()
        self.browser_in = self.logged_in()
        self.secret = self.set_up()

    def test_pages_ask_for_password_and_code_first(self):
        for name in GUARDED:
            page = self.page(self.browser_in, name)
            self.assertTrue(self.asks(page), name)
            self.assertFalse(page.xpath("//button[@name='do']"), name)
        code = self.code(self.secret)
        answer = self.confirm(self.browser_in, GUARDED[0], current=PASSWORD, code=code)
        self.assertEqual(302, answer.status_code)
        for name in GUARDED:
            self.assertFalse(self.asks(self.page(self.browser_in, name)), name)
        self.assertIn(("login.confirm", MEMBER), self.trail("login.confirm"))

    def test_the_session_gets_another_secret(self):
        """Whoever has copied the cookie is not confirmed with its owner."""
        copied = self.browser()
        copied.cookies.update(self.browser_in.cookies.get_dict())
        self.assertTrue(self.is_in(copied))
        code = self.code(self.secret)
        self.confirm(self.browser_in, "second-factor", current=PASSWORD, code=code)
        self.assertTrue(self.is_in(self.browser_in))
        self.assertFalse(self.is_in(copied))

    def test_one_of_both_is_not_enough(self):
        for wrong in (
            {"current": PASSWORD},
            {"current": PASSWORD, "code": "000000"},
            {"current": WRONG, "code": self.code(self.secret)},
            {"code": self.code(self.secret)},
            {"current": PASSWORD, "passkey": "{}"},
            {"current": PASSWORD, "passkey": json.dumps({"rawId": "x"}), "step": "x"},
        ):
            answer = self.confirm(self.browser_in, "second-factor", **wrong)
            self.assertEqual(400, answer.status_code, wrong)
            self.assertTrue(self.asks(html.fromstring(answer.text)), wrong)
            self.assertTrue(self.asks(self.page(self.browser_in, "second-factor")))
            self.forget_attempts()

    def test_without_it_nothing_is_changed(self):
        """By forms that know nothing of the page that asks."""
        proof = self.page(self.browser_in, "account")
        token = proof.xpath("//input[@name='_authenticator']/@value")[0]
        new = {"new": NEW_PASSWORD, "again": NEW_PASSWORD}
        expires = {"scopes": "read:library", "expires": "2027-03-01"}
        for name, form in (
            ("second-factor", {"do": "remove"}),
            ("second-factor", {"do": "new-codes"}),
            ("second-factor", {"do": "new-passkey"}),
            ("new-password", new),
            ("new-password", {"change-password": "1", **new}),
            ("api-tokens", {"token": "1", "name": "x", **expires}),
        ):
            form = {"_authenticator": token, "current": PASSWORD, **form}
            answer = self.browser_in.post(
                f"{self.portal}/{name}", data=form, allow_redirects=False, timeout=120
            )
            self.assertEqual(400, answer.status_code, form)
            self.assertTrue(self.asks(html.fromstring(answer.text)), form)
            self.forget_attempts()
        self.token(code=self.code(self.secret))
        self.assertEqual([], self.trail("token"))
        self.assertEqual([], self.trail("factor"))

    def test_it_holds_for_a_while_and_for_this_session(self):
        other = self.browser()
        self.send_login(other)
        self.second_step(other, self.code(self.secret, -1))
        code = self.code(self.secret)
        self.confirm(self.browser_in, "second-factor", current=PASSWORD, code=code)
        self.assertTrue(self.asks(self.page(other, "second-factor")))
        self.assertFalse(self.asks(self.page(self.browser_in, "second-factor")))
        with patch.object(sessions, "CONFIRMED_FOR", timedelta(0)):
            self.assertTrue(self.asks(self.page(self.browser_in, "second-factor")))

    def test_ending_sessions_asks_too_and_then_goes_on(self):
        there = self.browser()
        self.send_login(there)
        self.second_step(there, self.code(self.secret, -1))
        answer = self.end_others(self.browser_in)
        self.assertEqual(200, answer.status_code)
        self.assertTrue(self.is_in(there))
        page = html.fromstring(answer.text)
        code = self.code(self.secret)
        answer = self.send_confirmation(
            self.browser_in, page, current=PASSWORD, code=code
        )
        self.assertEqual(302, answer.status_code)
        self.assertFalse(self.is_in(there))
        self.assertTrue(self.is_in(self.browser_in))

    def test_to_be_asked_is_no_wrong_try(self):
        for _ in range(12):
            self.assertEqual(200, self.end_others(self.browser_in).status_code)
        self.assertEqual([], self.kept(Attempt.id))

    def test_a_code_for_recovery_does_too(self):
        transaction.abort()
        first, *_others = recovery.new_codes(MEMBER)
        transaction.commit()
        answer = self.confirm(
            self.browser_in, "second-factor", current=PASSWORD, code=first
        )
        self.assertEqual(302, answer.status_code)

    def test_wrong_codes_are_guesses(self):
        for number in range(10):
            # Each counts, however long it took: no pause is over or not by chance.
            with autonomous_transaction() as connection:
                earlier = datetime.now(UTC) - timedelta(minutes=2)
                connection.execute(update(Attempt).values(time=earlier))
            self.confirm(
                self.browser_in, "second-factor", current=PASSWORD, code=f"{number:06}"
            )
        code = self.code(self.secret)
        answer = self.confirm(
            self.browser_in, "second-factor", current=PASSWORD, code=code
        )
        self.assertEqual(400, answer.status_code)


class ProgramTest(ConfirmationCase):
    """What programs could use to get round the pages."""

    def make(self, **credentials):
        body = {"name": "x", "scopes": ["read:library"]}
        answer = self.rest("@tokens", method="POST", json=body, **credentials)
        return answer.status_code

    def test_a_session_of_a_browser_makes_no_token_without_it(self):
        browser = self.logged_in()
        secret = self.set_up()
        cookies = browser.cookies.get_dict()
        self.assertEqual(403, self.make(cookies=cookies))
        self.assertEqual([], self.trail("token"))
        code = self.code(secret)
        self.confirm(browser, "api-tokens", current=PASSWORD, code=code)
        self.assertEqual(201, self.make(cookies=browser.cookies.get_dict()))

    def test_nor_a_token_of_a_login_of_some_time_ago(self):
        self.assertEqual(201, self.make(basic=(MEMBER, PASSWORD)))
        token = self.token()
        self.assertEqual(201, self.make(token=token))
        with patch.object(sessions, "TOKEN_LIFE", timedelta(0)):
            self.assertEqual(403, self.make(token=token))

    def test_who_writes_to_the_database_confirms_nobody(self):
        browser = self.logged_in()
        self.set_up()
        with autonomous_transaction() as connection:
            now = datetime.now(UTC)
            connection.execute(update(LoginSession).values(confirmed=now))
        self.assertFalse(self.is_in(browser))


class PasskeyTest(ConfirmationCase):
    """What a browser signs is tried in ``tests/chromium/test_passkeys.py``."""

    def setUp(self):
        super().setUp()
        self.browser_in = self.logged_in()
        transaction.abort()
        row = {
            "credential_id": b"x" * 16,
            "user_id": MEMBER,
            "public_key": b"y",
            "sign_count": 0,
            "name": "key",
            "since": datetime.now(UTC),
        }
        write_session().add(Passkey(**proven(Passkey, row)))
        transaction.commit()

    def test_the_question_is_for_the_owner(self):
        page = self.page(self.browser_in, "second-factor")
        self.assertIn("challenge", page.xpath("//form/@data-get")[0])
        (step,) = page.xpath("//input[@name='step']/@value")
        self.assertEqual(
            MEMBER, login_tokens.find_login_token(step, Purpose.CONFIRM).user_id
        )
        forged = {"current": PASSWORD, "passkey": "{}"}
        answer = self.send_confirmation(self.browser_in, page, **forged)
        self.assertEqual(400, answer.status_code)
        self.assertTrue(self.asks(self.page(self.browser_in, "second-factor")))

    def test_whoever_has_no_passkey_is_asked_for_none(self):
        other = self.logged_in("customs-xb")
        self.set_up("customs-xb")
        before = len(self.kept(Step.digest))
        page = self.page(other, "second-factor")
        self.assertFalse(page.xpath("//input[@name='passkey']"))
        self.assertEqual(before, len(self.kept(Step.digest)))


class PasswordTest(ConfirmationCase):
    """Where it has none, the password is asked for."""

    def test_ending_sessions_asks_for_it(self):
        here, there = self.logged_in(), self.logged_in()
        answer = self.end_others(here)
        self.assertTrue(self.is_in(there))
        page = html.fromstring(answer.text)
        self.assertFalse(page.xpath("//input[@name='code']"))
        answer = self.send_confirmation(here, page, current=WRONG)
        self.assertEqual(400, answer.status_code)
        page = html.fromstring(answer.text)
        self.assertTrue(page.xpath("//p[@role='alert' and not(@hidden)]"))
        self.assertTrue(self.is_in(there))
        self.send_confirmation(here, page, current=PASSWORD)
        self.assertFalse(self.is_in(there))
        self.assertTrue(self.is_in(here))

    def test_a_new_factor_offers_to_end_what_was_open_before(self):
        here, there, token = self.logged_in(), self.logged_in(), self.token()
        page = self.page(here, "second-factor")
        secret = page.xpath("//input[@name='secret']")[0].value
        sent = {"code": self.code(secret), "current": PASSWORD}
        answer = self.send(here, page, "app", **sent)
        (form,) = html.fromstring(answer.text).xpath("//form[@id='end-others']")
        self.assertTrue(self.is_in(there))
        data = {**dict(form.form_values()), "all": "1"}
        here.post(form.get("action"), data=data, timeout=120)
        self.assertFalse(self.is_in(there))
        self.assertEqual(401, self.status(token))
        self.assertTrue(self.is_in(here))

    def test_alone_there_is_nothing_to_end(self):
        page = self.page(self.logged_in(), "second-factor")
        self.assertFalse(page.xpath("//form[@id='end-others']"))
