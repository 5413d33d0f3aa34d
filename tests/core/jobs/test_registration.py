"""A function that ZCML makes a job."""

import cites.cug.core.jobs
import unittest
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.jobs.job_threads import DEADLINE
from datetime import datetime, UTC
from plone.testing.zca import popGlobalRegistry, pushGlobalRegistry
from zope.component import getUtility
from zope.configuration import xmlconfig
from zope.configuration.config import ConfigurationMachine


#: What the functions were called with.
calls = []


def look():
    calls.append(())


def tidy(now):
    calls.append((now,))
    return True


def tell(clock=None):
    calls.append((clock,))


JOBS = f"""
<configure xmlns:cug="http://namespaces.cites.org/cug">
  <cug:job name="look" run="{__name__}.look" every="5" />
  <cug:job name="tidy" run="{__name__}.tidy" every="60" deadline="900" />
  <cug:job name="tell" run="{__name__}.tell" every="7" />
</configure>
"""


class RegistrationTest(unittest.TestCase):
    def setUp(self):
        pushGlobalRegistry()
        self.addCleanup(popGlobalRegistry)
        self.addCleanup(calls.clear)
        machine = ConfigurationMachine()
        xmlconfig.registerCommonDirectives(machine)
        xmlconfig.include(machine, "meta.zcml", cites.cug.core.jobs)
        xmlconfig.string(JOBS, machine)

    def test_it_runs_as_often_and_as_long_as_it_says(self):
        look, tidy = (getUtility(IClockJob, name) for name in ("look", "tidy"))
        self.assertEqual((5, DEADLINE), (look.every, look.deadline))
        self.assertEqual((60, 900), (tidy.every, tidy.deadline))

    def test_the_function_gets_the_time_if_it_needs_it(self):
        before = datetime.now(UTC)
        self.assertIsNone(getUtility(IClockJob, "look").run())
        self.assertTrue(getUtility(IClockJob, "tidy").run())
        getUtility(IClockJob, "tell").run()
        nothing, (now,), default = calls
        self.assertEqual(((), (None,)), (nothing, default))
        self.assertLessEqual(before, now)
