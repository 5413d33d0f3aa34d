"""Deleting by the page that asks."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of


class RemovalTest(LibraryCase):
    def delete(self, user, item):
        page = self.page(user, f"{item}/delete")
        return self.send(user, page, "delete")

    def test_an_author_deletes_a_draft(self):
        alert = self.make(title="EXERCISE: <b>wrong</b>")
        page = self.page("customs-xa", f"{alert}/delete")
        self.assertIn("EXERCISE: <b>wrong</b>", text_of(page))
        self.page("customs-xa", alert)
        answer = self.send("customs-xa", page, "delete")
        self.assertEqual(answer.headers["Location"], self.library)
        self.page("customs-xa", alert, 404)

    def test_it_is_on_record(self):
        alert = self.make()
        self.delete("customs-xa", alert)
        with engine(records_url()).connect() as connection:
            query = select(AuditEvent.actor, AuditEvent.target).where(
                AuditEvent.action == "library.delete"
            )
            ((actor, target),) = connection.execute(query).all()
        self.assertEqual(actor, "customs-xa")
        self.assertTrue(alert.endswith(target.removeprefix("/plone")))

    def test_without_token_nothing_is_deleted(self):
        alert = self.make()
        answer = self.ask("customs-xa", "POST", f"{alert}/delete")
        self.assertEqual(answer.status_code, 403)
        self.page("customs-xa", alert)

    def test_who_may_not_is_refused(self):
        alert = self.published()
        for user, status in (("customs-xa", 403), ("police-xb", 403), ("igo-unodc", 404)):
            self.page(user, f"{alert}/delete", status)

    def test_archiving_is_named_where_it_can_be_done(self):
        for item, named in ((self.published(), True), (self.make(), False)):
            page = self.page("secretariat", f"{item}/delete")
            self.assertEqual("archive it instead" in text_of(page), named)

    def test_only_empty_folders_are_deleted(self):
        folder = self.make_folder("Operation")
        alert = self.make(within=folder, user="police-xa")
        page = self.page("secretariat", f"{folder}/delete", 400)
        self.assertIn("not empty", text_of(page))
        self.assertFalse(page.xpath("//main//button"))
        self.assertEqual(
            self.ask("secretariat", "POST", f"{folder}/delete").status_code, 400
        )
        self.delete("police-xa", alert)
        self.delete("secretariat", folder)
        self.page("secretariat", folder, 404)

    def test_the_library_stays(self):
        self.page("secretariat", f"{self.library}/delete", 400)
        self.page("secretariat", self.library)
