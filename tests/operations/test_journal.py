"""The journal is applied and emptied by the clock, and told about by `bin/cug`."""

import transaction
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.journal import (
    apply_all,
    ApplyJournal,
    EmptyJournal,
    find_left,
    try_again,
)
from cites.cug.sql.replay import apply_left, left_entries
from datetime import timedelta
from tests.sql.test_replay import ReplayCase
from unittest.mock import patch


class JobsTest(ReplayCase):
    def test_what_is_left_is_applied_but_not_at_once(self):
        self.write("left")
        job = ApplyJournal()
        job.run()
        self.assertEqual(set(), self.marks())
        with patch("cites.cug.operations.journal.UNDER_WAY", 0):
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

    def test_what_is_on_its_way_is_no_fault(self):
        self.write("left")
        self.assertEqual([], self.faults())
        (late,) = find_left(self.root, late=timedelta())
        self.assertIn("waits since", late.words)

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

    def test_it_can_be_skipped(self):
        key = self.make_failing()
        self.assertEqual(1, len([*try_again(self.root)]))
        self.assertEqual([], [*try_again(self.root, skip=key)])
        self.assertEqual([], self.faults())
        (said,) = try_again(self.root, skip=key)
        self.assertIn("is not left", said.words)

    def test_no_schema_is_changed_before_all_is_applied(self):
        self.write("left")
        apply_all(self.root)
        self.assertEqual({"left"}, self.marks())
        self.make_failing()
        with self.assertRaises(OperationFailed) as refused:
            apply_all(self.root)
        self.assertIn("--skip", str(refused.exception))
        transaction.abort()
