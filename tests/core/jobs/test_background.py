"""Work that a process waits for before it ends."""

import time
import unittest
from cites.cug.core.jobs.background import begin, wait_for_background
from threading import Event


class BackgroundTest(unittest.TestCase):
    def setUp(self):
        self.may_end, self.ended = Event(), Event()
        self.addCleanup(wait_for_background, 60)
        self.addCleanup(self.may_end.set)

    def work(self, seconds):
        def work(_ending):
            self.may_end.wait(seconds)
            self.ended.set()

        return work

    def test_it_is_waited_for(self):
        begin("tests", self.work(0.5))
        with self.assertNoLogs("cites.cug.clock"):
            wait_for_background(60)
        self.assertTrue(self.ended.is_set())

    def test_what_takes_longer_is_named(self):
        begin("tests of patience", self.work(60))
        start = time.monotonic()
        with self.assertLogs("cites.cug.clock", "WARNING") as logged:
            wait_for_background(0.2)
        self.assertLess(time.monotonic() - start, 30)
        (said,) = logged.records
        self.assertIn("tests of patience", said.getMessage())
        self.assertFalse(self.ended.is_set())

    def test_it_is_told_to_come_to_its_end(self):
        begin("tests", lambda ending: self.ended.set() if ending.wait(60) else None)
        start = time.monotonic()
        wait_for_background(60)
        self.assertTrue(self.ended.is_set())
        self.assertLess(time.monotonic() - start, 30)

    def test_there_may_be_nothing_to_wait_for(self):
        with self.assertNoLogs("cites.cug.clock"):
            wait_for_background(-1)
