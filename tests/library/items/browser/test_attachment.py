"""Pictures and files of an alert on pages of their own."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of
from tests.library.items.browser.test_alert import picture


class AttachmentPageTest(LibraryCase):
    def attach(self, alert, kind, name, field, data):
        file = {"data": data, "encoding": "base64", "filename": name}
        body = {"@type": kind, "title": f"EXERCISE {name}", field: file}
        return self.rest("secretariat", "POST", alert, 201, json=body)["@id"]

    def test_they_lead_back_and_follow_the_alert(self):
        alert = self.published()
        for attached, tag in (
            (self.attach(alert, "Image", "boat.png", "image", picture()), "img"),
            (self.attach(alert, "File", "report.txt", "file", "d29yZHM="), "a"),
        ):
            page = self.page("police-xb", f"{attached}/view")
            self.assertEqual(page.xpath("//nav[@class='trail']/a/@href"), [alert])
            self.assertTrue(page.xpath(f"//main//{tag}"))
            self.assertFalse(page.xpath("//main//a[text()='Delete']"))
            self.page("igo-unodc", f"{attached}/view", 404)
            page = self.page("secretariat", f"{attached}/view")
            self.assertTrue(page.xpath("//main//a[text()='Delete']"))

    def test_one_is_deleted_and_the_alert_stays(self):
        alert = self.published()
        attached = self.attach(alert, "File", "report.txt", "file", "d29yZHM=")
        page = self.page("secretariat", f"{attached}/delete")
        self.assertIn("EXERCISE report.txt", text_of(page))
        answer = self.send("secretariat", page, "delete")
        self.assertEqual(answer.headers["Location"], alert)
        self.page("secretariat", attached, 404)
        self.page("secretariat", alert)

    def first_picture(self, user):
        (item,) = self.rest(user, "GET", f"{self.group}/@library", 200)["items"]
        page = self.page(user, self.library)
        shown = page.xpath("//img[@class='row-picture']/@src")
        wanted = [f"{item['picture']}/@@images/image/thumb"] if item["picture"] else []
        self.assertEqual(shown, wanted)
        return item["picture"]

    def test_lists_show_the_first_picture(self):
        alert = self.published()
        self.assertIsNone(self.first_picture("police-xb"))
        self.attach(alert, "File", "report.txt", "file", "d29yZHM=")
        first = self.attach(alert, "Image", "boat.png", "image", picture())
        second = self.attach(alert, "Image", "crate.png", "image", picture())
        self.assertEqual(self.first_picture("police-xb"), first)
        thumb = f"{first}/@@images/image/thumb"
        self.assertEqual(self.ask("police-xb", "GET", thumb).status_code, 200)
        self.assertEqual(self.ask("igo-unodc", "GET", thumb).status_code, 404)
        page = self.page("secretariat", f"{alert}/edit")
        self.send("secretariat", page, f"{second.rpartition('/')[2]}/move", up="1")
        self.assertEqual(self.first_picture("police-xb"), second)
        self.rest("secretariat", "DELETE", second, 204)
        self.assertEqual(self.first_picture("police-xb"), first)

    def test_the_trail_does_not_name_a_file_of_a_red_alert(self):
        for code, is_named in (("red", False), ("green", True)):
            alert = self.make(user="secretariat", handling=code)
            attached = self.attach(alert, "File", f"zebra-{code}.txt", "file", "d29yZHM=")
            uid = self.rest("secretariat", "GET", attached, 200)["UID"]
            self.ask("secretariat", "GET", f"{attached}/@@download/file")
            self.rest("secretariat", "PATCH", attached, 204, json={"title": "EXERCISE"})
            self.rest("secretariat", "DELETE", attached, 204)
            transaction.abort()
            query = select(AuditEvent.action, AuditEvent.target, AuditEvent.detail)
            query = query.where(AuditEvent.target_uid == uid)
            events = session().execute(query).all()
            did = {"library.attach", "library.download", "library.edit", "library.detach"}
            self.assertLessEqual(did, {event.action for event in events})
            written = str(events)
            self.assertEqual("zebra" in written, is_named, written)
            self.assertIn(alert.rpartition("/")[2], written)
            everything = str(session().execute(select(AuditEvent.__table__)).all())
            self.assertEqual(f"zebra-{code}" in everything, is_named)
