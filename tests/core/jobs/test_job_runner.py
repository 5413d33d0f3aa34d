"""A run of a job, wherever it is started from."""

import transaction
import unittest
from Acquisition import aq_base
from cites.cug.access.guard import caller
from cites.cug.core.jobs.job_runner import failure_of, run_job
from cites.cug.demo.testing import CUG_FUNCTIONAL
from OFS.Folder import Folder
from plone import api
from plone.browserlayer.utils import unregister_layer
from Products.CMFCore.interfaces import ISiteRoot
from threading import Thread
from zope.component.hooks import getSite
from zope.interface import alsoProvides


SECRET = "zqsecret"


class Job:
    """Does what it is given and remembers where."""

    every = 1

    def __init__(self, work=lambda portal: None):
        self.work, self.seen = work, []

    def run(self):
        portal = api.portal.get()
        self.seen.append((portal.getId(), portal.absolute_url(), caller()))
        return self.work(portal)


class FailsIn:
    """Fails in one portal and goes well in all others."""

    every = 1

    def __init__(self, place):
        self.place = place

    def run(self):
        if getSite().getId() == self.place:
            raise ValueError(self.place)


def run(job, name="tests.job"):
    """In a thread, as the clock does; what the run said."""
    said = []
    thread = Thread(target=lambda: said.append(run_job(name, job)))
    thread.start()
    thread.join()
    return said[0]


class TurnTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]

    def title(self):
        self.portal._p_jar.sync()
        return self.portal.title

    def test_it_runs_in_the_portal_as_nobody(self):
        job = Job()
        self.assertFalse(run(job))
        self.assertEqual([("plone", "http://localhost:8080/portal", None)], job.seen)

    def test_what_it_changes_is_kept(self):
        run(Job(lambda portal: setattr(portal, "title", "changed")))
        self.assertEqual("changed", self.title())

    def test_it_says_whether_more_is_waiting(self):
        self.assertTrue(run(Job(lambda portal: True)))

    def test_a_failure_keeps_nothing_and_tells_no_content(self):
        before = self.title()

        def fail(portal):
            portal.title = "half"
            raise ValueError(SECRET)

        with self.assertLogs("cites.cug.clock", "ERROR") as logged:
            self.assertFalse(run(Job(fail)))
        self.assertEqual(before, self.title())
        (line,) = logged.output
        self.assertIn("tests.job", line)
        self.assertIn("ValueError", line)
        self.assertNotIn(SECRET, line)
        job = Job()
        run(job)
        self.assertEqual(1, len(job.seen))

    def test_a_failure_that_goes_on_is_logged_once(self):
        errors = [ValueError, ValueError, KeyError, None, ValueError]

        def fail(portal):
            if error := errors.pop(0):
                raise error

        job = Job(fail)
        with self.assertLogs("cites.cug.clock", "ERROR") as logged:
            for _run in range(5):
                run(job, "tests.goes-on")
        names = [line.split("failed: ")[1].split()[0] for line in logged.output]
        self.assertEqual(["ValueError", "KeyError", "ValueError"], names)

    def test_a_portal_where_all_is_well_hides_no_failure_of_another(self):
        app, name = self.layer["app"], "tests.one-of-two"
        # Before and behind the portal, in whatever order they run.
        for place in ("another", "yet_another"):
            site = Folder(place)
            site.setSiteManager(aq_base(self.portal.getSiteManager()))
            alsoProvides(site, ISiteRoot)
            app._setObject(place, site)
        transaction.commit()
        with self.assertLogs("cites.cug.clock", "ERROR") as logged:
            for _run in range(3):
                run(FailsIn("plone"), name)
                self.assertEqual("ValueError", failure_of(name))
        self.assertEqual(1, len(logged.output))
        run(FailsIn("another"), name)
        self.assertEqual("ValueError", failure_of(name))
        app._delObject("another")
        transaction.commit()
        run(FailsIn("nowhere"), name)
        self.assertIsNone(failure_of(name))

    def test_a_portal_without_the_add_on_has_no_jobs(self):
        unregister_layer("cites.cug")
        transaction.commit()
        job = Job()
        self.assertFalse(run(job))
        self.assertEqual([], job.seen)

    def test_it_leaves_nothing_behind_in_its_thread(self):
        sites = []

        def work():
            run_job("tests.job", Job())
            sites.append(getSite())

        thread = Thread(target=work)
        thread.start()
        thread.join()
        self.assertEqual([None], sites)
        connections = self.portal._p_jar.db().connectionDebugInfo()
        self.assertEqual(1, sum(one["opened"] is not None for one in connections))
