"""A forgotten password: a link by e-mail, good for an hour and one new password."""

import requests
import transaction
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.login import accounts, codes, login_tokens, new_device, reset, throttle
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.models import Attempt, Step
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.models import Notice
from datetime import datetime, timedelta, UTC
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import delete, update
from tests.login.case import MEMBER, NEW_PASSWORD
from tests.login.reset_case import ResetCase
from zope.component import getUtility


class ResetTest(ResetCase):
    def test_the_link_sets_a_password_once_and_ends_sessions(self):
        browser, token = self.logged_in(), self.token()
        self.ask()
        link = self.link()
        for _ in range(2):
            self.assertIn('name="again"', requests.get(link, timeout=120).text)
        self.assertEqual(302, self.choose(link).status_code)
        self.assertFalse(self.is_in(browser))
        self.assertEqual(401, self.status(token))
        self.assertEqual(401, self.ask_for_token().status_code)
        self.token(MEMBER, NEW_PASSWORD)
        again = self.choose(link, "another lagoon trombone")
        self.assertEqual(200, again.status_code)
        self.assertNotIn('name="again"', again.text)
        self.token(MEMBER, NEW_PASSWORD)
        self.assertIn(("password.reset", MEMBER), self.trail("password"))

    def test_it_logs_nobody_in_and_leaves_the_second_factor(self):
        codes.store_secret(MEMBER, codes.new_generator(), 0)
        transaction.commit()
        self.ask()
        answer = self.choose(self.link())
        self.assertEqual(f"{self.portal}/login", answer.headers["Location"])
        self.assertNotIn("cug-session", answer.headers.get("Set-Cookie", ""))
        self.assertTrue(self.ask_for_token(MEMBER, NEW_PASSWORD).json()["second_factor"])

    def test_weak_passwords_are_refused_and_the_link_stays(self):
        self.ask()
        link = self.link()
        for new, again in (("short", None), ("customs-xa-12", None), (NEW_PASSWORD, "x")):
            self.assertEqual(200, self.choose(link, new, again).status_code)
        self.token()
        self.assertEqual(302, self.choose(link).status_code)

    def test_it_is_good_for_an_hour(self):
        self.ask()
        link = self.link()
        self.shift(Step, ends=datetime.now(UTC))
        self.assertEqual(200, self.choose(link).status_code)
        self.token()

    def test_who_asks_too_does_not_end_an_earlier_link(self):
        """Else a stranger who goes on asking keeps somebody from a new password."""
        self.ask()
        mine = self.link()
        for _ in range(len(throttle.PAUSES)):
            with autonomous_transaction() as connection:
                connection.execute(delete(Attempt))
            self.ask()
            self.mails()
        self.assertEqual(302, self.choose(mine).status_code)
        self.token(MEMBER, NEW_PASSWORD)

    def test_few_links_count_at_once(self):
        for _ in range(reset.MOST_LINKS + 3):
            with autonomous_transaction() as connection:
                connection.execute(delete(Attempt))
            self.ask()
        links = [self.link_in(mail) for mail in self.mails()]
        self.assertLessEqual(len(links), reset.MOST_LINKS)
        self.ask()
        links += [self.link_in(mail) for mail in self.mails()]
        self.assertLessEqual(len(self.kept(Step.digest)), reset.MOST_LINKS)
        self.assertGreaterEqual(len(links), 1)

    def test_a_used_link_ends_the_others(self):
        links = []
        for _ in range(2):
            self.ask()
            links.append(self.link())
        self.assertEqual(302, self.choose(links[1]).status_code)
        again = self.choose(links[0], "another lagoon trombone")
        self.assertEqual(200, again.status_code)
        self.token(MEMBER, NEW_PASSWORD)

    def test_a_link_of_an_earlier_version_counts(self):
        self.ask()
        link = self.link().replace("passwordreset?key=", "passwordreset/")
        self.assertEqual(302, self.choose(link).status_code)
        self.token(MEMBER, NEW_PASSWORD)

    def test_the_form_sends_the_key_in_its_body(self):
        """Where logs do not see it."""
        self.ask()
        link = self.link()
        (form,) = html.fromstring(requests.get(link, timeout=120).text).xpath(
            "//form[.//input[@name='again']]"
        )
        self.assertTrue(form.get("action").endswith("/passwordreset"))
        self.assertTrue(link.endswith(f"={form.fields['key']}"))

    def test_one_begins_to_type_at_once(self):
        """Where something is wrong, scripts begin with the list of mistakes instead."""
        self.ask()
        link = self.link()
        for answer, first in (
            (requests.get(f"{self.portal}/mail_password_form", timeout=120), ["userid"]),
            (requests.get(link, timeout=120), ["new"]),
            (self.choose(link, "short"), []),
        ):
            found = html.fromstring(answer.text).xpath("//main//*[@autofocus]/@id")
            self.assertEqual(first, found, answer.url)

    def test_a_step_of_another_kind_is_no_link(self):
        transaction.abort()
        secret = login_tokens.begin_login_token(
            MEMBER, "/plone/acl_users", Purpose.FACTOR
        )
        transaction.commit()
        answer = self.choose(f"{self.portal}/passwordreset/{secret}")
        self.assertEqual(200, answer.status_code)
        self.token()

    def test_who_has_no_account_gets_no_mail(self):
        self.ask("nobody-at-all")
        self.assertEqual([], self.mails())

    def test_known_and_unknown_names_are_the_same_answer_and_the_same_work(self):
        """The same statements, so that the time it takes tells nothing."""
        self.ask("first-of-all")
        self.change(accounts.disable, "police-xb")
        seen = []
        for name in (
            MEMBER,
            "nobody-at-all",
            "police-xb",
            SITE_OWNER_NAME,
            "",
            "x" * 500,
        ):
            with self.statements() as asked:
                answer = self.ask(name)
            headers = {key: answer.headers.get(key) for key in ("Location", "Set-Cookie")}
            seen.append((answer.status_code, answer.text, headers, asked))
        self.assertEqual([seen[0]] * len(seen), seen)
        self.assertGreater(len(seen[0][-1]), 3)

    def test_a_disabled_account_gets_none(self):
        self.change(accounts.disable, MEMBER)
        self.ask()
        self.assertEqual([], self.mails())

    def test_late_mails_are_not_sent(self):
        self.ask()
        with autonomous_transaction() as connection:
            past = datetime.now(UTC) - timedelta(hours=2)
            connection.execute(update(Notice).values(created=past))
        self.assertEqual([], self.mails())

    def test_the_link_does_not_follow_the_host_that_was_asked_for(self):
        self.ask(**{"X-Forwarded-Host": "evil.example"})
        (mail,) = self.mails()
        self.assertNotIn("evil.example", mail.as_string())
        self.assertEqual(421, self.ask(Host="evil.example").status_code)

    def test_no_copy_of_the_link_is_kept(self):
        self.ask()
        key = self.link().rpartition("=")[2]
        for table in (Step.__table__, Notice.__table__):
            self.assertNotIn(key, str(self.kept(table)))

    def test_it_cannot_be_used_to_fill_a_mailbox(self):
        for _ in range(len(throttle.PAUSES) + 3):
            answer = self.ask()
            self.assertEqual(200, answer.status_code)
        self.assertLessEqual(len(self.kept(Notice.id)), len(throttle.PAUSES))


class KindTest(ResetCase):
    def test_its_name_is_that_of_the_utility(self):
        for kind in (reset.KIND, new_device.KIND):
            self.assertIsNotNone(getUtility(INoticeKind, kind))
