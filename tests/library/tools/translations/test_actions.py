"""What the actions on translations refuse by themselves, whoever calls them."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import (
    CONFLICT,
    FORBIDDEN,
    InvalidValues,
    Missing,
    Refusal,
)
from cites.cug.library.tools.translations import actions
from plone.app.testing import login
from sqlalchemy import select
from tests.library.alert_case import AlertCase, AUTHOR, READER
from unittest.mock import patch


class TranslationActionsTest(AlertCase):
    def setUp(self):
        super().setUp()
        self.alert.language = "en"

    def values(self, language, title="Titre de zq"):
        return {"language": language, "title": title, "description": None, "body": ""}

    def add(self, language="fr", user=AUTHOR):
        login(self.portal, user)
        values = self.values(language)
        return actions.add_translation(self.alert, values, acting_user=user)

    def test_each_language_once_and_never_the_originals(self):
        self.assertEqual("fr", self.add())
        for language, text in (("fr", actions.TAKEN), ("en", actions.SAME_LANGUAGE)):
            with self.assertRaises(InvalidValues) as raised:
                self.add(language)
            self.assertEqual("language", raised.exception.field)
            self.assertEqual(text, raised.exception.message)
        self.assertEqual(["fr"], list(self.alert.translations))
        self.assertEqual("", self.alert.translations["fr"]["description"])

    def test_an_item_has_so_many_and_no_more(self):
        with patch.object(actions, "MOST", 2):
            self.add("fr")
            self.add("es")
            with self.assertRaises(Refusal) as raised:
                self.add("sw")
        self.assertEqual(CONFLICT, raised.exception.kind)
        self.assertEqual({"fr", "es"}, set(self.alert.translations))

    def test_readers_change_none(self):
        self.add()
        login(self.portal, READER)
        who = {"acting_user": READER}
        for work, arguments in (
            (actions.add_translation, (self.values("es"),)),
            (actions.change_translation, ("fr", self.values("fr"))),
            (actions.remove_translation, ("fr",)),
        ):
            with self.assertRaises(Refusal) as raised:
                work(self.alert, *arguments, **who)
            self.assertEqual(FORBIDDEN, raised.exception.kind)
        self.assertEqual(["fr"], list(self.alert.translations))

    def test_one_is_written_anew_in_its_own_language(self):
        self.add()
        before = self.alert.translations["fr"]
        who = {"acting_user": AUTHOR}
        with self.assertRaises(InvalidValues) as raised:
            actions.change_translation(self.alert, "fr", self.values("es"), **who)
        self.assertEqual("language", raised.exception.field)
        values = self.values("fr", title="Autre titre")
        actions.change_translation(self.alert, "fr", values, **who)
        after = self.alert.translations["fr"]
        self.assertEqual("Autre titre", after["title"])
        self.assertEqual(before["created"], after["created"])
        self.assertGreater(after["changed"], before["changed"])

    def test_the_trail_keeps_each_and_its_language(self):
        self.add()
        who = {"acting_user": AUTHOR}
        actions.change_translation(self.alert, "fr", self.values("fr"), **who)
        actions.remove_translation(self.alert, "fr", **who)
        query = select(AuditEvent.action, AuditEvent.actor, AuditEvent.detail)
        rows = session().execute(query.where(AuditEvent.action.contains("translation")))
        ends = ("", "_edit", "_delete")
        expected = [
            (f"library.translation{end}", AUTHOR, {"language": "fr"}) for end in ends
        ]
        self.assertEqual(expected, [tuple(row) for row in rows])

    def test_one_is_removed_once(self):
        self.add("fr")
        self.add("es")
        actions.remove_translation(self.alert, "fr", acting_user=AUTHOR)
        self.assertEqual(["es"], list(self.alert.translations))
        with self.assertRaises(Missing):
            actions.remove_translation(self.alert, "fr", acting_user=AUTHOR)
