"""What becomes due by itself."""

import transaction
import unittest
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.login.models import Account
from cites.cug.mailing.models import Notice
from cites.cug.membership.actions import admit_member
from cites.cug.membership.renewal import RenewalRules, revalidate_members, set_rules
from cites.cug.membership.revalidation import review_memberships
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, time, timedelta, UTC
from sqlalchemy import delete, insert, select


LAST = date(2027, 6, 30)


class ReviewCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        self.roster = IWorkspace(self.group)
        for user_id in list(self.roster.members):
            self.set(user_id, valid_until=date(2030, 1, 1))

    def set(self, user_id, **values):
        self.roster.note(user_id, **values)

    def review(self, day, times=2):
        """Repeated, as it is by several processes."""
        for _time in range(times):
            review_memberships(self.group, datetime.combine(day, time(9), UTC))

    def before(self, days):
        return LAST - timedelta(days=days)

    def notices(self):
        rows = session().execute(select(Notice.kind, Notice.reference, Notice.user_id))
        return sorted(map(tuple, rows))

    def suspended(self):
        return {
            entry.user: entry.suspended_for
            for entry in self.roster
            if entry.state == "suspended"
        }


class ReviewTest(ReviewCase):
    def setUp(self):
        super().setUp()
        set_rules(self.group, RenewalRules(unused=None), acting_user="secretariat")

    def test_nothing_is_due_early(self):
        self.set("police-xa", valid_until=LAST)
        self.review(self.before(31))
        self.assertEqual([], self.notices())

    def test_member_and_keepers_are_reminded_30_and_10_days_before(self):
        self.set("police-xa", valid_until=LAST)
        reminder = [
            ("membership.confirm", "police-xa", "contact-xa"),
            ("membership.confirm", "police-xa", "secretariat"),
            ("membership.ends", "police-xa", "police-xa"),
        ]
        self.review(self.before(30))
        self.assertEqual(reminder, self.notices())
        self.review(self.before(11))
        self.assertEqual(reminder, self.notices())
        self.review(self.before(10))
        self.assertEqual(sorted(reminder * 2), self.notices())
        self.review(LAST)
        self.assertEqual(6, len(self.notices()))
        self.assertEqual({}, self.suspended())

    def test_who_is_not_confirmed_is_suspended_after_the_last_day(self):
        self.set("police-xa", valid_until=LAST)
        for days in (30, 10, 0):
            self.review(self.before(days))
        self.review(self.before(-1))
        self.assertEqual({"police-xa": "not_validated"}, self.suspended())
        query = select(AuditEvent).where(AuditEvent.action == "member.suspend")
        (event,) = session().scalars(query)
        self.assertEqual(
            ("", {"member": "police-xa", "reason": "not_validated"}),
            (event.actor, event.detail),
        )

    def test_who_is_confirmed_stays(self):
        self.set("police-xa", valid_until=LAST)
        for days in (30, 10):
            self.review(self.before(days))
        revalidate_members(self.group, ["police-xa"], acting_user="contact-xa")
        self.set("police-xa", valid_until=date(2030, 1, 1))
        self.review(self.before(-1))
        self.assertEqual({}, self.suspended())
        self.review(date(2030, 1, 1) - timedelta(days=30))
        self.assertIn(("membership.ends", "police-xa", "police-xa"), self.notices())

    def test_nobody_is_suspended_without_ten_days_of_warning(self):
        """The clock did not run for a while."""
        self.set("police-xa", valid_until=LAST)
        self.review(self.before(-40))
        self.assertEqual(3, len(self.notices()))
        self.review(self.before(-49))
        self.assertEqual({}, self.suspended())
        self.review(self.before(-50))
        self.assertEqual({"police-xa": "not_validated"}, self.suspended())

    def test_contact_points_hear_of_their_own_country_only(self):
        self.set("customs-xb", valid_until=LAST)
        self.set("igo-unodc", valid_until=LAST)
        self.review(self.before(30))
        self.assertNotIn("contact-xa", {user for _kind, _member, user in self.notices()})

    def test_the_last_secretariat_member_is_never_suspended(self):
        self.set("secretariat", valid_until=LAST)
        admit_member(
            self.group, "outsider", Category.SECRETARIAT, acting_user="secretariat"
        )
        self.set("outsider", valid_until=LAST)
        for days in (30, 10, -1, -2):
            self.review(self.before(days))
        self.assertEqual(1, len(self.suspended()))
        self.assertEqual(1, self.roster.count({"Secretariat"}))

    def test_who_was_a_member_before_there_were_dates_gets_a_period(self):
        old = {**self.roster.members["police-xa"]}
        for name in ("valid_until", "validated", "active_since", "reminder", "flagged"):
            old.pop(name, None)
        self.roster.members["police-xa"] = old
        self.review(LAST)
        entry = self.roster["police-xa"]
        self.assertEqual(LAST + timedelta(days=365), entry.valid_until)
        self.assertEqual([], self.notices())


class UnusedTest(ReviewCase):
    def setUp(self):
        super().setUp()
        for user_id in list(self.roster.members):
            self.set(user_id, active_since=date(2027, 1, 1))
        self.log_in(LAST)

    def log_in(self, day, *members):
        """Kept, as a login is; what is looked up is not part of the transaction."""
        transaction.commit()
        at = datetime.combine(day, time(7), UTC)
        with engine(records_url()).begin() as connection:
            for user_id in members or self.roster.members:
                mine = Account.user_id == user_id
                connection.execute(delete(Account).where(mine))
                row = {"epoch": 0, "disabled": False, "last_login": at}
                connection.execute(insert(Account).values(user_id=user_id, **row))

    def flagged(self):
        return {entry.user for entry in self.roster if entry.flagged}

    def test_unused_accounts_are_flagged_then_suspended(self):
        self.log_in(date(2027, 1, 1), "police-xa")
        self.review(date(2027, 6, 29))
        self.assertEqual(set(), self.flagged())
        self.review(LAST)
        self.assertEqual({"police-xa"}, self.flagged())
        self.assertEqual(
            [("membership.unused", "police-xa", "police-xa")], self.notices()
        )
        self.review(LAST + timedelta(days=29))
        self.assertEqual({}, self.suspended())
        self.review(LAST + timedelta(days=30))
        self.assertEqual({"police-xa": "unused"}, self.suspended())

    def test_a_login_is_enough(self):
        self.log_in(date(2027, 1, 1), "police-xa")
        self.review(LAST)
        self.log_in(LAST + timedelta(days=1), "police-xa")
        self.review(LAST + timedelta(days=30))
        self.assertEqual((set(), {}), (self.flagged(), self.suspended()))

    def test_who_never_logged_in_counts_from_the_admission(self):
        with engine(records_url()).begin() as connection:
            mine = Account.user_id == "police-xa"
            connection.execute(delete(Account).where(mine))
        self.set("police-xa", active_since=date(2027, 3, 1))
        self.review(LAST)
        self.assertEqual(set(), self.flagged())
        self.review(date(2027, 3, 1) + timedelta(days=180))
        self.assertIn("police-xa", self.flagged())

    def test_a_group_may_not_care(self):
        set_rules(self.group, RenewalRules(unused=None), acting_user="secretariat")
        self.log_in(date(2020, 1, 1))
        self.review(LAST)
        self.assertEqual(set(), self.flagged())
