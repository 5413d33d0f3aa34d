"""Who changes the directory, how long it grows, and what of it is checked for names."""

import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import CONFLICT, FORBIDDEN, Missing, Refusal
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.membership.institutions import actions
from cites.cug.membership.institutions.queries import find_institution
from cites.cug.membership.managers import member_manager
from plone.app.testing import login, logout
from sqlalchemy import select
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

    def test_the_trail_keeps_which_entry_and_none_of_its_texts(self):
        made = self.add()
        self.change(made, kind="laboratory")
        self.delete(made)
        query = select(AuditEvent.action, AuditEvent.actor, AuditEvent.detail)
        rows = session().execute(query.where(AuditEvent.action.contains("institution")))
        changes = (
            ("institution.add", "rescue_centre"),
            ("institution.change", "laboratory"),
            ("institution.delete", "laboratory"),
        )
        about = {"institution": made, "country": "XA"}
        expected = [(name, POINT, {**about, "kind": kind}) for name, kind in changes]
        self.assertEqual(expected, [tuple(row) for row in rows])

    def test_who_keeps_no_entry_is_refused(self):
        for user in (POINT, OFFICE):
            self.enter(user)
            actions.require_any(member_manager(self.group))
        self.enter("police-xa")
        with self.assertRaises(Refusal):
            actions.require_any(member_manager(self.group))

    def test_only_what_is_written_anew_is_checked(self):
        made = self.add()
        with patch.object(actions, "require_confirmation") as check:
            self.change(made, services="By day.")
            self.change(made, services="By day.", contact="other@example.org")
        checked = [call.args[1] for call in check.call_args_list]
        names = [{"services"}, {"contact"}]
        self.assertEqual(names, [texts.keys() for texts in checked])
