"""What a process that died has left is applied once and in order, or shown."""

import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.journal import find_journal, need_journal, new_entry
from cites.cug.core.sql.replay import (
    apply_left,
    apply_requests,
    FailedEntry,
    forget_keys,
    KEPT,
    left_entries,
    remove_applied,
    SETTLED,
    skip_entry,
)
from cites.cug.core.sql.session import (
    AppliedEntry,
    autonomous_transaction,
    engine,
    note_request,
    PATIENCE,
    RecordsBusy,
    session,
    SQLITE_LOCK,
    write_session,
)
from cites.cug.library.items.read_marks import ReadMark
from contextlib import contextmanager
from datetime import datetime, timedelta, UTC
from itertools import count
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import OperationalError
from tests.core.sql.dying import dying_after_content
from tests.core.sql.test_journal import JournalCase, mark, vars_of
from unittest.mock import patch
from ZODB.POSException import ConflictError


#: Applied keys stay from test to test.
NUMBERS = count(1)


@contextmanager
def impatient():
    """As ``autonomous_transaction``, but waits for a moment only."""
    with engine(records_url()).connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        try:
            connection.exec_driver_sql(SQLITE_LOCK)
            yield connection
            connection.commit()
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE}")


class ReplayCase(JournalCase):
    def setUp(self):
        super().setUp()
        self.titles = iter(range(1000))

    def write(self, *items, requests=()):
        """A transaction that writes to both; the process dies before SQL is committed."""
        with dying_after_content():
            self.change_content(f"title {next(self.titles)}")
            for item in items:
                session().add(mark(item))
            for digest in requests:
                note_request(write_session(), digest)
            transaction.commit()
        transaction.begin()

    def rename(self, old, new):
        with dying_after_content():
            self.change_content(f"title {next(self.titles)}")
            change = update(ReadMark).where(ReadMark.item_uid == old)
            write_session().execute(change.values(item_uid=new))
            transaction.commit()
        transaction.begin()

    def rows(self, kind):
        with autonomous_transaction() as connection:
            return connection.execute(select(kind.__table__)).all()


class ApplyTest(ReplayCase):
    def test_what_was_left_is_applied_once(self):
        self.write("one", "two")
        self.assertEqual(set(), self.marks())
        self.assertEqual(1, apply_left(self.root))
        self.assertEqual({"one", "two"}, self.marks())
        with autonomous_transaction() as connection:
            connection.execute(delete(ReadMark.__table__))
        self.assertEqual(0, apply_left(self.root))
        self.assertEqual(set(), self.marks())

    def test_nothing_is_left_in_normal_operation(self):
        self.change_content()
        session().add(mark("normal"))
        transaction.commit()
        self.assertEqual([], left_entries(self.root))

    def test_in_the_order_of_the_content(self):
        self.write("first")
        for number in range(20):
            self.rename("first" if number == 0 else f"{number - 1}", f"{number}")
        self.assertEqual(21, apply_left(self.root))
        self.assertEqual({"19"}, self.marks())

    def test_a_process_that_dies_while_it_applies_has_applied_nothing(self):
        self.write("one")
        real = Connection.exec_driver_sql

        def die(connection, sql, *arguments):
            done = real(connection, sql, *arguments)
            if "library_reading" in sql:
                raise SystemExit
            return done

        with (
            patch.object(Connection, "exec_driver_sql", die),
            self.assertRaises(SystemExit),
        ):
            apply_left(self.root)
        self.assertEqual(set(), self.marks())
        self.assertEqual(1, apply_left(self.root))
        self.assertEqual({"one"}, self.marks())

    def test_who_is_between_both_commits_is_waited_for(self):
        """His transaction holds the key until it ends: nothing is written twice."""
        seen = []

        def look(voter, _transaction):
            if voter.tx is not None:
                seen.append(len(left_entries(self.root)))
                with (
                    patch("cites.cug.core.sql.replay.autonomous_transaction", impatient),
                    self.assertRaises(RecordsBusy),
                ):
                    apply_left(self.root)
                voter.tx.commit()
                voter._finish("committed")

        with patch("cites.cug.core.sql.session.RecordsVote.tpc_finish", look):
            self.change_content()
            session().add(mark("under-way"))
            transaction.commit()
        self.assertEqual([1], seen)
        self.assertEqual([], left_entries(self.root))
        self.assertEqual({"under-way"}, self.marks())

    def test_what_a_request_left_is_applied_by_its_digest(self):
        self.assertFalse(apply_requests(self.root, ["aa01"]))
        self.write("by-request", requests=["aa01"])
        self.assertFalse(apply_requests(self.root, ["aa02"]))
        self.assertEqual(set(), self.marks())
        self.assertTrue(apply_requests(self.root, ["aa02", "aa01"]))
        self.assertEqual({"by-request"}, self.marks())
        self.assertTrue(apply_requests(self.root, ["aa01"]))

    def test_a_request_is_done_in_one_of_two_processes(self):
        other = self.layer["zodbDB"].open(transaction.TransactionManager())
        self.addCleanup(other.close)
        manager = other.transaction_manager
        self.write("one", requests=["aa00", "aa01"])
        manager.begin()
        need_journal(other.root()).add(new_entry([], "sqlite"), ["aa03"])
        self.write("two", requests=["aa03"])
        with self.assertRaises(ConflictError):
            manager.commit()
        manager.abort()


