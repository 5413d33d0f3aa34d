"""Members change their own e-mail address: who can, who can stop it, what is told."""

import transaction
from cites.cug.core.sql import rate
from cites.cug.core.sql.session import write_session
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import accounts, login_tokens, pending_changes
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.models import AccountChange, LoginSession
from cites.cug.login.new_password import keep_password
from cites.cug.login.pending_changes import ChangeKind, ChangeState, WAITING
from cites.cug.mailing.models import Notice
from cites.cug.membership import account_changes
from cites.cug.membership.access_requests.applicant_actions import PER_EMAIL
from cites.cug.membership.access_requests.settings import (
    AccessRequestRules,
    set_rules,
)
from cites.cug.membership.address_changes import address_of, confirm, take_addresses
from cites.cug.membership.jobs import settle_accounts
from datetime import datetime, timedelta, UTC
from lxml import html
from plone import api
from sqlalchemy import update
from tests.login.browser.test_account import OwnPagesCase
from tests.login.case import MEMBER, WRONG
from tests.login.factor_case import FactorCase
from tests.login.reset_case import ResetCase
from tests.mailing.case import text_of


OLD, NEW = "customs-xa@example.org", "somebody@customs.example"


class AddressCase(OwnPagesCase, ResetCase):
    def setUp(self):
        super().setUp()
        self.member = self.logged_in()

    def ask_for(self, email=NEW, browser=None, **values):
        browser = browser or self.member
        page = self.page(browser, "new-address")
        values |= {"email": email, "ask-address": "1"}
        return self.send(browser, page, "[@name='ask-address']", **values)

    def press(self, browser, page, **values):
        """The button of the page that a link opens."""
        form = page.xpath("//main//form")[-1]
        data = {**dict(form.form_values()), **values}
        return browser.post(form.action, data=data, timeout=120)

    def letters(self):
        """Reader → text, of what goes out now."""
        return {str(mail["To"]): text_of(mail) for mail in self.mails()}

    def link_to(self, page, text):
        (url,) = [word for word in text.split() if f"/{page}?" in word]
        return f"{self.portal}/{page}?{url.rpartition('?')[2]}"

    def open(self, browser, link):
        return html.fromstring(browser.get(link, timeout=120).text)

    def confirm(self, link, browser=None):
        browser = browser or self.member
        return self.press(browser, self.open(browser, link))

    def confirmed(self):
        """Ask for the address and confirm it; the link that stops it."""
        self.ask_for()
        letters = self.letters()
        self.confirm(self.link_to("confirm-address", letters[NEW]))
        return self.link_to("stop-change", letters[OLD])

    def waiting(self, user_id=MEMBER):
        transaction.abort()
        found = pending_changes.pending([user_id], states=WAITING)
        return [(change.state, change.detail) for change in found]

    def later(self, **time):
        transaction.abort()
        settle_accounts(datetime.now(UTC) + timedelta(**time))
        transaction.commit()

    def address(self, user_id=MEMBER):
        transaction.abort()
        return address_of(user_id)


