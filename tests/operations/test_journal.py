"""The journal is applied and emptied by the clock, and told about by `bin/cug`."""

import transaction
from cites.cug.core.sql.replay import (
    apply_left,
    forget_keys,
    left_entries,
    remove_applied,
)
from cites.cug.core.sql.session import (
    AppliedEntry,
    autonomous_transaction,
    read_connection,
    RecordsBusy,
)
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.journal import (
    apply_all,
    ApplyJournal,
    EmptyJournal,
    find_left,
    find_older,
    try_again,
    wait_for_clock,
)
from cites.cug.operations.readiness import check_journal, check_stores
from cites.cug.operations.start import check_same_time, NotReady
from datetime import datetime, timedelta, UTC
from sqlalchemy import insert, text
from tests.core.sql.test_replay import ReplayCase
from time import time
from unittest.mock import patch


class JobsTest(ReplayCase):
    def test_what_was_left_when_it_looked_before_is_applied(self):
        self.write("left")
        job = ApplyJournal()
        job.run()
        self.assertEqual(set(), self.marks())
        self.write("may be on its way")
        job.run()
        self.assertEqual({"left"}, self.marks())
        job.run()
        self.assertEqual({"left", "may be on its way"}, self.marks())

    def test_what_was_written_while_the_clock_was_ahead_is_applied_as_well(self):
        with patch("time.time", return_value=time() + 86400):
            self.write("ahead")
        self.write("behind it")
        self.assertGreater(left_entries(self.root)[0].written.timestamp(), time())
        job = ApplyJournal()
        job.run()
        job.run()
        self.assertEqual({"ahead", "behind it"}, self.marks())

    def test_it_tells_that_it_could_not(self):
        self.write("left")
        job = ApplyJournal()
        job.run()
        with (
            patch("cites.cug.core.sql.replay.apply_entry", side_effect=RecordsBusy),
            self.assertRaises(RecordsBusy),
        ):
            job.run()
        job.run()
        self.assertEqual({"left"}, self.marks())

    def test_what_is_applied_is_emptied(self):
        self.write("left")
        apply_left(self.root)
        EmptyJournal().run()
        self.assertEqual([()], [entry.statements for entry in self.new_entries()])


class ToldTest(ReplayCase):
    def faults(self):
        return [str(fault) for fault in find_left(self.root)]

    def test_what_no_clock_applies_is_a_fault(self):
        with patch("time.time", return_value=time() + 86400):
            self.write("left")
        with patch("cites.cug.operations.journal.LATE", 0):
            wait_for_clock(self.root)
        (said,) = self.faults()
        self.assertIn("waits since", said)

    def test_what_is_on_its_way_is_waited_for(self):
        self.write("left")
        with patch("cites.cug.operations.journal.sleep", lambda _: apply_left(self.root)):
            wait_for_clock(self.root)
        self.assertEqual([], self.faults())

    def make_failing(self):
        self.write("taken")
        self.write("taken")
        apply_left(self.root)
        return left_entries(self.root)[0].key

    def test_what_cannot_be_applied_is_one(self):
        key = self.make_failing()
        (said,) = self.faults()
        self.assertIn(f"journal entry {key}: cannot be applied, tried 1 times", said)
        self.assertIn("UNIQUE constraint failed", said)
        (trouble,) = check_journal(read_connection)
        self.assertEqual(("journal", False), (trouble.place, trouble.stops))
        self.assertIn("records do not have: 1.", trouble.in_words())

    def test_it_can_be_skipped(self):
        key = self.make_failing()
        self.assertEqual(1, len([*try_again(self.root)]))
        self.assertEqual([], [*try_again(self.root, skip=key)])
        self.assertEqual([], self.faults())
        self.assertEqual([], [*check_journal(read_connection)])
        (said,) = try_again(self.root, skip=key)
        self.assertIn("is not left", said.words)

    def test_what_waits_for_others_is_told_as_well(self):
        self.write("left")
        with patch("cites.cug.core.sql.replay.apply_entry", side_effect=RecordsBusy):
            (said,) = try_again(self.root)
        self.assertIn("waits since", said.words)

    def test_no_schema_is_changed_before_all_is_applied(self):
        self.write("left")
        apply_all(self.root)
        self.assertEqual({"left"}, self.marks())
        self.make_failing()
        with self.assertRaises(OperationFailed) as refused:
            apply_all(self.root)
        self.assertIn("--skip", str(refused.exception))
        transaction.abort()


class EarlierTimeTest(ReplayCase):
    """One of the stores is put back from a backup without the other."""

    def faults(self):
        transaction.begin()
        return [str(fault) for fault in find_older(self.root)]

    def places(self):
        return [trouble.place for trouble in check_stores(self.layer["portal"])]

    def test_records_are_older_than_content_until_that_is_accepted(self):
        self.write("first")
        self.assertEqual([], self.faults())
        apply_left(self.root)
        remove_applied(self.root)
        transaction.commit()
        self.assertEqual([], self.faults())
        self.assertEqual([], self.places())
        check_same_time(self.root)
        with autonomous_transaction() as connection:
            connection.execute(text("DELETE FROM journal_applied"))
            connection.execute(text("DELETE FROM journal_forgotten"))
        (fault,) = self.faults()
        self.assertIn("records: of an earlier time", fault)
        self.assertEqual(["stores"], self.places())
        with self.assertRaises(NotReady) as refused:
            check_same_time(self.root)
        self.assertIn("bin/cug journal --accept", str(refused.exception))
        self.assertEqual([], list(try_again(self.root, accept=True)))
        self.assertEqual([], self.faults())

    def test_content_is_older_than_records(self):
        self.write("first")
        apply_left(self.root)
        with autonomous_transaction() as connection:
            row = {"key": "later", "at": datetime.now(UTC)}
            connection.execute(insert(AppliedEntry.__table__), row)
        self.assertEqual(
            ["content: of an earlier time: 1 changes are in the other store alone"],
            self.faults(),
        )
        self.assertEqual([], list(try_again(self.root, accept=True)))
        self.assertEqual([], self.faults())

    def test_keys_that_are_deleted_count(self):
        for mark in ("first", "second"):
            self.write(mark)
        apply_left(self.root)
        remove_applied(self.root)
        transaction.commit()
        now = datetime.now(UTC)
        for days in (2, 4):
            forget_keys(self.root, now + timedelta(days=days))
        self.assertEqual([], self.faults())
