"""The clock's round over all groups, as a process runs it."""

import transaction
import unittest
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.jobs.registration import Job
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.mailing.models import Notice
from cites.cug.membership import jobs
from cites.cug.membership.renewal import today
from collective.workspace.interfaces import IWorkspace
from datetime import timedelta
from sqlalchemy import select
from threading import Barrier, local, Thread
from unittest.mock import patch


REVIEW = Job(jobs.review_members, 1)


class ReviewMembersTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.ivory, self.cheetahs = self.portal.ivory, self.portal.cheetahs
        late = {"valid_until": today() - timedelta(days=1), "reminder": 10}
        late["reminded"] = today() - timedelta(days=11)
        IWorkspace(self.ivory).note("igo-unodc", **late)
        IWorkspace(self.cheetahs).note("customs-xb", **late)
        soon = today() + timedelta(days=30)
        IWorkspace(self.cheetahs).note("police-xa", valid_until=soon)
        transaction.commit()

    def outcome(self):
        transaction.begin()
        action = AuditEvent.action == "member.suspend"
        suspended = [
            (event.target, event.detail["member"])
            for event in session().scalars(select(AuditEvent).where(action))
        ]
        told = session().scalars(select(Notice.user_id))
        return sorted(suspended), sorted(told)

    def expect_done_once(self):
        suspended, told = self.outcome()
        expected = [("/plone/cheetahs", "customs-xb"), ("/plone/ivory", "igo-unodc")]
        self.assertEqual(expected, suspended)
        self.assertEqual(["contact-xa", "police-xa", "secretariat"], told)
        self.assertEqual("suspended", IWorkspace(self.ivory)["igo-unodc"].state)
        self.assertEqual("active", IWorkspace(self.cheetahs)["igo-unodc"].state)

    def test_it_may_run_again(self):
        for _time in range(2):
            thread = Thread(target=run_job, args=("tests.review", REVIEW))
            thread.start()
            thread.join()
            self.expect_done_once()

    def test_two_processes_may_run_it_at_once(self):
        """Both have seen what is due before one of them has done it."""
        together, here = Barrier(2, timeout=120), local()
        review = jobs.review_memberships

        def review_together(group, now):
            if group.getId() not in (waited := here.__dict__.setdefault("ids", set())):
                waited.add(group.getId())
                len(IWorkspace(group).members)
                together.wait()
            review(group, now)

        with patch.object(jobs, "review_memberships", review_together):
            threads = [
                Thread(target=run_job, args=("tests.review", REVIEW))
                for _process in range(2)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertFalse(together.broken)
        self.expect_done_once()
