"""Endorsing, approving and declining."""

import transaction
from cites.cug.access.roles import Category
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.login import login_tokens
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.reset import first_password_days
from cites.cug.mailing.models import NoticeState as Mail
from cites.cug.membership import invitations
from cites.cug.membership.access_requests import accounts, decision_actions
from cites.cug.membership.access_requests.models import RequestState
from collective.workspace.interfaces import IWorkspace
from plone import api
from tests.membership.access_requests.case import DAY, NOON, RequestCase, SECRETARIAT


class DecidingTest(RequestCase):
    def test_the_contact_point_endorses_its_own_country(self):
        mine = self.asked_and_confirmed()
        other = self.asked_and_confirmed(country="XB", email="b@customs.example")
        by = {"acting_user": "contact-xa", "at": NOON}
        found = decision_actions.endorse(self.group, mine.id, "XA", **by)
        self.assertEqual((mine.id, RequestState.ENDORSED), (found.id, found.state))
        self.assertEqual(RequestState.ENDORSED, self.request(mine.id).state)
        action, actor, _detail = self.recorded()[-1]
        self.assertEqual(("request.endorse", "contact-xa"), (action, actor))
        with self.assertRaises(Missing):
            decision_actions.endorse(self.group, other.id, "XA", **by)
        with self.assertRaisesRegex(Refusal, "the state the request is in"):
            decision_actions.endorse(self.group, mine.id, "XA", **by)

    def test_approval_makes_the_account_and_the_place_on_the_roster(self):
        request = self.asked_and_confirmed()
        decision_actions.approve(self.group, request.id, Category.POLICE, **SECRETARIAT)
        self.assertEqual(RequestState.APPROVED, request.state)
        self.assertNotIn("exercise", request.user_id.casefold())
        member = api.user.get(userid=request.user_id)
        self.assertEqual("Officer Exercise", member.getProperty("fullname"))
        self.assertEqual(request.email, member.getProperty("email"))
        self.assertEqual(request.email, member.getUserName())
        entry = IWorkspace(self.group)[request.user_id]
        self.assertEqual("police", entry.category)
        self.assertEqual(
            ("XA", request.organisation, "Port control", "+41229178139"),
            (entry.country, entry.organisation, entry.function, entry.telephone),
        )
        self.assertEqual(
            ("access-request.approved", request.email, Mail.PENDING), self.outbox()[-1]
        )
        told = [(action, actor) for action, actor, _detail in self.recorded()[-2:]]
        expected = [("member.admit", "secretariat"), ("request.approve", "secretariat")]
        self.assertEqual(expected, told)

    def test_a_decline_is_told_with_its_reason_and_on_record(self):
        request = self.asked_and_confirmed()
        found = decision_actions.decline(
            self.group, request.id, "No post.", **SECRETARIAT
        )
        self.assertEqual(
            (request.id, RequestState.DECLINED, "No post."),
            (found.id, found.state, found.reason),
        )
        letter = ("access-request.declined", request.email, Mail.PENDING)
        self.assertEqual(letter, self.outbox()[-1])
        action, actor, _detail = self.recorded()[-1]
        self.assertEqual(("request.decline", "secretariat"), (action, actor))

    def test_the_link_sets_the_password_once(self):
        request = self.asked_and_confirmed()
        decision_actions.approve(self.group, request.id, Category.CUSTOMS, **SECRETARIAT)
        request = self.request(request.id)
        text = self.letter("approved", request.id)[1]
        self.assertEqual(text, self.letter("approved", request.id)[1])
        self.assertIn(request.email, text)
        key = self.link(text).rpartition("=")[2]
        user_id = request.user_id
        transaction.commit()
        self.assertGreaterEqual(first_password_days(), 3)
        self.assertEqual(
            user_id, login_tokens.find_login_token(key, Purpose.FIRST).user_id
        )
        self.portal.acl_users.userSetPassword(user_id, "a-long-enough-password")
        transaction.commit()
        self.assertIsNone(login_tokens.find_login_token(key, Purpose.FIRST))

    def test_letters_say_where_to_log_in(self):
        request = self.asked_and_confirmed()
        decision_actions.approve(self.group, request.id, Category.CUSTOMS, **SECRETARIAT)
        ivory = self.portal.ivory
        again = self.asked_and_confirmed(group=ivory, at=NOON + DAY)
        decision_actions.approve(ivory, again.id, Category.CUSTOMS, **SECRETARIAT)
        for language in LANGUAGES:
            for name, one, group in (
                ("approved", request.id, self.group),
                ("added", again.id, ivory),
            ):
                text = self.letter(name, one, group, language)[1]
                self.assertIn(self.portal.absolute_url(), text.splitlines(), text)

    def test_who_has_an_account_gets_no_other(self):
        request = self.asked_and_confirmed()
        decision_actions.approve(self.group, request.id, Category.CUSTOMS, **SECRETARIAT)
        first = self.request(request.id).user_id
        ivory = self.portal.ivory
        again = self.asked_and_confirmed(group=ivory, at=NOON + DAY)
        decision_actions.approve(ivory, again.id, Category.CUSTOMS, **SECRETARIAT)
        self.assertIsNone(self.request(again.id).user_id)
        self.assertNotIn(first, IWorkspace(ivory).members)
        text = self.letter("added", again.id, ivory)[1]
        self.assertIn("already", text)
        self.assertIn("/invitations", text)
        self.assertNotIn("passwordreset", text)
        (invitation,) = invitations.invitations_for(first, NOON + DAY)
        invitations.accept(invitation, at=NOON + DAY)
        entry = IWorkspace(ivory)[first]
        self.assertEqual(("customs", "Port control"), (entry.category, entry.function))
        self.assertIsNone(self.letter("added", again.id, ivory))

    def test_a_member_is_not_approved_again(self):
        request = self.asked_and_confirmed()
        decision_actions.approve(self.group, request.id, Category.CUSTOMS, **SECRETARIAT)
        again = self.asked_and_confirmed(at=NOON + DAY)
        with self.assertRaisesRegex(Refusal, "already belongs to a member"):
            decision_actions.approve(
                self.group, again.id, Category.CUSTOMS, **SECRETARIAT
            )

    def test_an_address_in_a_profile_is_no_login_name(self):
        member = api.user.get(userid="customs-xb")
        member.setMemberProperties({"email": "new.officer@customs.example"})
        request = self.asked_and_confirmed()
        decision_actions.approve(self.group, request.id, Category.CUSTOMS, **SECRETARIAT)
        self.assertNotEqual("customs-xb", self.request(request.id).user_id)

    def test_an_account_that_has_an_address_for_its_name_alone_is_not_invited(self):
        """A site manager names accounts as they like, and may read what is sent there."""
        request = self.asked_and_confirmed()
        accounts.make_account("puppet", request.email, "Puppet", "en")
        puppet = api.user.get(userid="puppet")
        puppet.setMemberProperties({"email": "mallory@example.org"})
        decision_actions.approve(self.group, request.id, Category.CUSTOMS, **SECRETARIAT)
        self.assertEqual([], invitations.invitations_for("puppet", NOON))
        user_id = self.request(request.id).user_id
        self.assertIn(user_id, IWorkspace(self.group).members)
        member = api.user.get(userid=user_id)
        self.assertEqual(request.email, member.getProperty("email"))
        self.assertEqual(user_id, member.getUserName())
        self.assertIn(user_id, self.letter("approved", request.id)[1])

    def test_what_is_decided_or_unconfirmed_is_not_decided(self):
        unconfirmed = self.ask()
        declined = self.asked_and_confirmed(email="b@customs.example", at=NOON + DAY)
        decision_actions.decline(self.group, declined.id, "No office.", **SECRETARIAT)
        for request in (unconfirmed, declined):
            with self.assertRaisesRegex(Refusal, "the state the request is in"):
                decision_actions.approve(
                    self.group, request.id, Category.IGO, **SECRETARIAT
                )
            with self.assertRaisesRegex(Refusal, "the state the request is in"):
                decision_actions.decline(self.group, request.id, "No.", **SECRETARIAT)
        self.assertIn("No office.", self.letter("declined", declined.id)[1])

    def test_another_group_knows_nothing_of_it(self):
        request = self.asked_and_confirmed()
        with self.assertRaises(Missing):
            decision_actions.decline(self.portal.ivory, request.id, "No.", **SECRETARIAT)