class FailureTest(ReplayCase):
    def make_failing(self):
        """An entry that cannot be applied, because its row is there."""
        self.write("taken")
        with autonomous_transaction() as connection:
            row = {**vars_of("taken"), "user_id": "customs-xa"}
            connection.execute(ReadMark.__table__.insert(), row)
        return left_entries(self.root)[0].key

    def test_it_is_shown_and_stops_nothing(self):
        key = self.make_failing()
        self.write("after")
        with self.assertLogs("cites.cug.sql", "ERROR") as logged:
            self.assertEqual(1, apply_left(self.root))
        self.assertIn("after", self.marks())
        (failed,) = self.rows(FailedEntry)
        self.assertEqual((key, 1), (failed.key, failed.attempts))
        self.assertIn("UNIQUE constraint failed", failed.reason)
        self.assertNotIn("customs-xa", failed.reason + str(logged.output))

    def test_it_is_tried_again_but_not_all_the_time(self):
        self.make_failing()
        for again, attempts in ((False, 1), (False, 1), (True, 2), (True, 3)):
            apply_left(self.root, again=again)
            self.assertEqual(attempts, self.rows(FailedEntry)[0].attempts)
        old = datetime.now(UTC) - timedelta(hours=1)
        with autonomous_transaction() as connection:
            connection.execute(update(FailedEntry.__table__).values(at=old))
        apply_left(self.root)
        self.assertEqual(4, self.rows(FailedEntry)[0].attempts)

    def test_once_it_can_be_applied_nothing_is_said_of_it(self):
        self.make_failing()
        apply_left(self.root)
        with autonomous_transaction() as connection:
            connection.execute(delete(ReadMark.__table__))
        self.assertEqual(1, apply_left(self.root, again=True))
        self.assertEqual([], self.rows(FailedEntry))

    def test_a_clock_that_was_ahead_delays_no_try(self):
        self.make_failing()
        ahead = datetime.now(UTC) + timedelta(days=2)
        apply_left(self.root)
        with autonomous_transaction() as connection:
            connection.execute(update(FailedEntry.__table__).values(at=ahead))
            connection.execute(delete(ReadMark.__table__))
        self.assertEqual(1, apply_left(self.root))

    def test_it_can_be_skipped(self):
        key = self.make_failing()
        apply_left(self.root)
        self.assertTrue(skip_entry(self.root, key))
        self.assertEqual([], left_entries(self.root))
        self.assertEqual([], self.rows(FailedEntry))
        self.assertFalse(skip_entry(self.root, key))
        self.assertFalse(skip_entry(self.root, "0" * 32))

    def test_a_database_that_is_away_is_not_the_fault_of_an_entry(self):
        self.write("one")
        gone = OperationalError("INSERT", {}, OSError(), connection_invalidated=True)
        with (
            patch("cites.cug.core.sql.replay.apply_entry", side_effect=gone),
            self.assertRaises(OperationalError),
        ):
            apply_left(self.root)
        self.assertEqual([], self.rows(FailedEntry))


