"""Events are sealed in batches, each of them once and none left out."""

import os
from cites.cug.core.encryption.keys import KeyTrouble
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail import sealing
from cites.cug.core.trail.notes import open_note
from cites.cug.core.trail.sealing import BATCH, RewrittenTrail, seal_waiting
from sqlalchemy import event
from tests.core.trail.tree_case import NOON, TreeCase
from unittest.mock import patch


LEAVES = "SELECT position, event_id FROM audit_leaf ORDER BY position"
WAITING = "SELECT event_id FROM audit_unsealed"


class SealingTest(TreeCase):
    def test_what_was_written_is_sealed_in_batches_and_signed(self):
        self.write(BATCH + 20)
        self.assertTrue(seal_waiting(NOON))
        self.assertFalse(seal_waiting(NOON))
        self.assertEqual([(n, n + 1) for n in range(BATCH + 20)], self.rows(LEAVES))
        self.assertEqual([], self.rows(WAITING))
        sizes = self.rows("SELECT size, note FROM audit_checkpoint ORDER BY size")
        self.assertEqual([BATCH, BATCH + 20], [size for size, _note in sizes])
        for size, note in sizes:
            signed = open_note(note)
            self.assertEqual(
                (size, NOON, "portal.example.org/portal"),
                (signed.size, signed.time, signed.origin),
            )
        outcome = self.check()
        self.assertEqual([], outcome.findings)
        self.assertEqual((BATCH + 20, BATCH + 20), (outcome.size, outcome.checked))
        self.assertEqual(signed.root, outcome.root)
        self.assertFalse(seal_waiting(NOON))

    def test_it_costs_as_much_however_long_the_trail_is(self):
        self.write(BATCH)
        self.seal()
        plans = []

        def explain(_connection, cursor, statement, values, *_more):
            if "FROM audit_event JOIN" in statement:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                plans.append([row[-1] for row in cursor.fetchall()])

        records = engine(records_url())
        event.listen(records, "before_cursor_execute", explain)
        self.addCleanup(event.remove, records, "before_cursor_execute", explain)
        self.write(3, seed=2)
        self.seal()
        (plan, *_others) = plans
        self.assertEqual("SCAN audit_unsealed", plan[0])
        self.assertTrue(plan[1].startswith("SEARCH audit_event USING INTEGER"), plan)
        self.assertEqual((True, BATCH + 3), (self.check().is_whole, self.check().size))

    def test_an_event_that_is_committed_late_is_not_left_out(self):
        self.write(3)
        self.do("DELETE FROM audit_event WHERE id = 2")
        self.do("DELETE FROM audit_unsealed WHERE event_id = 2")
        self.seal()
        self.do(
            "INSERT INTO audit_event (id, time, actor, action, target, detail) VALUES"
            " (2, '2026-11-26 12:00:01.000000', 'late', 'login', '/portal', '{}')"
        )
        self.seal()
        self.assertEqual([(0, 1), (1, 3), (2, 2)], self.rows(LEAVES))
        self.assertTrue(self.check().is_whole)

    def test_whoever_is_killed_while_sealing_leaves_no_gap(self):
        self.write(700)
        for step in ("size_of", "sign", "delete"):
            engine(records_url()).dispose()
            child = os.fork()
            if child == 0:
                with patch.object(sealing, step, lambda *_arguments: os._exit(9)):
                    seal_waiting(NOON)
                os._exit(0)
            self.assertEqual(9, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), step)
            self.assertEqual([], self.rows(LEAVES))
        self.seal()
        outcome = self.check()
        self.assertEqual((True, 700), (outcome.is_whole, outcome.size))

    def test_what_another_process_has_sealed_meanwhile_is_left_alone(self):
        self.write(5)
        done = sealing._waiting

        def waiting(connection):
            rows = done(connection)
            with patch.object(sealing, "_waiting", done):
                seal_waiting(NOON)
            return rows

        with patch.object(sealing, "_waiting", waiting):
            seal_waiting(NOON)
        self.assertEqual((True, 5), (self.check().is_whole, self.check().size))

    def test_without_a_key_nothing_is_sealed_and_nothing_is_lost(self):
        self.write(1)
        keys = self.folder / "keys"
        words = keys.read_text()
        keys.write_text("\n".join(words.split()[:-1]))
        with self.assertRaises(KeyTrouble):
            seal_waiting()
        keys.write_text(words)
        self.seal()
        self.assertEqual(1, self.check().size)

    def test_what_was_rewritten_is_not_signed(self):
        self.write(3)
        self.seal()
        self.write(1)
        for statement in (
            "UPDATE audit_leaf SET hash = x'00' WHERE position = 1",
            "UPDATE audit_checkpoint SET note = replace(note, 'example', 'other')",
            "DELETE FROM audit_checkpoint",
        ):
            self.do(statement)
            with self.assertRaises(RewrittenTrail):
                seal_waiting()
            self.assertEqual(3, self.rows("SELECT count(*) FROM audit_leaf")[0][0])

    def test_deleting_the_newest_event_stops_nobody_and_is_found(self):
        """Its number is given to no other, sealed or not."""
        self.write(3)
        self.seal()
        self.do("DELETE FROM audit_event WHERE id = 3")
        self.write(2, seed=2)
        self.do("DELETE FROM audit_event WHERE id = 5")
        self.write(1, seed=3)
        self.seal()
        self.assertEqual([(0, 1), (1, 2), (2, 3), (3, 4), (4, 6)], self.rows(LEAVES))
        found = [
            "event 3 was removed since it was sealed",
            "event 5 was removed before it was sealed",
        ]
        self.assertEqual(found, self.told())
        # Once everything is deleted, too.
        self.do("DELETE FROM audit_event")
        self.write(1, seed=4)
        self.assertEqual([(5,), (7,)], self.rows(WAITING))

    def test_an_event_in_the_place_of_a_deleted_one_is_not_sealed(self):
        self.write(3)
        self.seal()
        self.do("DELETE FROM audit_event WHERE id = 3")
        self.do(
            "INSERT INTO audit_event (id, time, actor, action, target, detail) VALUES"
            " (3, '2026-11-26 12:00:01.000000', 'other', 'login', '/portal', '{}')"
        )
        self.write(1, seed=2)
        with self.assertRaises(RewrittenTrail) as caught:
            seal_waiting(NOON)
        # Nothing of the salts is told to a log.
        self.assertTrue(caught.exception.__suppress_context__)
        self.assertEqual(3, self.rows("SELECT count(*) FROM audit_leaf")[0][0])
        self.assertEqual([(3,), (4,)], self.rows(WAITING))
        self.assertIn("event 3 was changed since it was sealed", self.told())
