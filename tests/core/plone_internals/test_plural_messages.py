"""Plural forms in messages, by the categories of CLDR."""

import unittest
from cites.cug import _
from cites.cug.core.plone_internals.plural_messages import say, with_forms
from cites.cug.demo.testing import CUG_INTEGRATION
from zope.i18n import translate


DAYS = "{days, plural, one {# day} other {# days}}"


class FormsTest(unittest.TestCase):
    def test_the_number_chooses_the_form(self):
        for number, said in ((0, "0 days"), (1, "1 day"), (2, "2 days")):
            self.assertEqual(said, with_forms(DAYS, {"days": number}, "en"))

    def test_a_number_between_tags_or_with_separators_counts_too(self):
        for number in ("<b>1</b>", "1"):
            self.assertIn(" day", with_forms(DAYS, {"days": number}, "en"))
            self.assertNotIn("days", with_forms(DAYS, {"days": number}, "en"))
        self.assertEqual("1,001 days", with_forms(DAYS, {"days": "1,001"}, "en"))

    def test_a_command_without_catalogues_says_it_in_english(self):
        key = "operations_upkeep_no_backup_made_days_text"
        for number, said in ((1, "for 1 day."), (3, "for 3 days.")):
            message = _(key, mapping={"days": number})
            self.assertEqual(f"No backup has been made {said}", say(message))

    def test_without_a_number_all_forms_stay(self):
        self.assertEqual(DAYS, with_forms(DAYS, {}, "en"))
        self.assertEqual(DAYS, with_forms(DAYS, {"days": "soon"}, "en"))


class MessagesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_each_language_has_its_own_forms(self):
        for language, number, said in (
            ("en", 1, "for 1 day."),
            ("en", 5, "for 5 days."),
            ("fr", 0, "depuis 0 jour."),
            ("fr", 2, "depuis 2 jours."),
            ("es", 1, "hace 1 día."),
            ("ar", 1, "يوم واحد."),
            ("ar", 2, "يومين."),
            ("ar", 5, "5 أيام."),
            ("ar", 11, "11 يوماً."),
            ("ar", 100, "100 يوم."),
        ):
            one = translate(
                _("operations_upkeep_no_backup_made_days_text", mapping={"days": number}),
                target_language=language,
            )
            self.assertTrue(one.endswith(said), one)
