"""The clock's threads."""

import time
import unittest
from App.config import getConfiguration
from cites.cug.clock import job_threads
from cites.cug.clock.interfaces import IClockJob
from cites.cug.clock.job_threads import Clock, start_clock
from cites.cug.settings.deployment import SECTION
from cites.cug.testing import CUG_FUNCTIONAL
from threading import Event
from unittest.mock import patch
from zope.component import provideUtility
from zope.component.globalregistry import getGlobalSiteManager
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


class ThreadTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def add(self, name, job):
        provideUtility(job, IClockJob, name)
        self.addCleanup(getGlobalSiteManager().unregisterUtility, job, IClockJob, name)
        return job

    def start(self):
        clock = Clock()
        clock.start()
        self.addCleanup(clock.stop)
        return clock

    def test_it_runs_each_job_again_and_again_until_it_is_stopped(self):
        jobs = [self.add("tests.one", Job()), self.add("tests.two", Job())]
        clock = self.start()
        for job in jobs:
            self.assertTrue(job.ran.wait(60))
        clock.stop()
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
        self.start().stop()
        self.assertLess(time.monotonic() - start, 60)

    def test_the_process_starts_it_where_it_is_told_to(self):
        settings = getConfiguration().product_config[SECTION]
        with (
            patch.object(job_threads, "Clock") as clock,
            patch.object(job_threads, "atexit"),
        ):
            with patch.dict(settings, clock="off"):
                start_clock(ProcessStarting())
            clock.assert_not_called()
            with patch.dict(settings, clock="on"):
                start_clock(ProcessStarting())
            clock.return_value.start.assert_called_once()
