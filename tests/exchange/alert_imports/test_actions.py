"""What an import checks, and when it makes its drafts in several transactions."""

import unittest
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.exchange.alert_imports import actions, runs
from cites.cug.exchange.alert_imports.reading import FoundAlert
from plone.app.testing import login, logout
from unittest.mock import patch
from zExceptions import Unauthorized


class ImportActionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.enter("customs-xa")
        self.library = self.layer["portal"].cheetahs.library

    def enter(self, user):
        logout()
        login(self.layer["portal"], user)

    def found(self, *titles):
        """An alert of each title, from the second row of the table on."""
        line = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2.0}
        return [
            FoundAlert(row, {"title": title, "location": None}, [line])
            for row, title in enumerate(titles, 2)
        ]

    def make(self, *titles):
        options = {"keep": True, "acting_user": "customs-xa"}
        told = actions.import_alerts(
            self.library, self.found(*titles), told=lambda *_numbers: None, **options
        )
        return told.created

    def test_each_text_is_checked_once_where_it_stands_first(self):
        with patch.object(actions, "require_confirmation") as check:
            found = self.found("Cubs", "Cubs", "Skins")
            actions.check_texts(self.library, found, "", acting_user="customs-xa")
        expected = {
            "rows[2].title": "Cubs",
            "rows[2].species": "Acinonyx jubatus",
            "rows[4].title": "Skins",
        }
        check.assert_called_once_with(
            self.library, expected, "", acting_user="customs-xa"
        )

    def test_who_may_not_add_alerts_imports_none(self):
        self.enter("outsider")
        with self.assertRaises(Unauthorized):
            self.make("Cubs")

    def test_a_part_is_made_at_once_and_the_folder_indexed_once(self):
        before = set(self.library.objectIds())
        with (
            patch.object(runs, "PART", 2),
            patch.object(runs, "make_in_parts") as in_parts,
            patch.object(actions, "notifyContainerModified") as modified,
        ):
            self.assertEqual(2, self.make("Cubs", "Skins"))
        in_parts.assert_not_called()
        modified.assert_called_once_with(self.library)
        made = set(self.library.objectIds()) - before
        self.assertEqual([runs.ID_DIGITS] * 2, [len(name) for name in made])

    def test_more_are_made_in_parts(self):
        with (
            patch.object(runs, "PART", 1),
            patch.object(runs, "make_in_parts", return_value="run") as in_parts,
            patch.object(runs, "finish") as finished,
        ):
            self.assertEqual(2, self.make("Cubs", "Skins"))
        in_parts.assert_called_once()
        finished.assert_called_once_with("run")
