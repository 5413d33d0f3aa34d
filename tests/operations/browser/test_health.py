"""The page of site managers: the same as ``@@ready``, in words of three languages."""

import requests
import unittest
from cites.cug.core.jobs.job_status import HANGS, JobStatus
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.operations.browser import health
from cites.cug.operations.browser.health import FAILS, NOT_YET, state_of, STUCK, WELL
from cites.cug.operations.readiness import check_disk, check_jobs
from cites.cug.operations.upkeep import KINDS, LastRun
from cites.cug.web.publishing.free_space import Disk
from datetime import datetime, UTC
from lxml import html
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from unittest.mock import patch
from zope.i18n import translate


JOB = JobStatus("cites.cug.some", every=10, deadline=20, since=1.7e9)
DONE = JOB._replace(succeeded=1.7e9)
HANGING = DONE._replace(name="cites.cug.stuck", failures=1, error=HANGS)


class HealthPageTest(unittest.TestCase):
    layer = CUG_HTTP

    def ask(self, user=SITE_OWNER_NAME, language="en", path="@@health"):
        secret = SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD
        return requests.get(
            f"{self.layer['portal'].absolute_url()}/{path}",
            auth=(user, secret),
            headers={"Cookie": f"I18N_LANGUAGE={language}"},
            timeout=60,
        )

    def finding(self, troubles, jobs=()):
        self.enterContext(
            patch.object(health, "examine_process", lambda *_args: troubles)
        )
        self.enterContext(patch.object(health, "list_jobs", lambda: list(jobs)))

    def test_all_is_well(self):
        self.finding([], [DONE])
        page = self.ask()
        self.assertEqual(200, page.status_code)
        self.assertIn("Nothing needs attention.", page.text)
        self.assertIn(">some<", page.text)
        self.assertIn("Overdue", page.text)

    def test_each_trouble_says_what_to_do_in_the_readers_language(self):
        troubles = [
            *check_disk(Disk(2**40, 100 * 2**20)),
            *check_disk(Disk(2**40, 1000 * 2**20)),
            *check_jobs([HANGING], 1.7e9),
        ]
        self.finding(troubles, [HANGING])
        disk = Disk(total=3 * 2**30 // 2, free=2**31)
        self.enterContext(patch.object(health, "data_disk", lambda: disk))
        for language, soon in (("en", "Soon"), ("fr", "Bientôt"), ("es", "Pronto")):
            page = self.ask(language=language).text
            self.assertIn("1.5" if language == "en" else "1,5", page)
            self.assertIn(soon, page)
            for trouble in troubles:
                what, remedy = (
                    translate(words, target_language=language)
                    for words in (trouble.what, trouble.remedy)
                )
                self.assertIn(what, page)
                self.assertIn(remedy, page)

    def test_backups_and_verifications_are_told_with_what_they_found(self):
        now = datetime.now(UTC)
        runs = [
            LastRun(kind, now, faults, is_done)
            for kind, faults, is_done in zip(
                KINDS, (0, 3, 0), (True, True, False), strict=True
            )
        ]
        self.finding([])
        self.enterContext(patch.object(health, "find_last_runs", lambda _from: runs))
        page = html.fromstring(self.ask().text)
        told = {
            " ".join(one.text_content().split()): " ".join(
                one.getnext().text_content().split()
            )
            for one in page.xpath("//dt")
        }
        self.assertTrue(told["Backup"].endswith("without faults"), told)
        found = told["Verification of the portal"]
        self.assertIn("The last verification of the portal found faults.", found)
        self.assertEqual("not yet run", told["Verification of the backups"])

    def test_it_is_for_site_managers(self):
        for user in ("secretariat", "customs-xa"):
            self.assertIn(self.ask(user).status_code, (403, 404), user)

    def test_the_control_panel_leads_to_it(self):
        overview = self.ask(path="@@overview-controlpanel")
        self.assertIn("@@health", overview.text)

    def test_states_of_jobs(self):
        failing = DONE._replace(error="ValueError")
        found = [state_of(job) for job in (JOB, DONE, failing, HANGING)]
        self.assertEqual([NOT_YET, WELL, FAILS, STUCK], found)
