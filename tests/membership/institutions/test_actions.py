"""Who changes the directory, how long it grows, and what of it is checked for names."""

import unittest
from cites.cug.membership.institutions import actions
from cites.cug.membership.institutions.queries import find_institution
from cites.cug.testing import CUG_FUNCTIONAL
from cites.cug.validation.errors import CONFLICT, FORBIDDEN, Missing, Refusal
from plone.app.testing import login, logout
from unittest.mock import patch


POINT, OFFICE = "contact-xa", "secretariat"
CENTRE = {
    "kind": "rescue_centre",
    "country": "XA",
    "name": "Rescue centre of XA",
    "contact": "rescue@example.org",
    "languages": None,
    "species": None,
    "services": None,
}


class InstitutionActionsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs

    def enter(self, user):
        logout()
        login(self.portal, user)

    def add(self, user=POINT, **fields):
        self.enter(user)
        values = {**CENTRE, **fields}
        return actions.add_institution(self.group, values, acting_user=user)

    def change(self, institution_id, user=POINT, **fields):
        self.enter(user)
        values = {**CENTRE, **fields}
        who = {"acting_user": user}
        actions.change_institution(self.group, institution_id, values, **who)

    def delete(self, institution_id, user=POINT):
        self.enter(user)
        actions.delete_institution(self.group, institution_id, acting_user=user)

    def test_what_is_left_empty_is_stored_so(self):
        found = find_institution(self.group, self.add())
        self.assertEqual(([], [], ""), (found.languages, found.species, found.services))

    def test_contact_points_keep_the_entries_of_their_country(self):
        theirs, others = self.add(), self.add(OFFICE, country="XB")
        for work in (
            lambda: self.add(country="XB"),
            lambda: self.change(others),
            lambda: self.change(theirs, country="XB"),
            lambda: self.delete(others),
            lambda: self.add("police-xa"),
        ):
            with self.assertRaises(Refusal) as raised:
                work()
            self.assertEqual(FORBIDDEN, raised.exception.kind)
        self.change(theirs, name="Centre of XA")
        self.assertEqual("Centre of XA", find_institution(self.group, theirs).name)
        self.delete(theirs)
        with self.assertRaises(Missing):
            self.delete(theirs)
        self.delete(others, OFFICE)

    def test_a_group_has_so_many_and_no_more(self):
        with patch.object(actions, "MOST", 2):
            self.add()
            self.add()
            with self.assertRaises(Refusal) as raised:
                self.add()
        self.assertEqual(CONFLICT, raised.exception.kind)
        self.assertEqual({"limit": 2}, raised.exception.message.mapping)

    def test_only_what_is_written_anew_is_checked(self):
        made = self.add()
        with patch.object(actions, "require_confirmation") as check:
            self.change(made, services="By day.")
            self.change(made, services="By day.", contact="other@example.org")
        checked = [call.args[1] for call in check.call_args_list]
        names = [{"services"}, {"contact"}]
        self.assertEqual(names, [texts.keys() for texts in checked])
