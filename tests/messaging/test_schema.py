"""One schema of what a member writes, and what it takes to send it."""

import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.messaging.schema import (
    ADDRESSEES,
    free_texts,
    IMessage,
    LETTER,
    Letter,
    require_complete,
    TEXT_FIELDS,
)
from datetime import date
from zope.schema import getFieldsInOrder


TODAY = date(2026, 11, 26)


class SchemaTest(unittest.TestCase):
    def test_what_is_written_is_what_the_schema_has(self):
        names = {*LETTER, *ADDRESSEES, "attachments"}
        self.assertEqual(names, {name for name, _field in getFieldsInOrder(IMessage)})
        letter = Letter()
        for name in LETTER:
            self.assertEqual(getattr(letter, name), IMessage[name].default, name)

    def test_every_text_is_read_by_the_non_nominal_check(self):
        letter = Letter("Cubs", "<p>At <b>dawn</b></p>", "amber", "0" * 32, TODAY)
        found = free_texts(letter, ["a.txt", "b.txt"])
        self.assertEqual(list(found), ["subject", "body", "attachments"])
        self.assertIn("At dawn", found["body"])
        self.assertEqual(found["attachments"], "a.txt\nb.txt")
        self.assertEqual([*TEXT_FIELDS, "attachments"], list(found))


class RequireCompleteTest(unittest.TestCase):
    def test_an_answer_can_be_asked_for_today_and_not_yesterday(self):
        for day in (None, TODAY, date(2026, 11, 27)):
            require_complete(Letter("Cubs", answer_by=day), TODAY)
        with self.assertRaises(InvalidValues) as caught:
            require_complete(Letter("Cubs", answer_by=date(2026, 11, 25)), TODAY)
        self.assertEqual(
            ["answer_by"], [field for field, _why in caught.exception.mistakes]
        )

    def test_a_subject_is_more_than_spaces(self):
        for subject in ("", "  "):
            with self.assertRaises(InvalidValues):
                require_complete(Letter(subject), TODAY)
