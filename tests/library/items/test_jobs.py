"""Searches follow corrections of code lists."""

import transaction
from cites.cug.codelist_editor.actions import replace_corrections
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.jobs.registration import Job
from cites.cug.library.items.jobs import rename_codes
from tests.library.case import LibraryCase
from unittest.mock import patch
from zope.component.hooks import site


class RenameCodesTest(LibraryCase):
    def found(self, asked):
        url = f"{self.group}/@library"
        answer = self.rest("customs-xa", "GET", url, 200, params={"q": asked})
        return [item["@id"] for item in answer["items"]]

    def correct(self, text):
        portal = self.layer["portal"]
        with site(portal):
            who = {"acting_user": "secretariat"}
            replace_corrections(portal.cheetahs, "alert_type", text, **who)
            transaction.commit()

    def test_items_are_found_by_what_their_codes_are_called_now(self):
        alert = self.make(alert_type="seizure")
        self.assertEqual(self.found("decomiso"), [alert])
        self.assertFalse(run_job("tests", Job(rename_codes, 10)))
        self.correct("seizure | Zqtaken | Zqpris | Zqtomado")
        self.assertEqual(self.found("zqpris"), [])
        while run_job("tests", Job(rename_codes, 10)):
            pass
        self.assertEqual(self.found("zqpris"), [alert])
        self.assertEqual(self.found("decomiso"), [])

    def test_an_entry_without_its_item_is_not_in_the_way_of_others(self):
        lost, alert = self.make(alert_type="seizure"), self.make(alert_type="seizure")
        portal = self.layer["portal"]
        transaction.begin()
        portal.cheetahs.library._delOb(lost.rpartition("/")[2])
        transaction.commit()
        self.correct("seizure | Zqtaken | Zqpris | Zqtomado")
        one = patch("cites.cug.library.items.jobs.RENAMED_AT_A_TIME", 1)
        with one, self.assertLogs("cites.cug.library", "WARNING") as told:
            while run_job("tests", Job(rename_codes, 10)):
                pass
        self.assertEqual(1, len(told.records))
        self.assertEqual([alert], self.found("zqpris"))
