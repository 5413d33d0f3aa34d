"""What is known of jobs across processes."""

import tempfile
import unittest
from cites.cug.core.jobs import job_status
from cites.cug.core.jobs.job_status import (
    JobStatus,
    list_jobs,
    list_jobs_of_machine,
    note_failure,
    note_known,
    note_success,
)
from pathlib import Path
from unittest.mock import patch


class JobStatusTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-jobs-")
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name)
        self.enterContext(patch.object(job_status, "data_folder", lambda: self.home))

    def one(self):
        (status,) = list_jobs()
        return status

    def test_nothing_is_known_at_first(self):
        self.assertEqual([], list_jobs())
        note_success("unknown")
        self.assertEqual([], list_jobs())

    def test_failures_are_counted_until_a_success(self):
        note_known("one", 10, 60)
        note_failure("one", "ValueError")
        note_failure("one", "KeyError")
        self.assertEqual((2, "KeyError"), (self.one().failures, self.one().error))
        note_success("one")
        self.assertEqual((0, None), (self.one().failures, self.one().error))

    def test_a_process_that_starts_forgets_nothing(self):
        note_known("one", 10, 60)
        note_success("one")
        before = self.one()
        note_known("one", 20, 60)
        self.assertEqual(before._replace(every=20), self.one())

    def test_of_several_processes_the_one_counts_that_did_it_last(self):
        with patch.object(job_status, "data_folder", lambda: self.home / "first"):
            note_known("one", 10, 60)
        with patch.object(job_status, "data_folder", lambda: self.home / "second"):
            note_known("one", 10, 60)
            note_success("one")
            (status,) = list_jobs_of_machine()
        self.assertIsNotNone(status.succeeded)

    def test_it_is_late_after_two_runs(self):
        status = JobStatus("one", every=100, deadline=50, since=1000)
        self.assertFalse(status.is_late(1300))
        self.assertTrue(status.is_late(1301))
        later = status._replace(succeeded=2000)
        self.assertFalse(later.is_late(2300))
        self.assertTrue(later.is_late(2301))

    def test_only_the_portals_account_reads_it(self):
        note_known("one", 10, 60)
        (file,) = (self.home / "jobs").iterdir()
        self.assertEqual(0, file.stat().st_mode & 0o077)

    def test_a_file_that_cannot_be_read_or_written_fails_nothing(self):
        note_known("one", 10, 60)
        (file,) = (self.home / "jobs").iterdir()
        file.write_text("{")
        self.assertEqual([], list_jobs())
        with patch.object(job_status, "data_folder", lambda: Path("/proc/none")):
            note_known("two", 10, 60)
            self.assertEqual([], list_jobs())
