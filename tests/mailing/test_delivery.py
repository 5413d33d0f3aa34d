"""From the outbox to a mail server that is a process of its own."""

import time
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.mailing.delivery import BATCH
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.actions import remove_member
from plone import api
from plone.registry.interfaces import IRegistry
from tests.mailing.case import KIND, MailingCase, minutes, NOON, SECRET, text_of
from unittest.mock import patch
from zope.component import getUtility


#: More than two full rounds.
BACKLOG = 2 * BATCH + 20


class SentTest(MailingCase):
    """A server that works."""

    def test_a_mail_goes_out_once(self):
        self.queue("customs-xa", "police-xb")
        with self.server():
            self.assertFalse(self.round())
            self.round()
        self.assertEqual(["customs-xa", "police-xb"], self.readers())
        self.assertEqual(["sent", "sent"], self.states())
        self.assertEqual(2, len({row.mail_id for row in self.rows()}))

    def test_notices_of_one_reader_and_group_are_one_mail(self):
        for reference in ("one", "two", "three"):
            self.queue("police-xb", reference=reference)
        self.queue("police-xb", group=self.layer["portal"].ivory)
        with self.server():
            self.round()
        texts = sorted(text_of(mail).splitlines()[2] for mail in self.mails())
        self.assertEqual(["Parcels: 1 (en)", "Parcels: 3 (en)"], texts)

    def test_nothing_goes_out_of_a_transaction_that_was_aborted(self):
        queue_notices(KIND, "x", self.group.UID(), ["customs-xa"], at=NOON)
        transaction.abort()
        with self.server():
            self.round()
        self.assertEqual([], self.mails() + self.rows())

    def test_nothing_is_tried_before_it_is_due(self):
        self.queue(at=NOON + minutes(1))
        with self.server():
            self.round()
            self.assertEqual([], self.mails())
            self.round(at=NOON + minutes(1))
        self.assertEqual(1, len(self.mails()))

    def test_who_has_left_or_has_read_it_gets_none(self):
        self.queue("customs-xa", "customs-xb", reference="left")
        remove_member(self.group, "customs-xa", acting_user="secretariat")
        self.queue("police-xa", reference="opened")
        self.kind.opened.add("opened")
        transaction.commit()
        with self.server():
            self.round()
        self.assertEqual(["customs-xb"], self.readers())
        self.assertEqual(["dropped", "sent", "dropped"], self.states())

    def test_an_account_that_is_gone_gets_none(self):
        self.queue("customs-xa", "nobody-here")
        with self.server():
            self.round()
        self.assertEqual(["sent", "dropped"], self.states())

    def test_a_process_that_ends_begins_no_further_mail(self):
        self.queue("customs-xa", "police-xb", "wildlife-xa")
        is_ending = "cites.cug.mailing.delivery.is_ending"
        with self.server():
            with patch(is_ending, lambda: bool(self.taken())):
                self.round()
            self.assertEqual(1, len(self.mails()))
            self.assertEqual(["pending", "pending", "sent"], sorted(self.states()))
            self.assertEqual({None}, {row.claimed_until for row in self.rows()})
            self.round()
        self.assertEqual(["customs-xa", "police-xb", "wildlife-xa"], self.readers())

    def test_a_backlog_is_cleared(self):
        uid = self.group.UID()
        for number in range(BACKLOG):
            queue_notices(KIND, f"p{number}", uid, ["customs-xa"], at=NOON)
        transaction.commit()
        # One mail each: as if they had been made in rounds of their own.
        with engine(records_url()).begin() as connection:
            connection.exec_driver_sql("UPDATE notice SET mail_id = id || '@example.org'")
        with self.server():
            start = time.monotonic()
            while self.round():
                pass
            seconds = time.monotonic() - start
        print(f"\n{BACKLOG} mails in {seconds:.1f} s")
        self.assertEqual(BACKLOG, len(self.mails()))
        self.assertEqual({"sent"}, set(self.states()))
        self.assertEqual(BACKLOG, len({mail["Message-ID"] for mail in self.mails()}))


