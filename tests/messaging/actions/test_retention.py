"""How long messages stay."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent, SYSTEM
from cites.cug.mailing.models import Notice
from cites.cug.messaging.actions.filing import delete_messages, restore
from cites.cug.messaging.actions.leaving import clear_old
from cites.cug.messaging.actions.retention import (
    DELAY,
    longer,
    retention,
    Rule,
    set_retention,
    settle,
    SHORTER,
    take_back,
    TAKEN_BACK,
    waiting_retention,
)
from cites.cug.messaging.addressing import active_members
from cites.cug.messaging.models import Folder
from datetime import datetime, timedelta, UTC
from sqlalchemy import select
from tests.messaging.case import MessagingCase


SECOND = timedelta(seconds=1)


class RetentionTest(MessagingCase):
    def setUp(self):
        super().setUp()
        self.now = datetime.now(UTC)

    def in_days(self, days):
        clear_old(self.group, datetime.now(UTC) + timedelta(days=days))

    def test_the_trash_empties_itself(self):
        kept, doomed = (self.send("customs-xa", "police-xb") for _ in "12")
        delete_messages(self.group, [doomed], acting_user="police-xb")
        self.in_days(29)
        self.assertEqual(self.listed("police-xb", Folder.TRASH), [doomed])
        self.in_days(31)
        self.assertEqual(self.listed("police-xb", Folder.TRASH), [])
        self.assertEqual(self.listed("police-xb"), [kept])

    def test_restored_in_time(self):
        message = self.send("customs-xa", "police-xb")
        delete_messages(self.group, [message], acting_user="police-xb")
        restore(self.group, [message], acting_user="police-xb")
        self.in_days(31)
        self.assertEqual(self.listed("police-xb"), [message])

    def test_a_greatest_age_is_set_by_choice(self):
        message = self.send("customs-xa", "police-xb")
        draft = self.draft("customs-xa", "police-xb")
        self.in_days(3650)
        self.assertEqual(self.listed("police-xb"), [message])
        self.set(7, 365)
        self.in_days(6)
        self.assertEqual(self.listed("police-xb"), [message])
        self.in_days(366)
        self.assertEqual(self.listed("police-xb", None), [])
        self.assertEqual(self.listed("customs-xa", None), [draft])

    def test_each_group_has_its_own(self):
        self.set(60, None)
        now = datetime.now(UTC)
        self.assertEqual(retention(self.group, now).trash_days, 60)
        self.assertEqual(retention(self.portal["ivory"], now).trash_days, 30)

    def test_a_shorter_time_holds_after_a_week(self):
        now = self.now
        shorter = self.set(7, 365)
        self.assertEqual(now + DELAY, shorter.start)
        for later, rule in ((DELAY - SECOND, (30, None)), (DELAY, (7, 365))):
            self.assertEqual(rule, retention(self.group, now + later))

    def test_what_is_longer_holds_at_once_and_what_is_shorter_waits(self):
        now = self.now
        self.assertIsNone(self.set(40, None))
        self.assertEqual(Rule(50, 365), self.set(50, 365).rule)
        self.assertEqual((50, None), retention(self.group, now))
        self.assertEqual((50, 365), retention(self.group, now + DELAY))
        self.assertIsNone(self.set(50, None))
        self.assertEqual((50, None), retention(self.group, now + DELAY))

    def test_a_change_of_mind_begins_the_week_anew(self):
        self.set(7, 365)
        self.now += timedelta(days=6)
        self.set(7, 200)
        self.assertEqual((30, None), retention(self.group, self.now + timedelta(days=6)))
        self.assertEqual((7, 200), retention(self.group, self.now + DELAY))

    def test_taken_back_nothing_is_deleted(self):
        message = self.send("customs-xa", "police-xb")
        self.set(7, 365)
        who = {"acting_user": "secretariat"}
        late = self.now + DELAY
        self.assertFalse(take_back(self.group, now=late, **who))
        self.assertTrue(take_back(self.group, now=late - SECOND, **who))
        self.assertFalse(take_back(self.group, now=self.now, **who))
        self.in_days(400)
        self.assertEqual(self.listed("police-xb"), [message])

    def test_each_step_is_on_record_once(self):
        shorter = self.set(7, 365)
        take_back(self.group, acting_user="secretariat", now=self.now)
        self.set(40, None)
        self.set(7, 365)
        for later in (DELAY - SECOND, DELAY, DELAY + SECOND):
            settle(self.group, self.now + later)
        query = select(AuditEvent).where(AuditEvent.action.like("%.retention%"))
        found = [
            (event.action.removeprefix("message.retention"), event.actor, event.detail)
            for event in session().scalars(query.order_by(AuditEvent.id))
        ]
        first, longer = Rule(30, None)._asdict(), Rule(40, None)._asdict()
        wanted, office = Rule(7, 365)._asdict(), "secretariat"
        later = shorter.start.isoformat(timespec="seconds")
        now = self.now.isoformat(timespec="seconds")
        expected = [
            ("", office, {"before": first, "wanted": wanted, "from": later}),
            ("-back", office, {"wanted": wanted, "holds": first}),
            ("", office, {"before": first, "wanted": longer, "from": now}),
            ("", office, {"before": longer, "wanted": wanted, "from": later}),
            ("-holds", SYSTEM, wanted),
        ]
        self.assertEqual(expected, found)

    def test_every_member_is_told_of_a_shorter_time_and_that_it_is_taken_back(self):
        members = sorted(active_members(self.group))
        self.set(40, None)
        self.assertEqual(([], []), (self.told(SHORTER), self.told(TAKEN_BACK)))
        waiting = self.set(7, 365)
        self.assertEqual(waiting, waiting_retention(self.group, self.now))
        self.assertEqual((members, []), (self.told(SHORTER), self.told(TAKEN_BACK)))
        take_back(self.group, acting_user="secretariat", now=self.now)
        self.assertIsNone(waiting_retention(self.group, self.now))
        self.assertEqual(members, self.told(TAKEN_BACK))
        references = select(Notice.reference).distinct()
        found = session().scalars(references.where(Notice.kind.like("retention.%")))
        self.assertEqual([waiting.reference], list(found))

    def told(self, kind):
        query = select(Notice.user_id).where(Notice.kind == kind)
        return sorted(session().scalars(query))

    def test_of_two_rules_each_time_is_the_longer(self):
        for one, other, expected in (
            (Rule(7, 365), Rule(30, 60), Rule(30, 365)),
            (Rule(30, 60), Rule(7, 365), Rule(30, 365)),
            (Rule(30, None), Rule(30, 365), Rule(30, None)),
            (Rule(30, 365), Rule(30, None), Rule(30, None)),
        ):
            self.assertEqual(expected, longer(one, other))

    def set(self, trash_days, keep_days):
        rule = Rule(trash_days, keep_days)
        return set_retention(self.group, rule, acting_user="secretariat", now=self.now)