class ChangeTest(AddressCase):
    def test_the_whole_way(self):
        answer = self.ask_for()
        self.assertIn(NEW, answer.text)
        letters = self.letters()
        self.assertEqual({OLD, NEW}, {*letters})
        self.assertNotIn(NEW, letters[OLD])
        for text in letters.values():
            self.assertNotIn(MEMBER, text)
            self.assertNotIn("Cheetahs", text)
        answer = self.confirm(self.link_to("confirm-address", letters[NEW]))
        self.assertIn("is confirmed", answer.text)
        self.later(hours=23)
        self.assertEqual(OLD, self.address())
        self.later(hours=25)
        self.assertEqual(NEW, self.address())
        self.assertEqual([], self.waiting())
        # The password stays, and so does the session.
        self.assertTrue(self.is_in(self.member))
        self.assertTrue(self.is_in(self.logged_in()))
        (told,) = self.letters().items()
        self.assertEqual(NEW, told[0])
        self.assertIn("another e-mail address", told[1])
        actions = [action for action, actor in self.trail("account") if actor == MEMBER]
        names = ("account.address-ask", "account.address-confirm", "account.address")
        self.assertEqual([*names], actions)

    def test_a_login_name_that_is_the_address_changes_with_it(self):
        self.change(self.users().updateLoginName, MEMBER, OLD)
        self.confirmed()
        self.later(hours=25)
        self.assertEqual(200, self.ask_for_token(NEW).status_code)
        self.assertEqual(401, self.ask_for_token(OLD).status_code)

    def users(self):
        transaction.abort()
        return self.layer["portal"].acl_users

    def test_links_to_the_old_address_end(self):
        key = []
        path = "/plone/acl_users"
        make = login_tokens.begin_login_token
        self.change(lambda: key.append(make(MEMBER, path, Purpose.RESET)))
        self.assertIsNotNone(login_tokens.find_login_token(key[0], Purpose.RESET))
        self.confirmed()
        self.later(hours=25)
        self.assertIsNone(login_tokens.find_login_token(key[0], Purpose.RESET))

    def test_pages_show_what_waits_and_stop_it(self):
        self.ask_for()
        page = self.page(self.member, "invitations")
        self.assertIn(NEW, page.text_content())
        self.assertIn("with your password", page.text_content())
        self.assertIn(NEW, self.page(self.member, "new-address").text_content())
        answer = self.send(self.member, page, "[@value='stop']", do="stop", current="")
        self.assertIn("stopped", answer.text)
        self.assertEqual([], self.waiting())

    def test_the_secretariat_sees_what_is_confirmed_and_can_stop_it(self):
        path = "cheetahs/@account-changes"
        who = ("secretariat", PASSWORD)
        self.ask_for()
        self.assertEqual([], self.rest(path, basic=who).json()["items"])
        self.confirm(self.link_to("confirm-address", self.letters()[NEW]))
        (change,) = self.rest(path, basic=who).json()["items"]
        self.assertEqual(("own-email", MEMBER), (change["kind"], change["member"]))
        self.assertNotIn(NEW, str(change))
        answer = self.rest(f"{path}/{change['id']}/agree", basic=who, method="POST")
        self.assertIn(answer.status_code, (401, 403))
        answer = self.rest(
            f"{path}/{change['id']}/stop", basic=who, method="POST", json={}
        )
        self.assertEqual(204, answer.status_code, answer.text)
        self.later(hours=25)
        self.assertEqual(OLD, self.address())
        self.assertIn("stays", self.letters()[OLD])

    def test_a_second_question_replaces_the_first(self):
        self.ask_for()
        link = self.link_to("confirm-address", self.letters()[NEW])
        self.ask_for("another@customs.example")
        self.assertEqual([("asked", "another@customs.example")], self.waiting())
        self.assertEqual(400, self.confirm_by_hand(link).status_code)

    def confirm_by_hand(self, link, browser=None):
        """Send what the button would, where there is none."""
        page = self.page(self.member, "profile")
        data = {"_authenticator": page.xpath("//@value[../@name='_authenticator']")[0]}
        data |= {"save": "1", "buttons.save": "1", "buttonssave": "1"}
        return (browser or self.member).post(link, data=data, timeout=120)

    def test_while_one_waits_none_is_asked_for(self):
        self.confirmed()
        self.assertIn("asked for already", self.ask_for("other@customs.example").text)
        self.assertEqual([("pending", NEW)], self.waiting())


