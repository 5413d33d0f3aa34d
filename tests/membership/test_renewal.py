"""For how long a membership holds."""

import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.membership.renewal import (
    RenewalRules,
    revalidate_members,
    rules_of,
    set_rules,
    today,
)
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import timedelta
from sqlalchemy import select


class RenewalTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        self.roster = IWorkspace(self.group)

    def confirm(self, *members):
        revalidate_members(self.group, members, acting_user="secretariat")

    def test_a_reason_is_on_record(self):
        members = ["customs-xa"]
        revalidate_members(self.group, members, note="Seen", acting_user="secretariat")
        query = select(AuditEvent.detail).where(AuditEvent.action == "member.revalidate")
        self.assertEqual("Seen", session().scalars(query).one()["note"])

    def until(self, user_id):
        return self.roster[user_id].valid_until

    def test_who_is_admitted_has_a_period_before_them(self):
        # The layer admits the members, perhaps before midnight.
        left = (self.until("customs-xa") - today()).days
        self.assertIn(left, (364, 365))

    def test_a_confirmation_begins_a_new_period_and_ends_the_reminders(self):
        for name in ("customs-xa", "police-xa"):
            day = today() + timedelta(days=5)
            self.roster.note(name, valid_until=day, reminder=10, reminded=today())
        self.confirm("customs-xa", "police-xa", "customs-xa")
        for name in ("customs-xa", "police-xa"):
            entry = self.roster[name]
            self.assertEqual(today() + timedelta(days=365), entry.valid_until)
            self.assertEqual(today(), entry.validated)
            self.assertEqual((None, None), (entry.reminder, entry.reminded))
        query = select(AuditEvent.detail).where(AuditEvent.action == "member.revalidate")
        members = [detail["member"] for detail in session().scalars(query)]
        self.assertEqual(["customs-xa", "police-xa"], members)

    def test_all_or_none_are_confirmed(self):
        suspend_member(self.group, "police-xa", acting_user="secretariat")
        self.roster.note("customs-xa", valid_until=today())
        for wrong, error in (("police-xa", InvalidValues), ("outsider", KeyError)):
            with self.assertRaises(error):
                self.confirm("customs-xa", wrong)
            self.assertEqual(today(), self.until("customs-xa"))

    def test_a_new_period_holds_from_the_next_confirmation_on(self):
        self.assertEqual(RenewalRules(365, 180), rules_of(self.group))
        before = self.until("customs-xa")
        set_rules(
            self.group, RenewalRules(period=100, unused=None), acting_user="secretariat"
        )
        self.assertEqual(RenewalRules(100, None), rules_of(self.group))
        self.assertEqual(RenewalRules(), rules_of(self.layer["portal"].ivory))
        self.assertEqual(before, self.until("customs-xa"))
        self.confirm("customs-xa")
        self.assertEqual(today() + timedelta(days=100), self.until("customs-xa"))
