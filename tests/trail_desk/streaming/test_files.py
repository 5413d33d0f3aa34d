"""The trail in a file: no line is missing and none is there twice."""

import os
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.trail_desk.streaming import delivery, records
from cites.cug.trail_desk.streaming.claims import LEASE, set_position
from tests.core.trail.tree_case import verify
from tests.trail_desk.streaming.case import StreamCase
from unittest.mock import patch


class FileTest(StreamCase):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "trail.jsonl"
        self.configure(stream_file=self.file)
        few = patch.object(records, "BATCH", 10)
        few.start()
        self.addCleanup(few.stop)

    def test_each_event_and_a_checkpoint_a_day_in_the_order_of_the_tree(self):
        self.sealed(25)
        self.run_job()
        self.sealed(2)
        self.later(days=1)
        self.sealed(3)
        self.run_job()
        found = self.file_records(self.file)
        self.assertWhole(found, 30)
        self.assertEqual(0o600, self.file.stat().st_mode & 0o777)
        event = found[0]
        self.assertEqual(
            ("portal.example.org/portal", 1), (event["portal"], event["event"])
        )
        ((actor, target),) = self.rows(
            "SELECT actor, target FROM audit_event WHERE id = 1"
        )
        self.assertEqual((actor, target), (event["actor"], event["target"]))
        self.assertEqual("é 0", event["detail"]["number"])
        notes = [one for one in found if one["action"] == "trail.checkpoint"]
        self.assertEqual([25, 30], [note["size"] for note in notes])
        self.assertEqual([24, 29], [note["position"] for note in notes])
        verifier = verify.Verifier(verifier_keys())
        for note in notes:
            verifier.file("", note["checkpoint"])
        self.assertEqual(([], 2), (verifier.wrong, len(verifier.roots)))

    def killed_in(self, step, *, after):
        """A process that is killed when it has come to a step, or done it."""
        engine(records_url()).dispose()
        child = os.fork()
        if child == 0:
            done = getattr(delivery, step)

            def die(*arguments):
                if after:
                    done(*arguments)
                os._exit(9)

            with patch.object(delivery, step, die):
                self.run_job()
            os._exit(0)
        self.assertEqual(9, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    def test_whoever_is_killed_leaves_no_gap_and_no_double(self):
        for number in range(1, 4):
            self.sealed(23, number)
            for step, after in (("append_portion", True), ("record_delivered", True)):
                self.killed_in(step, after=after)
                # Others wait until it is sure that it does not go on.
                self.run_job()
                self.later(seconds=LEASE.total_seconds() + 1)
            size = self.file.stat().st_size
            # In the middle of a line, and of the checkpoint behind the last one.
            for cut in (1, 17, 800):
                os.truncate(self.file, self.file.stat().st_size - cut)
                self.do("UPDATE audit_stream SET position = 0, leaf = NULL")
                self.run_job()
            self.assertGreaterEqual(self.file.stat().st_size, size)
            self.run_job()
            self.assertWhole(self.file_records(self.file), 23 * number)
        notes = [one for one in self.file_records(self.file) if "checkpoint" in one]
        self.assertEqual(1, len(notes))

    def test_logrotate_may_move_it_away_at_any_time(self):
        self.sealed(15)
        self.run_job()
        moved = self.folder / "trail.jsonl.1"
        (self.folder / "trail.jsonl.2.gz").write_bytes(b"compressed")
        # Written to the end and moved away before that was noted.
        self.sealed(5, 2)
        self.killed_in("record_delivered", after=False)
        self.file.rename(moved)
        self.later(seconds=LEASE.total_seconds() + 1)
        self.sealed(5, 3)
        self.run_job()
        self.assertWhole(self.file_records(moved, self.file), 25)
        self.assertEqual(20, self.file_records(self.file)[0]["position"])

    def test_a_restored_backup_is_told_and_gone_on_from_by_an_operator(self):
        self.sealed(5)
        self.run_job()
        with engine(records_url()).connect() as connection:
            saved = [*connection.connection.driver_connection.iterdump()]
        self.sealed(5, 2)
        self.run_job()
        database = self.folder / "records.sqlite"
        engine(records_url()).dispose()
        for name in self.folder.glob("records.sqlite*"):
            name.unlink()
        with engine(records_url()).connect() as connection:
            raw = connection.connection.driver_connection
            raw.executescript("".join(saved))
        self.assertTrue(database.exists())
        self.sealed(3, 3)
        self.run_job()
        self.assertEqual((5, "ahead", False), self.stream())
        self.assertEqual(10, self.file_records(self.file)[-1]["position"] + 1)
        set_position("file", 5, self.now)
        self.run_job()
        self.assertEqual((8, None, False), self.stream())
        positions = [one["position"] for one in self.file_records(self.file)]
        self.assertEqual([5, 6, 7], positions[-3:])

    def test_what_is_not_written_by_the_portal_is_left_alone(self):
        self.sealed(3)
        self.file.write_text("not written by this portal\n")
        self.run_job()
        self.assertEqual((0, "foreign", False), self.stream())
        self.assertEqual("not written by this portal\n", self.file.read_text())

    def test_where_it_cannot_be_written_nothing_is_lost(self):
        self.configure(stream_file=self.folder / "missing" / "file")
        self.sealed(3)
        self.run_job()
        self.assertEqual((0, "unwritable", False), self.stream())
        self.configure(stream_file=self.file)
        self.run_job()
        self.assertFalse(self.file.exists(), "it pauses")
        self.later(minutes=1)
        self.run_job()
        self.assertWhole(self.file_records(self.file), 3)

    def test_contents_that_are_not_there_any_more_leave_no_gap(self):
        self.sealed(4)
        self.do("DELETE FROM audit_event WHERE id = 2")
        self.do("UPDATE audit_event SET detail = '[1' WHERE id = 3")
        self.run_job()
        found = self.file_records(self.file)
        self.assertWhole(found, 4)
        actions = [one["action"] for one in found[:4]]
        self.assertEqual(2 * ["trail.missing"], actions[1:3])
        self.assertEqual({"portal", "position", "event", "leaf", "action"}, {*found[1]})

    def test_a_rewritten_trail_is_not_streamed(self):
        self.sealed(12)
        self.run_job()
        self.sealed(3, 2)
        self.do("UPDATE audit_leaf SET hash = x'00' WHERE position = 11")
        self.run_job()
        self.assertEqual((12, "ahead", False), self.stream())
        self.do("DELETE FROM audit_leaf WHERE position = 12")
        self.do("UPDATE audit_stream SET leaf = NULL")
        self.file.unlink()
        self.later(minutes=1)
        self.run_job()
        self.assertEqual((12, "gap", False), self.stream())
