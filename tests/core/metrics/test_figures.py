"""What a process counts of its requests."""

import unittest
from cites.cug.core.metrics.figures import MeasuredRequest, note_kind, REGISTRY


KIND = "tests.page"


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


class MeasuredRequestTest(unittest.TestCase):
    def test_it_counts_by_kind_and_status(self):
        before = value("cug_requests_total", kind=KIND, status="200")
        waits = value("cug_request_wait_seconds_count")
        environ = {}
        measured = MeasuredRequest(environ, waited=0.3)
        self.assertEqual(1, value("cug_requests_under_way"))
        note_kind({**environ}, KIND)
        measured.end(200)
        self.assertEqual(0, value("cug_requests_under_way"))
        after = value("cug_requests_total", kind=KIND, status="200")
        self.assertEqual(before + 1, after)
        self.assertEqual(waits + 1, value("cug_request_wait_seconds_count"))
        self.assertGreaterEqual(value("cug_request_seconds_count", kind=KIND), 1)

    def test_a_request_that_is_not_measured_is_let_through(self):
        environ: dict = {}
        note_kind(environ, KIND)
        self.assertEqual({}, environ)

    def test_memory_and_files_of_the_process(self):
        self.assertGreater(value("process_resident_memory_bytes"), 2**20)
        self.assertGreater(value("process_open_fds"), 1)