class RefusalTest(AddressCase):
    def test_a_session_alone_changes_nothing(self):
        for wrong in ("", WRONG):
            answer = self.ask_for(current=wrong)
            self.assertEqual(400, answer.status_code)
        self.assertEqual([], self.waiting())
        self.assertEqual({}, self.letters())

    def test_another_site_changes_nothing(self):
        answer = self.ask_for(_authenticator="")
        self.assertEqual(403, answer.status_code)
        self.assertEqual([], self.waiting())

    def test_no_address_the_present_one_and_a_free_service(self):
        for wrong, why in (
            ("customs", "not an e-mail address"),
            ("a@b@customs.example", "not an e-mail address"),
            (OLD.upper(), "already"),
            ("somebody@gmail.com", "free e-mail"),
        ):
            answer = self.ask_for(wrong)
            self.assertEqual(400, answer.status_code, wrong)
            self.assertIn(why, answer.text)
        self.assertEqual([], self.waiting())

    def test_an_address_of_another_account_is_answered_alike(self):
        for taken in ("police-xa@example.org", "POLICE-XA@example.org"):
            with self.subTest(taken):
                answer = self.ask_for(taken)
                free = self.ask_for("nobody-has@example.org")
                same = answer.text.replace(taken, "x").replace(taken.lower(), "x")
                for address in ("nobody-has@example.org",):
                    self.assertIn(address, free.text)
                self.assertIn("Open the link in the letter", same)
                self.assertIn("Open the link in the letter", free.text)
        self.ask_for("police-xa@example.org")
        readers = {*self.letters()}
        self.assertNotIn("police-xa@example.org", readers)
        self.assertIn(OLD, readers)

    def test_an_address_that_was_taken_meanwhile(self):
        self.ask_for()
        link = self.link_to("confirm-address", self.letters()[NEW])
        self.give("police-xa", NEW)
        self.assertIn("does not work", self.member.get(link, timeout=120).text)
        self.give("police-xa", "police-xa@example.org")
        self.confirm(link)
        self.give("police-xa", NEW)
        self.later(hours=25)
        self.assertEqual(OLD, self.address())
        self.assertEqual([], self.waiting())

    def test_of_two_who_confirm_the_same_address_one_gets_it(self):
        for user in (MEMBER, "police-xa"):
            at = datetime.now(UTC)
            asked = {"asked_by": user, "at": at, "detail": NEW, "confirm_until": at}
            transaction.abort()
            change = pending_changes.ask_change(user, ChangeKind.OWN_ADDRESS, **asked)
            confirm(change, at=at)
            transaction.commit()
        self.letters()
        self.later(hours=25)
        self.assertEqual(NEW, self.address())
        self.assertEqual("police-xa@example.org", self.address("police-xa"))
        self.assertEqual([], self.waiting("police-xa"))
        self.assertIn("stopped", self.letters()["police-xa@example.org"])

    def give(self, user_id, email):
        transaction.abort()
        api.user.get(userid=user_id).setMemberProperties({"email": email})
        transaction.commit()

    def test_five_questions_a_day(self):
        for number in range(5):
            self.assertEqual(200, self.ask_for(f"n{number}@customs.example").status_code)
        answer = self.ask_for()
        self.assertEqual(400, answer.status_code)
        self.assertIn("too often", answer.text)

    def test_an_address_gets_three_letters_a_day(self):
        for _number in range(4):
            self.ask_for()
        states = [
            state
            for kind, state in self.kept(Notice.kind, Notice.state)
            if kind == "membership.confirm-address"
        ]
        self.assertEqual(["dropped", "pending", "pending", "pending"], sorted(states))

    def test_requests_for_access_use_up_none_of_these_letters(self):
        """Anybody can send such requests, with any address."""
        at, use = datetime.now(UTC), rate.Use("access-letter", NEW, PER_EMAIL)
        for _number in range(3):
            self.change(lambda: rate.take(write_session().connection(), [use], at))
        self.ask_for()
        self.assertIn(NEW, self.letters())


