"""Asking, confirming and answering, and what nobody learns by it."""

import hmac
import os
from base64 import urlsafe_b64encode
from cites.cug.core.encryption.keys import ENVIRONMENT
from cites.cug.core.settings.deployment import message_keys_file
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.mailing.models import NoticeState as Mail
from cites.cug.membership.access_requests import applicant_actions, decision_actions
from cites.cug.membership.access_requests.models import RequestState
from datetime import timedelta
from functools import partial
from plone.keyring.interfaces import IKeyManager
from sqlalchemy import event
from tests.membership.access_requests.case import DAY, HOUR, key_of, NOON, RequestCase
from unittest import mock
from zope.component import getUtility


class AskingTest(RequestCase):
    def test_a_request_waits_for_its_confirmation(self):
        request = self.ask()
        self.assertEqual(RequestState.UNCONFIRMED, request.state)
        letter = ("access-request.confirm", request.email, Mail.PENDING)
        self.assertEqual([letter], self.outbox())
        ((action, actor, detail),) = self.recorded()
        self.assertEqual(("request.ask", ""), (action, actor))
        self.assertNotIn(request.email, str(detail))

    def test_addresses_known_and_unknown_leave_the_same_traces(self):
        self.portal.acl_users.source_users.addUser("m1", "known@customs.example", "x" * 9)
        traces = []
        for email in ("known@customs.example", "unknown@customs.example"):
            for _again in range(5):
                self.ask(email=email, ip=f"198.51.{len(traces)}.1")
            traces.append(
                [
                    (kind, state)
                    for kind, address, state in self.outbox()
                    if address == email
                ]
            )
        self.assertEqual(traces[0], traces[1])
        self.assertEqual(10, len(self.requests()))

    def test_addresses_known_and_unknown_are_the_same_work(self):
        """The same statements, so that the time it takes tells nothing."""
        self.portal.acl_users.source_users.addUser("m1", "known@customs.example", "x" * 9)
        work = []
        bind = session().get_bind()
        for number, email in enumerate(
            ["first@x.example", "known@customs.example", "unknown@customs.example"]
        ):
            statements = []

            def note(_c, _cursor, statement, *_others, done=statements):
                done.append(statement)

            event.listen(bind, "before_cursor_execute", note)
            self.ask(email=email, ip=f"198.51.{number}.1")
            event.remove(bind, "before_cursor_execute", note)
            work.append(statements)
        self.assertEqual(work[1], work[2])
        self.assertGreater(len(work[1]), 3)

    def test_an_address_gets_three_letters_a_day(self):
        for number in range(5):
            self.ask(ip=f"198.51.{number}.1")
        states = [state for _kind, _address, state in self.outbox()]
        self.assertEqual([Mail.PENDING] * 3 + [Mail.DROPPED] * 2, states)
        self.ask(at=NOON + DAY)
        self.assertEqual(Mail.PENDING, self.outbox()[-1][2])

    def test_a_block_of_addresses_asks_ten_times_an_hour(self):
        for number in range(10):
            self.ask(ip=f"192.0.2.{number}", email=f"a{number}@customs.example")
        with self.assertRaisesRegex(Refusal, "from your network") as caught:
            self.ask(ip="192.0.2.200", email="other@customs.example")
        self.assertEqual(timedelta(hours=1), caught.exception.wait)
        self.assertEqual(10, len(self.requests()))
        self.ask(ip="192.0.3.1", email="other@customs.example")
        self.ask(ip="192.0.2.1", at=NOON + HOUR, email="other@customs.example")

    def test_networks_of_the_sixth_version_are_wider(self):
        for number in range(10):
            self.ask(ip=f"2001:db8:0:{number}::1", email=f"a{number}@customs.example")
        with self.assertRaisesRegex(Refusal, "from your network"):
            self.ask(ip="2001:db8:0:ff::2")
        self.ask(ip="2001:db8:0:100::1")