class RemovalTest(ReplayCase):
    def setUp(self):
        super().setUp()
        remove_applied(self.root)
        transaction.commit()
        self.before = self.keys()

    def into_one_box(self):
        """Entries whose keys begin alike."""
        return patch(
            "cites.cug.core.sql.journal.secrets.token_hex",
            side_effect=(f"{7:02x}{number:030x}" for number in NUMBERS),
        )

    def statements(self):
        return [entry.statements for entry in self.new_entries()]

    def test_applied_entries_go_and_others_stay(self):
        with self.into_one_box():
            self.write("a")
            self.write("b")
            apply_left(self.root)
            self.write("left")
        remove_applied(self.root)
        transaction.commit()
        self.assertEqual(1, len(left_entries(self.root)))
        # The first of the box is empty, but there.
        self.assertEqual(2, len(self.new_entries()))
        self.assertEqual(1, sum(not found for found in self.statements()))
        self.assertEqual(1, apply_left(self.root))
        self.assertEqual({"a", "b", "left"}, self.marks())

    def test_nobody_who_writes_meanwhile_has_to_try_again(self):
        with self.into_one_box():
            for item in "abc":
                self.write(item)
            apply_left(self.root)
            other = self.layer["zodbDB"].open(transaction.TransactionManager())
            self.addCleanup(other.close)
            manager = other.transaction_manager
            manager.begin()
            remove_applied(other.root())
            self.write("d")
            manager.commit()
            transaction.begin()
        self.assertEqual(2, len(self.new_entries()))
        self.assertEqual(1, apply_left(self.root))

    def test_keys_outlive_their_entries_by_a_day(self):
        with self.into_one_box():
            self.write("a")
            self.write("b")
        apply_left(self.root)
        first, second = sorted(self.keys() - self.before)
        remove_applied(self.root)
        transaction.commit()
        now = datetime.now(UTC)
        for later, gone in (
            (timedelta(), set()),
            (SETTLED * 2, set()),
            (KEPT, set()),
            (SETTLED * 3 + KEPT, {second}),
        ):
            forget_keys(self.root, now + later)
            there = {row.key for row in self.rows(AppliedEntry)}
            self.assertEqual(gone, {first, second} - there, later)
        self.assertEqual([], left_entries(self.root))

    def test_requests_go_with_their_entries(self):
        digests = [f"ab0{number}" for number in range(3)]
        for digest in digests:
            self.write(digest, requests=[digest])
        journal = find_journal(self.root)
        remove_applied(self.root)
        self.assertTrue(all(map(journal.find_request, digests)))
        apply_left(self.root)
        remove_applied(self.root)
        transaction.commit()
        # The first of the box stays, and leads to nothing.
        known = [journal.find_request(digest) is not None for digest in digests]
        self.assertEqual([True, False, False], known)
        self.assertTrue(apply_requests(self.root, digests))
        self.assertEqual(set(digests), self.marks())

    def test_there_may_be_no_journal(self):
        self.assertFalse(apply_requests({}, ["aa00"]))
        self.assertEqual([], left_entries({}))
        self.assertEqual(0, apply_left({}))
        self.assertEqual(0, remove_applied({}))
        self.assertIsNone(find_journal({}))
        forget_keys({}, datetime.now(UTC) - timedelta(days=30))


class BatchTest(ReplayCase):
    def test_many_keys_are_asked_for_in_portions(self):
        for number in range(5):
            self.write(f"item-{number}")
        with patch("cites.cug.core.sql.replay.AT_A_TIME", 2):
            self.assertEqual(5, len(left_entries(self.root)))
            self.assertEqual(5, apply_left(self.root))
        self.assertEqual(5, len(self.marks()))