class LinkTest(AddressCase):
    def setUp(self):
        super().setUp()
        self.ask_for()
        letters = self.letters()
        self.link = self.link_to("confirm-address", letters[NEW])
        self.stop = self.link_to("stop-change", letters[OLD])

    def assert_dead(self, link, browser):
        answer = browser.get(link, timeout=120)
        self.assertIn("does not work", answer.text)
        self.assertNotIn(NEW, answer.text)

    def test_to_open_it_confirms_nothing(self):
        page = self.open(self.member, self.link)
        self.assertIn(NEW, page.text_content())
        self.assertEqual([("asked", NEW)], self.waiting())

    def test_the_key_needs_its_member_logged_in(self):
        stranger = self.browser()
        answer = stranger.get(self.link, allow_redirects=False, timeout=120)
        self.assertEqual(302, answer.status_code)
        self.assertIn("/require_login", answer.headers["Location"])
        for other in ("police-xa", "secretariat", "contact-xa"):
            self.assert_dead(self.link, self.logged_in(other))
        mine = self.open(self.member, self.link)
        other = self.logged_in("police-xa")
        token = self.page(other, "profile").xpath(
            "//input[@name='_authenticator']/@value"
        )[0]
        answer = self.press(other, mine, _authenticator=token)
        self.assertEqual(400, answer.status_code)
        self.assertEqual([("asked", NEW)], self.waiting())

    def test_a_key_that_is_no_text(self):
        transaction.abort()
        (change,) = pending_changes.pending([MEMBER], states=WAITING)
        path = f"@account-changes/{change.id}/confirm"
        answer = self.rest(path, self.token(), "POST", json={"key": "\ud800"})
        self.assertLess(answer.status_code, 500, answer.text)

    def test_a_wrong_key_and_that_of_the_other_letter(self):
        for key in ("", "x", self.stop.rpartition("key=")[2]):
            link = f"{self.link.rpartition('key=')[0]}key={key}"
            self.assert_dead(link, self.member)

    def test_it_is_used_once(self):
        page = self.open(self.member, self.link)
        self.assertEqual(200, self.press(self.member, page).status_code)
        (due,) = self.dues()
        self.assertEqual(400, self.press(self.member, page).status_code)
        self.assert_dead(self.link, self.member)
        self.assertEqual([due], self.dues())

    def dues(self):
        transaction.abort()
        return [one.due for one in pending_changes.pending([MEMBER])]

    def test_it_ends_after_two_days(self):
        page = self.open(self.member, self.link)
        self.later(hours=47)
        self.assertEqual([("asked", NEW)], self.waiting())
        self.shift_due(hours=-49)
        self.assert_dead(self.link, self.member)
        self.assertEqual(400, self.press(self.member, page).status_code)
        self.later(hours=0)
        self.assertEqual([], self.waiting())
        self.assertEqual({}, self.letters())

    def shift_due(self, **time):
        transaction.abort()
        (change,) = pending_changes.pending([MEMBER], states=WAITING)
        due = change.due + timedelta(**time)
        pending_changes._move(change, WAITING, due=due)
        transaction.commit()

    def test_the_old_address_stops_it_without_log_in(self):
        stranger = self.browser()
        page = self.open(stranger, self.stop)
        self.assertEqual([("asked", NEW)], self.waiting())
        answer = self.press(stranger, page)
        self.assertEqual(200, answer.status_code)
        self.assertEqual([], self.waiting())
        self.assert_dead(self.link, self.member)
        self.assertEqual(400, self.press(stranger, page).status_code)

    def test_the_old_address_stops_what_is_confirmed(self):
        self.confirm(self.link)
        stranger = self.browser()
        self.assertEqual(
            200, self.press(stranger, self.open(stranger, self.stop)).status_code
        )
        self.later(hours=25)
        self.assertEqual(OLD, self.address())
        self.assertEqual([("member.change-stop", MEMBER)], self.trail("member.change"))

    def test_a_new_password_stops_it(self):
        for confirmed in (False, True):
            if confirmed:
                self.ask_for()
                self.confirm(self.link_to("confirm-address", self.letters()[NEW]))
            users = self.layer["portal"].acl_users
            self.change(keep_password, users, MEMBER, PASSWORD)
            self.assertEqual([], self.waiting())
            self.member = self.logged_in()
        self.later(hours=25)
        self.assertEqual(OLD, self.address())

    def test_a_site_managers_change_that_waits_comes_first(self):
        who = {"acting_user": "outsider", "at": datetime.now(UTC)}
        transaction.abort()
        account_changes.change_address(MEMBER, "other@customs.example", **who)
        transaction.commit()
        self.assertEqual(400, self.confirm(self.link).status_code)

    def test_the_change_of_a_closed_account_ends(self):
        self.confirm(self.link)
        self.change(accounts.disable, MEMBER)
        self.later(hours=25)
        self.assertEqual(OLD, self.address())
        self.assertEqual([], self.waiting())

    def test_what_somebody_wrote_into_the_database_does_not_count(self):
        for values in ({"state": "pending"}, {"detail": "x@evil.example"}):
            transaction.abort()
            write_session().execute(update(AccountChange.__table__).values(values))
            transaction.commit()
            self.later(days=3)
            self.assertEqual(OLD, self.address())


