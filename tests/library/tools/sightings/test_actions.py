"""What the actions on sightings refuse by themselves, whoever calls them."""

from cites.cug.core.validation.errors import CONFLICT, FORBIDDEN, Refusal
from cites.cug.library.tools.sightings import actions
from cites.cug.library.tools.sightings.queries import find_sighting
from tests.library.alert_case import AlertCase, AUTHOR, READER
from unittest.mock import patch


SEEN = {"country": "XB", "date": None, "quantity": 4.0, "note": ""}


class SightingActionsTest(AlertCase):
    def add(self, user=READER, **fields):
        return actions.add_sighting(self.alert, {**SEEN, **fields}, acting_user=user)

    def test_each_member_adds_so_many_and_no_more(self):
        with patch.object(actions, "MOST_OF_MEMBER", 2):
            for _number in range(2):
                self.add()
            with self.assertRaises(Refusal) as raised:
                self.add()
            self.assertEqual(CONFLICT, raised.exception.kind)
            self.add(AUTHOR)

    def test_only_ones_own_are_removed(self):
        made = self.add(AUTHOR)
        with self.assertRaises(Refusal) as raised:
            actions.remove_sighting(self.alert, made, acting_user=READER)
        self.assertEqual(FORBIDDEN, raised.exception.kind)
        self.assertIsNotNone(find_sighting(self.alert, made))
        actions.remove_sighting(self.alert, made, acting_user=AUTHOR)
        self.assertIsNone(find_sighting(self.alert, made))

    def test_no_note_is_an_empty_one(self):
        made = self.add(note=None)
        self.assertEqual("", find_sighting(self.alert, made).note)