class ConfirmTest(RequestCase):
    def test_the_link_brings_it_to_the_desk_once(self):
        request = self.ask()
        key = self.confirm_key(request)
        applicant_actions.confirm(self.group, **key, at=NOON + HOUR)
        self.assertEqual(RequestState.PENDING, self.request(request.id).state)
        self.assertEqual(NOON + HOUR, self.request(request.id).confirmed)
        with self.assertRaises(Missing):
            applicant_actions.confirm(self.group, **key, at=NOON + HOUR)

    def test_who_decides_is_told(self):
        self.asked_and_confirmed()
        told = {to for kind, to, _state in self.outbox() if kind == "access-request"}
        self.assertEqual({"secretariat", "contact-xa"}, told)

    def test_the_contact_point_of_another_country_is_not_told(self):
        self.asked_and_confirmed(country="XB")
        told = {to for kind, to, _state in self.outbox() if kind == "access-request"}
        self.assertEqual({"secretariat"}, told)

    def test_what_does_not_open(self):
        request, other = self.ask(), self.ask(at=NOON + HOUR, email="b@customs.example")
        key = self.confirm_key(request)
        for group, changes, at in (
            (self.group, {"key": key["key"][:-1] + "!"}, NOON),
            (self.group, {"key": ""}, NOON),
            (self.group, {"key": "é"}, NOON),
            (self.group, {"request_id": other.id}, NOON),
            (self.group, {"request_id": ""}, NOON),
            (self.group, {}, NOON + 48 * HOUR),
            (self.portal.ivory, {}, NOON),
        ):
            with self.assertRaises(Missing):
                applicant_actions.confirm(group, **{**key, **changes}, at=at)
        applicant_actions.confirm(self.group, **key, at=NOON + 47 * HOUR)

    def test_no_letter_goes_out_once_it_is_confirmed(self):
        request = self.asked_and_confirmed()
        self.assertIsNone(self.letter("confirm", request.id))

    def test_the_link_survives_a_rotation_of_the_message_keys(self):
        request = self.ask()
        key = self.confirm_key(request)
        words = f"{message_keys_file().read_text()} {'A' * 43}="
        with mock.patch.dict(os.environ, {ENVIRONMENT: words}):
            applicant_actions.confirm(self.group, **key, at=NOON)
        self.assertEqual(RequestState.PENDING, self.request(request.id).state)

    def test_the_database_of_content_makes_no_link(self):
        request = self.ask()
        secret = getUtility(IKeyManager).secret("_system").encode()
        text = f"cites.cug:confirm:{request.id}".encode()
        made = urlsafe_b64encode(hmac.digest(secret, text, "sha256")).decode()
        key = {"request_id": request.id, "key": made.rstrip("=")}
        with self.assertRaises(Missing):
            applicant_actions.confirm(self.group, **key, at=NOON)


class AnswerTest(RequestCase):
    def setUp(self):
        super().setUp()
        self.asked = self.asked_and_confirmed()
        self.question = decision_actions.ask_applicant(
            self.group,
            self.asked.id,
            "Which office?",
            acting_user="secretariat",
            at=NOON,
        )
        _subject, text = self.letter("question", self.question.id)
        self.assertIn("Which office?", text)
        key = key_of(self.link(text))
        self.key = (key["id"], key["key"])

    def test_the_answer_is_kept_once(self):
        applicant_actions.answer_question(
            self.group, *self.key, "The port.", at=NOON + DAY
        )
        (kept,) = applicant_actions.questions(self.asked)
        self.assertEqual("The port.", kept.answer)
        about = {"request": self.asked.id, "question": kept.id}
        self.assertEqual(
            ("request.answer", applicant_actions.NOBODY, about), self.recorded()[-1]
        )
        with self.assertRaises(Missing):
            applicant_actions.answer_question(
                self.group, *self.key, "The airport.", at=NOON + DAY
            )
        self.assertIsNone(self.letter("question", self.question.id))

    def test_the_question_is_on_record_and_opens_with_its_key_alone(self):
        action, actor, detail = self.recorded()[-1]
        self.assertEqual(("request.question", "secretariat"), (action, actor))
        self.assertEqual(self.question.id, detail["question"])
        question_id, key = self.key
        opened = partial(applicant_actions.open_question, self.group, at=NOON)
        self.assertEqual(self.question.id, opened(question_id, key).id)
        for wrong in ((question_id, key[::-1]), ("0" * 32, key)):
            self.assertIsNone(opened(*wrong))

    def test_one_question_at_a_time(self):
        ask = {"acting_user": "secretariat", "at": NOON}
        with self.assertRaisesRegex(Refusal, "the state the request is in"):
            decision_actions.ask_applicant(
                self.group, self.asked.id, "And which desk?", **ask
            )
        applicant_actions.answer_question(self.group, *self.key, "The port.", at=NOON)
        decision_actions.ask_applicant(
            self.group, self.asked.id, "And which desk?", **ask
        )

    def test_after_the_decision_or_the_time_it_is_too_late(self):
        with self.assertRaises(Missing):
            applicant_actions.answer_question(
                self.group, *self.key, "Late.", at=NOON + 14 * DAY
            )
        decision_actions.decline(
            self.group, self.asked.id, "No.", acting_user="secretariat", at=NOON
        )
        with self.assertRaises(Missing):
            applicant_actions.answer_question(self.group, *self.key, "Late.", at=NOON)