class CrashTest(AddressCase):
    """A process is killed between the steps, each of which is a transaction."""

    def at(self):
        return datetime.now(UTC) + timedelta(hours=25)

    def begin(self):
        self.confirmed()
        self.letters()
        self.change(account_changes.apply_due, self.at())
        self.assertEqual(OLD, self.address())

    def test_before_the_account_is_changed(self):
        self.begin()
        self.later(hours=25)
        self.assertEqual(NEW, self.address())
        self.assertEqual([NEW], [*self.letters()])

    def test_before_the_change_is_settled(self):
        self.begin()
        self.change(take_addresses, self.at())
        self.assertEqual(NEW, self.address())
        self.later(hours=26)
        self.later(hours=27)
        self.assertEqual([NEW], [*self.letters()])
        transaction.abort()
        self.assertEqual([], pending_changes.pending(states=(ChangeState.TAKING,)))
        self.assertEqual(
            1, self.trail("account.address").count(("account.address", MEMBER))
        )

    def test_then_nobody_stops_it(self):
        self.confirmed()
        transaction.abort()
        (change,) = pending_changes.pending([MEMBER], ChangeKind.OWN_ADDRESS)
        self.assertTrue(pending_changes.begin_taking(change))
        at = datetime.now(UTC)
        self.assertFalse(account_changes.stop(change, acting_user=MEMBER, at=at))
        transaction.abort()


class FactorTest(AddressCase, FactorCase):
    """With a second factor, the password alone is not enough."""

    page, send = OwnPagesCase.page, OwnPagesCase.send

    def test_it_asks_for_the_factor_too(self):
        secret = self.set_up()
        page = self.page(self.member, "new-address")
        self.assertFalse(page.xpath("//input[@name='email']"))
        (token,) = page.xpath("//form//input[@name='_authenticator']/@value")
        sent = {"email": NEW, "ask-address": "1", "_authenticator": token}
        sent["current"] = PASSWORD
        url = f"{self.portal}/new-address"
        for wrong in ({}, {"code": "000000"}):
            answer = self.member.post(url, data=sent | wrong, timeout=120)
            self.assertEqual(400, answer.status_code)
        self.assertEqual([], self.waiting())
        right = sent | {"code": self.code(secret)}
        answer = self.member.post(url, data=right, timeout=120)
        self.assertEqual(200, answer.status_code)
        self.assertEqual([("asked", NEW)], self.waiting())


class ProgramTest(AddressCase):
    """The same over REST."""

    def post(self, path="", token=None, basic=None, **body):
        path = f"@account-changes{path}"
        return self.rest(path, token, "POST", basic, json=body)

    def key(self):
        link = self.link_to("confirm-address", self.letters()[NEW])
        return link.rpartition("key=")[2]

    def test_it_is_asked_for_confirmed_and_stopped(self):
        token = self.token()
        asked = self.post(token=token, email=NEW)
        self.assertEqual(202, asked.status_code, asked.text)
        change = asked.json()
        self.assertEqual(("asked", NEW), (change["state"], change["email"]))
        place = f"/{change['id']}/confirm"
        key = self.key()
        other = self.token("police-xa")
        for wrong, who in ((key, other), (key[::-1], token), (5, token)):
            answer = self.post(place, who, key=wrong)
            self.assertEqual(404, answer.status_code, answer.text)
        self.assertEqual(204, self.post(place, token, key=key).status_code)
        self.assertEqual(404, self.post(place, token, key=key).status_code)
        (waits,) = self.rest("@account-changes", token).json()["items"]
        self.assertEqual(("pending", NEW), (waits["state"], waits["email"]))
        stop = f"/{change['id']}/stop"
        self.assertEqual(404, self.post(stop, other).status_code)
        self.assertEqual(204, self.post(stop, token).status_code)
        self.assertEqual([], self.waiting())

    def test_a_taken_address_is_answered_alike(self):
        answers = []
        for email in ("nobody-has@example.org", "police-xa@example.org"):
            answer = self.post(basic=(MEMBER, PASSWORD), email=email)
            answers.append((answer.status_code, {*answer.json()}))
        self.assertEqual(answers[0], answers[1])
        self.assertEqual(202, answers[0][0])

    def test_a_program_and_an_old_log_in_cannot(self):
        token = self.token()
        self.shift(LoginSession, created=datetime.now(UTC) - timedelta(hours=1))
        answer = self.post(token=token, email=NEW)
        self.assertEqual(403, answer.status_code, answer.text)
        made = {"name": "x", "scopes": ["read:library"]}
        who = (MEMBER, PASSWORD)
        program = self.rest("@tokens", method="POST", basic=who, json=made).json()
        answer = self.post(token=program["token"], email=NEW)
        self.assertIn(answer.status_code, (401, 403))
        self.assertEqual([], self.waiting())

    def test_what_is_wrong_is_named(self):
        for email in ("customs", OLD, "x@gmail.com", "", 5, None):
            answer = self.post(basic=(MEMBER, PASSWORD), email=email)
            self.assertEqual(400, answer.status_code, email)
            self.assertEqual("email", answer.json()["errors"][0]["field"])
        for number in range(6):
            email = f"n{number}@customs.example"
            answer = self.post(basic=(MEMBER, PASSWORD), email=email)
        self.assertEqual(429, answer.status_code)
        self.assertIn("Retry-After", answer.headers)


