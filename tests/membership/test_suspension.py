"""Suspending members and taking them back."""

import unittest
from cites.cug.access.roles import Category, GROUP_ROLE, Role
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.membership.actions import admit_member, change_member
from cites.cug.membership.renewal import today
from cites.cug.membership.roster import memberships_of, Reason
from cites.cug.membership.suspension import reactivate_member, suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import timedelta
from plone import api
from sqlalchemy import select


ROLES = frozenset(GROUP_ROLE.values())


class SuspensionTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.roster = IWorkspace(self.group)

    def roles(self, user_id, place=None):
        user = api.user.get(userid=user_id)
        return ROLES & set(api.user.get_roles(user=user, obj=place or self.group))

    def details(self, action):
        query = select(AuditEvent.detail).where(AuditEvent.action == action)
        return list(session().scalars(query))

    def suspend(self, user_id, **more):
        suspend_member(self.group, user_id, acting_user="secretariat", **more)

    def reactivate(self, user_id):
        reactivate_member(self.group, user_id, acting_user="secretariat")

    def test_who_is_suspended_holds_nothing_there_but_stays_on_the_roster(self):
        self.suspend("police-xb", note="On leave")
        self.assertEqual(set(), self.roles("police-xb"))
        self.assertEqual(set(), self.roles("police-xb", self.group.library))
        entry = self.roster["police-xb"]
        self.assertEqual(("suspended", "decision"), (entry.state, entry.suspended_for))
        self.assertEqual("XB", entry.country)
        expected = {"member": "police-xb", "reason": "decision", "note": "On leave"}
        self.assertEqual([expected], self.details("member.suspend"))

    def test_other_groups_go_on(self):
        self.suspend("police-xb")
        self.assertEqual({Role.ENFORCEMENT}, self.roles("police-xb", self.portal.ivory))
        groups = [group.getId() for group, _entry in memberships_of("police-xb")]
        self.assertEqual(["ivory"], groups)

    def test_who_is_reactivated_is_what_they_were_and_in_office(self):
        self.suspend("contact-xa", reason=Reason.NOT_VALIDATED)
        self.roster.note("contact-xa", valid_until=today() - timedelta(days=3))
        self.reactivate("contact-xa")
        self.assertEqual({Role.ENFORCEMENT, Role.CONTACT_POINT}, self.roles("contact-xa"))
        entry = self.roster["contact-xa"]
        self.assertEqual(("active", None), (entry.state, entry.suspended_for))
        self.assertEqual(today() + timedelta(days=365), entry.valid_until)
        self.assertEqual([{"member": "contact-xa"}], self.details("member.reactivate"))

    def test_a_change_does_not_bring_back_who_is_suspended(self):
        self.suspend("customs-xb")
        change_member(
            self.group, "customs-xb", acting_user="secretariat", category="police"
        )
        self.assertEqual(set(), self.roles("customs-xb"))
        self.reactivate("customs-xb")
        self.assertEqual({"Police"}, self.roster["customs-xb"].groups)

    def test_once_is_enough(self):
        self.suspend("customs-xb")
        self.suspend("customs-xb")
        self.assertEqual(1, len(self.details("member.suspend")))
        self.reactivate("customs-xb")
        self.reactivate("customs-xb")
        self.assertEqual(1, len(self.details("member.reactivate")))

    def test_the_last_active_secretariat_member_stays(self):
        with self.assertRaisesRegex(
            InvalidValues, "at least one member of the Secretariat"
        ):
            self.suspend("secretariat")
        admit_member(
            self.group, "outsider", Category.SECRETARIAT, acting_user="secretariat"
        )
        self.suspend("outsider")
        with self.assertRaisesRegex(
            InvalidValues, "at least one member of the Secretariat"
        ):
            self.suspend("secretariat")
        self.assertEqual({Role.SECRETARIAT}, self.roles("secretariat"))

    def test_strangers_can_be_neither(self):
        for act in (self.suspend, self.reactivate):
            with self.assertRaises(KeyError):
                act("outsider")

    def test_who_is_admitted_again_is_active(self):
        self.suspend("igo-unodc", reason=Reason.UNUSED)
        admit_member(self.group, "igo-unodc", Category.IGO, acting_user="secretariat")
        self.assertEqual({Role.IGO}, self.roles("igo-unodc"))
        self.assertIsNone(self.roster["igo-unodc"].suspended_for)
