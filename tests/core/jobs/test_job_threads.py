"""The clock's threads."""

import tempfile
import time
import unittest
from App.config import getConfiguration
from cites.cug.core.jobs import job_status, job_threads
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.jobs.job_status import list_jobs
from cites.cug.core.jobs.job_threads import Clock, is_ending, start_clock, stop_clock
from cites.cug.core.settings.deployment import SECTION
from cites.cug.demo.testing import CUG_FUNCTIONAL
from pathlib import Path
from threading import Event, Timer
from unittest.mock import patch
from zope.interface import implementer
from zope.processlifetime import ProcessStarting


@implementer(IClockJob)
class Job:
    def __init__(self, every=0.02, answer=False, fails=False):
        self.every, self.answer, self.fails = every, answer, fails
        self.runs, self.ran = 0, Event()

    def run(self):
        self.runs += 1
        if self.runs >= 3:
            self.ran.set()
        if self.fails:
            raise ValueError
        return self.answer


@implementer(IClockJob)
class Hanging:
    """Its first run does not end, or none does, until it is told to."""

    every = 0.02
    deadline = 0.2

    def __init__(self, always=False):
        self.always, self.runs = always, 0
        self.end, self.ran_again = Event(), Event()

    def run(self):
        self.runs += 1
        if self.runs == 1 or self.always:
            self.end.wait(60)
        else:
            self.ran_again.set()


@implementer(IClockJob)
class Working:
    """Does one thing after the other, as long as it may."""

    every = 3600

    def __init__(self):
        self.done, self.ended = 0, Event()

    def run(self):
        while not is_ending():
            self.done += 1
            time.sleep(0.02)
        self.ended.set()


class ThreadTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-jobs-")
        self.addCleanup(folder.cleanup)
        home = Path(folder.name)
        self.enterContext(patch.object(job_status, "data_folder", lambda: home))
        # Not the portal's own, which would do their work meanwhile.
        self.jobs = {}
        own = patch.object(
            job_threads, "getUtilitiesFor", lambda _kind: self.jobs.items()
        )
        self.enterContext(own)

    def status(self, name):
        return next(one for one in list_jobs() if one.name == name)

    def wait_for(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def add(self, name, job):
        self.jobs[name] = job
        return job

    def start(self):
        clock = Clock()
        clock.start()
        self.addCleanup(clock.stop, 5)
        return clock

    def test_it_runs_each_job_again_and_again_until_it_is_stopped(self):
        jobs = [self.add("tests.one", Job()), self.add("tests.two", Job())]
        clock = self.start()
        for job in jobs:
            self.assertTrue(job.ran.wait(60))
        clock.stop(60)
        runs = [job.runs for job in jobs]
        time.sleep(0.2)
        self.assertEqual(runs, [job.runs for job in jobs])

    def test_a_job_that_fails_is_run_again(self):
        job = self.add("tests.fails", Job(fails=True))
        with self.assertLogs("cites.cug.clock", "ERROR"):
            self.start()
            self.assertTrue(job.ran.wait(60))

    def test_where_more_is_waiting_there_is_no_pause(self):
        job = self.add("tests.more", Job(every=60, answer=True))
        with patch.object(job_threads.random, "uniform", lambda *_range: 0):
            start = time.monotonic()
            self.start()
            self.assertTrue(job.ran.wait(60))
        self.assertLess(time.monotonic() - start, 60)

    def test_a_long_pause_does_not_keep_the_process(self):
        self.add("tests.rare", Job(every=3600))
        start = time.monotonic()
        self.start().stop(60)
        self.assertLess(time.monotonic() - start, 60)

    def test_a_run_is_waited_for_or_named(self):
        short, long = Hanging(always=True), Hanging(always=True)
        long.deadline = short.deadline = 60
        self.addCleanup(long.end.set)
        self.add("tests.short", short)
        self.add("tests.long", long)
        clock = self.start()
        self.wait_for(lambda: short.runs and long.runs)
        Timer(0.1, short.end.set).start()
        with self.assertLogs("cites.cug.clock", "WARNING") as logged:
            clock.stop(5)
        (said,) = logged.records
        self.assertIn("tests.long", said.getMessage())

    def test_a_run_knows_when_to_end(self):
        self.assertFalse(is_ending())
        job = self.add("tests.working", Working())
        job.every = 0
        clock = self.start()
        self.wait_for(lambda: job.done)
        self.assertFalse(job.ended.is_set())
        with self.assertNoLogs("cites.cug.clock"):
            clock.stop(60)
        self.assertTrue(job.ended.is_set())
        self.assertFalse(is_ending())

    def test_how_runs_end_is_known(self):
        self.add("tests.good", Job())
        self.add("tests.bad", Job(fails=True))
        start = time.time()
        with self.assertLogs("cites.cug.clock", "ERROR"):
            self.start()
            self.wait_for(lambda: self.status("tests.bad").failures >= 2)
            self.wait_for(lambda: self.status("tests.good").succeeded)
        good, bad = self.status("tests.good"), self.status("tests.bad")
        self.assertGreater(good.succeeded, start)
        self.assertEqual((0, None), (good.failures, good.error))
        self.assertEqual((None, "ValueError"), (bad.succeeded, bad.error))
        self.assertFalse(bad.is_late(start))
        self.assertTrue(bad.is_late(start + 3600))

    def test_a_run_that_hangs_is_reported_and_the_job_and_others_go_on(self):
        hanging, other = self.add("tests.hangs", Hanging()), self.add("tests.o", Job())
        self.addCleanup(hanging.end.set)
        with (
            patch.object(job_threads, "WATCH", 0.05),
            self.assertLogs("cites.cug.clock", "ERROR") as logged,
        ):
            self.start()
            self.assertTrue(hanging.ran_again.wait(60))
            before = other.runs
            self.wait_for(lambda: other.runs > before)
        self.assertIn("tests.hangs hangs", logged.output[0])
        self.wait_for(lambda: self.status("tests.hangs").succeeded)

    def test_a_job_that_always_hangs_does_not_fill_the_process(self):
        hanging = self.add("tests.hangs", Hanging(always=True))
        self.addCleanup(hanging.end.set)
        with (
            patch.object(job_threads, "WATCH", 0.05),
            self.assertLogs("cites.cug.clock", "ERROR"),
        ):
            clock = self.start()
            self.wait_for(lambda: hanging.runs == job_threads.MOST_HANGING)
            time.sleep(1)
        self.assertEqual(job_threads.MOST_HANGING, hanging.runs)
        self.assertEqual("hangs", self.status("tests.hangs").error)
        hanging.end.set()
        clock.stop(60)

    def test_the_process_starts_it_where_it_is_told_to_and_stops_it(self):
        settings = getConfiguration().product_config[SECTION]
        with patch.object(job_threads, "Clock") as clock:
            with patch.dict(settings, clock="off"):
                start_clock(ProcessStarting())
            clock.assert_not_called()
            with patch.dict(settings, clock="on"):
                start_clock(ProcessStarting())
            clock.return_value.start.assert_called_once_with()
            stop_clock(7)
            stop_clock(7)
            clock.return_value.stop.assert_called_once_with(7)

    def test_it_is_stopped_while_it_starts(self):
        """Jobs that have begun are waited for, and no other begins."""
        first, second = Job(every=0), Job(every=0)

        def utilities(_kind):
            yield "tests.first", first
            self.assertTrue(first.ran.wait(60))
            stop_clock(60)
            yield "tests.second", second

        settings = getConfiguration().product_config[SECTION]
        with (
            patch.object(job_threads, "getUtilitiesFor", utilities),
            patch.dict(settings, clock="on"),
        ):
            start_clock(ProcessStarting())
        runs = first.runs
        time.sleep(0.2)
        self.assertEqual((runs, 0), (first.runs, second.runs))