class FailureTest(MailingCase):
    """Servers that do not work."""

    def assert_waits(self, reason, delay):
        row = self.row()
        self.assertEqual("pending", row.state)
        self.assertIn(reason, row.last_error)
        self.assertIsNone(row.claimed_until)
        self.assertEqual(NOON + delay, row.due)

    def assert_arrives_at(self, at):
        before = self.row().mail_id
        with self.server():
            self.round(at=at)
        self.assertEqual("sent", self.row().state)
        self.assertEqual(f"<{before}>", self.mails()[-1]["Message-ID"])

    def test_a_server_that_is_stopped(self):
        self.queue()
        self.round()
        self.assert_waits("unreachable", minutes(1))
        self.round(at=NOON + minutes(0.5))
        self.assertEqual(1, self.row().attempts)
        self.assert_arrives_at(NOON + minutes(1))

    def test_a_server_that_comes_back_gets_all_within_five_minutes(self):
        self.queue()
        at = NOON
        for _try in range(8):
            self.round(at=at)
            self.assertLessEqual(self.row().due, (at + minutes(5)))
            at += minutes(5)
        self.assert_arrives_at(at)

    def test_a_server_that_is_down_is_not_asked_for_each_mail(self):
        self.queue("customs-xa", "customs-xb", "police-xa")
        self.round()
        self.assertEqual([0, 0, 1], sorted(row.attempts for row in self.rows()))

    def test_answer_451(self):
        self.queue()
        with self.server("defers"):
            self.round()
            self.assert_waits("451 4.3.0 Try again later", minutes(1))
            self.round(at=NOON + minutes(1))
        self.assert_waits("451", minutes(6))
        self.assertEqual([], self.mails())
        self.assert_arrives_at(NOON + minutes(6))

    def test_a_deferred_mail_holds_up_no_other(self):
        self.queue("customs-xa", "customs-xb")
        with self.server("defers"):
            self.round()
        self.assertEqual([1, 1], [row.attempts for row in self.rows()])

    def test_a_server_slower_than_our_patience(self):
        self.queue()
        with self.server("is_slow", seconds=120):
            start = time.monotonic()
            self.round(timeout=1)
            self.assertLess(time.monotonic() - start, 60)
        self.assert_waits("silent", minutes(1))
        self.assert_arrives_at(NOON + minutes(1))

    def test_a_server_that_is_slow_but_answers(self):
        self.queue()
        with self.server("is_slow", seconds=1):
            self.round()
        self.assertEqual("sent", self.row().state)

    def test_a_server_that_breaks_off_after_it_took_the_mail(self):
        self.queue()
        with self.server("drops"):
            self.round()
        self.assert_waits("silent", minutes(1))
        self.assert_arrives_at(NOON + minutes(1))
        first, again = self.mails()
        self.assertEqual(first["Message-ID"], again["Message-ID"])

    def test_a_mailbox_that_does_not_exist_fails_at_once_and_alone(self):
        member = api.user.get(userid="customs-xa")
        member.setMemberProperties({"email": "gone@example.org"})
        self.queue("customs-xa", "customs-xb")
        with self.server():
            self.round()
        self.assertEqual(["failed", "sent"], self.states())
        self.assertEqual("550 5.1.1 No such mailbox", self.rows()[0].last_error)

    def test_a_mail_that_is_refused_for_good(self):
        self.queue()
        with self.server("rejects"):
            self.round()
        self.assertEqual("failed", self.row().state)

    def test_a_reader_without_address(self):
        for user_id, address in (
            ("customs-xa", ""),
            ("customs-xb", "no address"),
            ("police-xa", "a@example.org\nBcc: b@example.org"),
            ("police-xb", "one@example.org, two@example.org"),
        ):
            member = api.user.get(userid=user_id)
            member.setMemberProperties({"email": address})
            self.queue(user_id)
        with self.server():
            self.round()
        self.assertEqual([], self.mails())
        self.assertEqual(
            {("failed", "no_address")},
            {(row.state, row.last_error) for row in self.rows()},
        )

    def test_it_is_given_up_after_three_days(self):
        self.queue()
        with self.server("defers"):
            at, pauses = NOON, []
            while self.row().state == "pending":
                self.round(at=at)
                pauses.append(self.row().due - at)
                at += max(pauses[-1], minutes(1))
        in_minutes = [pause // minutes(1) for pause in pauses[:-1]]
        self.assertEqual([1, 5, 15, 60, 240, 720, 1440, 1440], in_minutes)
        self.assertEqual("failed", self.row().state)
        self.assertIn("451", self.row().last_error)

    def test_without_mail_server_notices_wait(self):
        registry = getUtility(IRegistry)
        registry["plone.email_from_address"] = None
        self.queue()
        self.assertFalse(self.round())
        self.assertEqual(("pending", 0), (self.row().state, self.row().attempts))

    def test_a_kind_that_fails_holds_up_no_other_and_its_words_are_not_logged(self):
        self.kind.broken.add("bad")
        self.queue("customs-xa", reference="bad")
        self.queue("customs-xb", reference="good")
        with self.server(), self.assertLogs("cites.cug.clock") as logged:
            self.round()
        self.assertEqual(["customs-xb"], self.readers())
        self.assertEqual(["pending", "sent"], self.states())
        self.assertEqual("internal", self.rows()[0].last_error)
        self.assertIn("RuntimeError", logged.output[0])
        self.assertNotIn(SECRET, logged.output[0])

    def test_a_kind_that_is_not_there_any_more(self):
        queue_notices("gone", "x", self.group.UID(), ["customs-xa"], at=NOON)
        transaction.commit()
        with self.server():
            self.round()
        row = self.row()
        self.assertEqual(("failed", "unknown_kind"), (row.state, row.last_error))
