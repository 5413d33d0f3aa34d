"""When readers want notices."""

import transaction
import unittest
from cites.cug.mailing.models import Choice, FOLLOWED
from cites.cug.mailing.outbox import queue_notices
from cites.cug.mailing.preferences import (
    choice_of,
    choose_language,
    due,
    follows_choice_of,
    language_of,
    set_follows_preference,
    set_preference,
)
from datetime import datetime, timedelta, UTC
from plone import api
from tests.mailing.case import MailingCase, minutes, NOON, text_of


class DueTest(unittest.TestCase):
    def test_at_once_hourly_and_daily(self):
        early = datetime(2026, 11, 25, 5, 59, 30, 7, tzinfo=UTC)
        six = datetime(2026, 11, 25, 6, tzinfo=UTC)
        for choice, at, expected in (
            (Choice.AT_ONCE, NOON, NOON),
            (Choice.HOURLY, NOON, datetime(2026, 11, 25, 13, tzinfo=UTC)),
            (Choice.HOURLY, early, six),
            (Choice.DAILY, early, six),
            (Choice.DAILY, six, datetime(2026, 11, 26, 6, tzinfo=UTC)),
            (Choice.DAILY, NOON, datetime(2026, 11, 26, 6, tzinfo=UTC)),
            (Choice.WEEKLY, NOON, datetime(2026, 11, 30, 6, tzinfo=UTC)),
            (Choice.WEEKLY, six + timedelta(days=5), six + timedelta(days=12)),
        ):
            self.assertEqual(expected, due(choice, at), (choice, at))


class ChoiceTest(MailingCase):
    def choose(self, choice, user_id="customs-xa"):
        set_preference(user_id, choice, at=NOON)
        transaction.commit()

    def test_at_once_unless_chosen(self):
        self.assertIs(Choice.AT_ONCE, choice_of("customs-xa"))
        self.choose(Choice.DAILY)
        self.choose(Choice.HOURLY)
        self.assertIs(Choice.HOURLY, choice_of("customs-xa"))
        self.assertIs(Choice.AT_ONCE, choice_of("customs-xb"))

    def test_who_wants_none_gets_none(self):
        self.choose(Choice.OFF)
        self.queue("customs-xa", "customs-xb")
        self.assertEqual(["customs-xb"], [row.user_id for row in self.rows()])

    def test_what_is_followed_has_a_choice_of_its_own(self):
        self.assertIsNone(follows_choice_of("customs-xa"))
        set_follows_preference("customs-xa", Choice.WEEKLY, at=NOON)
        queue_notices(FOLLOWED, "one", self.group.UID(), ["customs-xa"], at=NOON)
        self.queue("customs-xa")
        monday = datetime(2026, 11, 30, 6, tzinfo=UTC)
        self.assertEqual([monday, NOON], [row.due for row in self.rows()])
        # It stays when the other is chosen; both apply to what waits.
        self.choose(Choice.DAILY)
        tomorrow = datetime(2026, 11, 26, 6, tzinfo=UTC)
        self.assertEqual([monday, tomorrow], [row.due for row in self.rows()])
        set_follows_preference("customs-xa", None, at=NOON)
        transaction.commit()
        self.assertEqual([tomorrow, tomorrow], [row.due for row in self.rows()])
        self.choose(Choice.OFF)
        self.assertEqual(["dropped", "dropped"], self.states())

    def test_a_digest_is_one_mail_at_its_hour(self):
        self.choose(Choice.HOURLY)
        self.queue("customs-xa", "customs-xb", reference="one")
        self.queue("customs-xa", reference="two", at=NOON + minutes(20))
        with self.server():
            self.round(at=NOON + minutes(29))
            self.assertEqual(["customs-xb"], self.readers())
            self.round(at=NOON + minutes(30))
        self.assertEqual(["customs-xa", "customs-xb"], self.readers())
        self.assertIn("Parcels: 2", text_of(self.mails()[-1]))

    def test_a_new_choice_holds_for_what_waits(self):
        self.choose(Choice.DAILY)
        self.queue()
        self.choose(Choice.AT_ONCE)
        with self.server():
            self.round()
        self.assertEqual(["customs-xa"], self.readers())

    def test_who_turns_notices_off_gets_none_of_those_that_wait(self):
        self.choose(Choice.DAILY)
        self.queue()
        self.round(at=NOON + minutes(24 * 60))  # tried in vain
        self.queue(reference="parcel-2")
        self.choose(Choice.OFF)
        self.assertEqual(["dropped", "dropped"], self.states())


class LanguageTest(MailingCase):
    def test_the_member_s_else_the_site_s(self):
        member = api.user.get(userid="customs-xa")
        self.assertEqual("en", language_of(member))
        api.portal.set_registry_record("plone.default_language", "es")
        self.assertEqual("es", language_of(member))
        choose_language(member, "fr")
        self.assertEqual("fr", language_of(member))
        choose_language(member, "")
        self.assertEqual("es", language_of(member))

    def test_the_mail_is_in_the_reader_s_language(self):
        for user_id, language in (("customs-xa", "fr"), ("customs-xb", "es")):
            choose_language(api.user.get(userid=user_id), language)
        self.queue("customs-xa", "customs-xb", "police-xa")
        with self.server():
            self.round()
        mails = {mail["Content-Language"]: mail for mail in self.mails()}
        self.assertEqual({"en", "es", "fr"}, set(mails))
        for language, words in (
            (
                "en",
                ("new notification", "do not reply", "Dear member,", "The Secretariat"),
            ),
            ("fr", ("nouvel avis", "n’y répondez pas", "Madame", "Le Secrétariat")),
            ("es", ("nuevo aviso", "no responda", "Estimado", "La Secretaría")),
        ):
            mail = mails[language]
            self.assertIn(words[0], mail["Subject"])
            self.assertIn(words[1], text_of(mail))
            self.assertIn(f"({language})", text_of(mail))
            greeting, closing = words[2:]
            self.assertTrue(text_of(mail).startswith(greeting), greeting)
            self.assertIn(closing, text_of(mail))
            self.assertIn(api.portal.get().absolute_url(), text_of(mail))
