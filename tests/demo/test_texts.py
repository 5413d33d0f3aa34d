"""The words of the demonstration in each language: complete, and used."""

import unittest
from argparse import ArgumentTypeError
from cites.cug.core.settings.languages import DEFAULT, LANGUAGES
from cites.cug.demo.accounts import ACCOUNTS, OUTSIDER
from cites.cug.demo.create_site import accounts, known_language
from cites.cug.demo.install import fill_mailboxes, fill_workspaces, INSTITUTIONS
from cites.cug.demo.newcomers import NEWCOMERS
from cites.cug.demo.permits import keep_permits
from cites.cug.demo.sources import messages, permits, workspaces
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.demo.texts import marked, spoken, texts
from cites.cug.library.tools.bulletins.actions import is_exercise
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import list_messages
from datetime import datetime, UTC
from plone import api
from tests.some import some
from types import SimpleNamespace


TRANSLATED = [code for code in LANGUAGES if code != DEFAULT]


class TextsTest(unittest.TestCase):
    def test_each_language_of_the_portal_has_some(self):
        self.assertEqual([*LANGUAGES], [*spoken()])

    def test_accounts_are_complete(self):
        for code in some(TRANSLATED):
            told = texts(code)["accounts"]
            self.assertEqual({*ACCOUNTS, OUTSIDER}, {*told})
            for name in ACCOUNTS:
                self.assertEqual({"fullname", "organisation", "function"}, {*told[name]})

    def test_messages_are_complete(self):
        for code in some(TRANSLATED):
            for group_id in ("cheetahs", "ivory"):
                told = texts(code)["messages"][group_id]
                needed = {one["key"]: one for one in messages(group_id)}
                self.assertEqual({*needed}, {*told}, code)
                for key, one in needed.items():
                    words = {"subject", "body"} & {*one}
                    self.assertEqual(words, {*told[key]} - {"files"}, f"{code}: {key}")

    def test_topics_and_comments_are_complete(self):
        for code in some(TRANSLATED):
            told = texts(code)["topics"]
            spaces = {one["key"]: one["topic"] for one in workspaces("cheetahs")}
            self.assertEqual({*spaces}, {*told})
            for key, topics in spaces.items():
                counts = [len(one["comments"]) for one in topics]
                self.assertEqual(counts, [len(one["comments"]) for one in told[key]])

    def test_the_rest_is_complete(self):
        reasons = {one["number"] for one in permits() if "reason" in one}
        for code in some(TRANSLATED):
            told = texts(code)
            self.assertEqual({"authority", "invalid", *reasons}, {*told["permits"]})
            self.assertEqual({one[0] for one in INSTITUTIONS}, {*told["institutions"]})
            names = {one.name for one in NEWCOMERS}
            self.assertLessEqual(names, {*told["newcomers"]})

    def test_an_unknown_language_is_refused(self):
        self.assertEqual("ar", known_language("ar"))
        with self.assertRaisesRegex(ArgumentTypeError, "'xx' is not one of en, fr, es"):
            known_language("xx")

    def test_the_accounts_that_are_printed_are_in_the_language(self):
        self.assertIn("Agent des douanes, XA (exercice)", accounts("fr"))


class FrenchTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        api.portal.set_registry_record("plone.default_language", "fr")

    def test_the_mark_is_that_of_the_language(self):
        self.assertEqual("EXERCICE – x", marked("x"))
        self.assertEqual("EJERCICIO – x", marked("x", "es"))

    def test_messages_are_french(self):
        group = self.layer["portal"].ivory
        fill_mailboxes(group, "ivory", datetime.now(UTC))
        with api.env.adopt_user("igo-unodc"):
            page = list_messages(group, "igo-unodc", MailboxFilter(folder=Folder.INBOX))
        subjects = {line.subject for line in page.lines}
        self.assertIn("EXERCICE – Bienvenue dans la messagerie", subjects)

    def test_the_check_of_texts_finds_nobody_in_any_language(self):
        portal, now = self.layer["portal"], datetime.now(UTC)
        keep_permits(now.date())
        for code in some(TRANSLATED):
            api.portal.set_registry_record("plone.default_language", code)
            for group_id in ("cheetahs", "ivory"):
                fill_mailboxes(portal[group_id], group_id, now)
                fill_workspaces(portal[group_id], group_id)

    def test_a_mark_of_any_language_is_known(self):
        for code in LANGUAGES:
            self.assertTrue(is_exercise([SimpleNamespace(title=marked("x", code))]))
        self.assertFalse(is_exercise([SimpleNamespace(title="x")]))
