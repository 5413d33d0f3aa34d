"""The own mailbox as a zip archive of .eml files."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.layout.progress import Progress
from io import BytesIO
from sqlalchemy import select
from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase
from unittest.mock import patch
from zipfile import ZipFile


class ExportTest(ScreenCase):
    def export(self, user):
        page = self.page(user, f"{self.messages}/export")
        answer = self.post(user, "/export", page, 200, key="0123")
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        archive = ZipFile(BytesIO(answer.content))
        self.assertIsNone(archive.testzip())
        return archive.namelist()

    def test_it_is_made_and_put_on_record(self):
        self.sent("police-xb", "customs-xa")
        (name,) = self.export("customs-xa")
        self.assertTrue(name.startswith("inbox/"))
        transaction.begin()
        query = select(AuditEvent).where(AuditEvent.action == "message.export")
        (event,) = session().scalars(query)
        self.assertEqual((event.actor, event.detail), ("customs-xa", {"messages": 1}))

    def test_an_empty_mailbox(self):
        self.assertEqual(self.export("igo-unodc"), [])

    def test_a_foreign_page_cannot_ask_for_it(self):
        url = f"{self.messages}/export"
        self.assertEqual(self.ask("customs-xa", "POST", url).status_code, 403)

    def test_progress_is_told_to_its_owner(self):
        progress = Progress(self.cug.UID(), "customs-xa", "0123")
        progress.set(40, 100)
        self.addCleanup(progress.end)
        url = f"{self.messages}/export?progress=0123"
        told = self.ask("customs-xa", "GET", url).json()
        self.assertEqual(told, {"done": 40, "total": 100})
        told = self.ask("police-xb", "GET", url).json()
        self.assertEqual(told, {"done": 0, "total": 0})

    def test_the_page_is_told_once_the_archive_is_made_and_not_before(self):
        url = f"{self.messages}/export?progress=0123"
        Progress(self.cug.UID(), "customs-xa", "0123").end()
        self.assertNotIn("ended", self.ask("customs-xa", "GET", url).json())
        self.export("customs-xa")
        self.assertTrue(self.ask("customs-xa", "GET", url).json()["ended"])
        failing = "cites.cug.messaging.browser.export.export_mailbox"
        with patch(failing, side_effect=RuntimeError):
            page = self.page("customs-xa", f"{self.messages}/export")
            self.post("customs-xa", "/export", page, 500, key="0123")
        self.assertNotIn("ended", self.ask("customs-xa", "GET", url).json())

    def test_the_page_says_how_much_it_is(self):
        self.sent("police-xb", "customs-xa")
        page = self.page("customs-xa", f"{self.messages}/export")
        self.assertIn("Messages: 1", text_of(page))