class ProposalTest(AddressCase):
    """The Secretariat proposes an address; only the member asks for it."""

    OFFICE = ("secretariat", PASSWORD)

    def propose(self, basic=OFFICE, member=MEMBER, email=NEW, **more):
        body = {"email": email, "reason": "A new office", **more}
        path = f"cheetahs/@members/{member}/propose-address"
        return self.rest(path, basic=basic, method="POST", json=body)

    def test_it_changes_nothing_and_the_form_begins_with_it(self):
        answer = self.propose()
        self.assertEqual(202, answer.status_code, answer.text)
        self.assertEqual([OLD], [*self.letters()])
        self.later(days=3)
        self.assertEqual(OLD, self.address())
        page = self.page(self.member, "new-address")
        self.assertEqual([NEW], page.xpath("//input[@name='email']/@value"))
        self.assertIn("proposes", page.text_content())
        self.ask_for()
        page = self.page(self.member, "new-address")
        self.assertNotIn("proposes", page.text_content())
        self.assertEqual([("asked", NEW)], self.waiting())
        told = self.trail("member.address")
        self.assertEqual([("member.address-propose", "secretariat")], told)

    def test_it_ends_after_a_month_and_with_the_next(self):
        self.propose()
        self.propose(email="other@customs.example")
        page = self.page(self.member, "new-address")
        found = page.xpath("//input[@name='email']/@value")
        self.assertEqual(["other@customs.example"], found)
        self.later(days=31)
        page = self.page(self.member, "new-address")
        self.assertEqual([""], page.xpath("//input[@name='email']/@value"))

    def test_it_stops_no_question_of_the_member(self):
        self.ask_for()
        self.propose(email="other@customs.example")
        self.assertEqual([("asked", NEW)], self.waiting())

    def test_who_may_and_to_whom(self):
        for user, expected in (("police-xa", 403), ("outsider", 404)):
            answer = self.propose((user, PASSWORD))
            self.assertEqual(expected, answer.status_code, user)
        self.assertIn(self.propose(member="secretariat").status_code, (401, 403))
        self.assertEqual(404, self.propose(member="outsider").status_code)

    def test_a_taken_address_is_answered_alike(self):
        answer = self.propose(email="police-xa@example.org")
        self.assertEqual(202, answer.status_code)
        for wrong in ("customs", "x@gmail.com", 5):
            self.assertEqual(400, self.propose(email=wrong).status_code)

    def test_it_tells_nothing_of_the_rules_of_other_groups(self):
        group, rules = self.layer["portal"].cheetahs, AccessRequestRules(free_mail=True)
        self.change(lambda: set_rules(group, rules, acting_user="secretariat"))
        answer = self.propose(member="police-xb", email="x@gmail.com")
        self.assertEqual(202, answer.status_code, answer.text)

    def test_five_a_day(self):
        codes = [self.propose().status_code for _number in range(6)]
        self.assertEqual([202] * 5 + [429], codes)

    def test_the_page_of_the_member_leads_there(self):
        office = self.logged_in("secretariat")
        page = self.page(office, f"cheetahs/member?id={MEMBER}")
        (link,) = page.xpath("//a[contains(@href, 'propose-address')]/@href")
        path = link.partition("/plone/")[2]
        page = self.page(office, path)
        (form,) = page.xpath("//form[.//input[@name='email']]")
        data = {**dict(form.form_values()), "email": NEW, "note": "A new office"}
        (button,) = form.xpath(".//button[@type='submit'][contains(@class, 'primary')]")
        data[button.get("name")] = button.get("value") or "1"
        answer = office.post(form.get("action"), data=data, timeout=120)
        self.assertIn("can now ask for", answer.text)
        self.assertEqual([OLD], [*self.letters()])
