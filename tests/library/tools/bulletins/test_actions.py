"""Who makes a bulletin, and when it says that it is an exercise."""

import transaction
import unittest
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.library.tools.bulletins import actions
from cites.cug.library.tools.bulletins.contents import exercise_mark
from plone.app.testing import login
from tests.library.alert_case import AlertCase, OFFICE, READER
from types import SimpleNamespace
from unittest.mock import patch
from zExceptions import Unauthorized


class BulletinActionsTest(AlertCase):
    def make(self, user):
        transaction.commit()  # the list of the library has it from then on
        login(self.portal, user)
        values = {
            "title": "Cheetahs by sea",
            "language": "en",
            "handling": "amber",
            "audience": "enforcement",
        }
        uids = [self.alert.UID()]
        return actions.make_bulletin(self.group, uids, values, acting_user=user)

    def test_it_is_the_secretariats(self):
        before = set(self.group.library.objectIds())
        with self.assertRaises(Unauthorized):
            self.make(READER)
        self.assertEqual(before, set(self.group.library.objectIds()))
        self.assertEqual("Cheetahs by sea", self.make(OFFICE).document.title)


class ExerciseTest(unittest.TestCase):
    def is_exercise(self, *titles, demonstration="unknown"):
        setup = SimpleNamespace(getLastVersionForProfile=lambda _name: demonstration)
        with patch.object(actions.api.portal, "get_tool", return_value=setup):
            return actions.is_exercise(SimpleNamespace(title=one) for one in titles)

    def test_a_demonstration_or_what_an_item_says_makes_it_one(self):
        self.assertIs(False, self.is_exercise("Cubs", "Skins"))
        for language in LANGUAGES:
            marked = f"{exercise_mark(language)}: skins"
            self.assertIs(True, self.is_exercise("Cubs", marked))
        self.assertIs(True, self.is_exercise("Cubs", demonstration=("1",)))
