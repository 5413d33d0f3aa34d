"""The outbox: cheap to fill, and what is seen of it."""

import time
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.mailing.models import Choice
from cites.cug.mailing.outbox import forget_notices, queue_notices, troubles, try_again
from cites.cug.mailing.preferences import set_preference
from datetime import timedelta
from plone import api
from sqlalchemy import event, select
from tests.mailing.case import KIND, MailingCase, minutes, NOON


class QueueTest(MailingCase):
    def test_many_readers_are_one_statement(self):
        readers = [f"reader-{number}" for number in range(5000)]
        for name in readers[:1000]:
            set_preference(name, Choice.DAILY, at=NOON)
        transaction.commit()
        statements = []
        records = engine(records_url())

        def on_execute(_connection, _cursor, statement, _values, _context, many):
            statements.append((statement.split()[0], many))

        event.listen(records, "before_cursor_execute", on_execute)
        self.addCleanup(event.remove, records, "before_cursor_execute", on_execute)
        start = time.perf_counter()
        queue_notices(KIND, "x", self.group.UID(), readers, at=NOON)
        queued = time.perf_counter() - start
        transaction.commit()
        print(f"\n5,000 notices queued in {queued * 1000:.0f} ms")
        self.assertEqual([("INSERT", False)], statements)
        rows = self.rows()
        self.assertEqual(5000, len(rows))
        self.assertEqual(1000, sum(row.due.day == 26 for row in rows))

    def test_nobody_to_tell(self):
        queue_notices(KIND, "x", self.group.UID(), [], at=NOON)
        transaction.commit()
        self.assertEqual([], self.rows())


class TroublesTest(MailingCase):
    def setUp(self):
        super().setUp()
        self.uid = self.group.UID()

    def seen(self, at=NOON):
        _total, lines = troubles(self.uid, at, letters=True)
        return [(line.user_id, line.failed, line.reason) for line in lines]

    def fail(self, *readers):
        for name in readers:
            member = api.user.get(userid=name)
            member.setMemberProperties({"email": "gone@example.org"})

    def test_failed_first_then_late(self):
        self.fail("police-xa")
        self.queue("customs-xa", "police-xa")
        with self.server():
            self.round()
        self.queue("customs-xb", reference="late")
        self.round()
        self.assertEqual(
            [
                ("police-xa", True, "550 5.1.1 No such mailbox"),
                ("customs-xb", False, "unreachable"),
            ],
            self.seen(),
        )

    def test_what_waits_for_its_hour_is_no_trouble(self):
        set_preference("customs-xa", Choice.DAILY, at=NOON)
        self.queue("customs-xa")
        self.assertEqual([], self.seen(at=NOON + minutes(60)))
        self.assertEqual(1, len(self.seen(at=NOON + minutes(24 * 60))))

    def test_one_line_tells_no_numbers(self):
        for reference in ("one", "two", "three"):
            self.queue(reference=reference)
        self.assertEqual([("customs-xa", False, None)], self.seen())

    def test_each_group_has_its_own(self):
        self.queue("police-xb", group=self.layer["portal"].ivory)
        self.assertEqual([], self.seen())

    def test_pages(self):
        self.queue("customs-xa", "customs-xb", "police-xa")
        total, lines = troubles(self.uid, NOON, letters=True, start=1, size=1)
        self.assertEqual((3, ["customs-xb"]), (total, [line.user_id for line in lines]))

    def test_try_again(self):
        self.fail("customs-xa", "customs-xb")
        self.queue("customs-xa", "customs-xb")
        with self.server():
            self.round()
            self.assertEqual(["failed", "failed"], self.states())
            mail_id = self.rows()[0].mail_id
            api.user.get(userid="customs-xa").setMemberProperties(
                {"email": "customs-xa@example.org"}
            )
            again = {"acting_user": "secretariat", "now": NOON}
            self.assertEqual(1, try_again(self.group, ["customs-xa"], **again))
            transaction.commit()
            self.round()
        self.assertEqual(["sent", "failed"], self.states())
        self.assertEqual(f"<{mail_id}>", self.mails()[0]["Message-ID"])
        self.assertEqual(1, try_again(self.group, None, **again))
        self.assertEqual(0, try_again(self.layer["portal"].ivory, None, **again))
        events = session().scalars(
            select(AuditEvent).where(AuditEvent.action == "notice.retry")
        )
        self.assertEqual(
            [["customs-xa"], "all"], [one.detail["readers"] for one in events]
        )


class ForgetTest(MailingCase):
    def test_what_is_old_goes_and_what_waits_stays(self):
        self.queue("customs-xa", reference="sent")
        with self.server():
            self.round()
        self.queue("customs-xb", reference="waits")
        later = NOON + timedelta(days=1)
        forget_notices(done_before=NOON, failed_before=later)
        transaction.commit()
        self.assertEqual(["sent", "pending"], self.states())
        forget_notices(done_before=later, failed_before=later)
        transaction.commit()
        self.assertEqual(["pending"], self.states())
