"""Versions of an item: listed, shown, compared, brought back."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of


class VersionsPageTest(LibraryCase):
    def change(self, item, user="secretariat", **fields):
        self.rest(user, "PATCH", item, 204, json=fields)

    def row(self):
        return self.rest("secretariat", "GET", f"{self.group}/@library", 200)["items"][0]

    def notes(self, item, user="secretariat", **query):
        page = self.page(user, f"{item}/versions", **query)
        return [text_of(row[3]) for row in page.xpath("//tbody/tr")]

    def test_each_change_over_rest_is_a_version(self):
        alert = self.make(title="EXERCISE: one")
        self.change(alert, "customs-xa", title="EXERCISE: two")
        self.change(alert, "customs-xa", title="EXERCISE: three", changeNote="Counted")
        self.assertEqual(
            self.notes(alert, "customs-xa"), ["Counted", "", "Initial version"]
        )
        document = self.make_document()
        self.change(document, title="EXERCISE: better")
        self.assertEqual(len(self.notes(document)), 2)

    def test_a_change_by_the_form_is_a_version(self):
        alert = self.make(title="EXERCISE: one")
        page = self.page("customs-xa", f"{alert}/edit")
        (form,) = [form for form in page.forms if "form.widgets.title" in form.fields]
        values = dict(form.form_values())
        values["form.widgets.title"] = "EXERCISE: two"
        values["form.buttons.save"] = "Save"
        answer = self.ask("customs-xa", "POST", f"{alert}/edit", data=values)
        self.assertEqual(answer.status_code, 302, answer.text[:2000])
        self.assertEqual(len(self.notes(alert)), 2)

    def test_pictures_make_no_versions(self):
        alert = self.make()
        file = {"data": "d29yZHM=", "encoding": "base64", "filename": "a.txt"}
        body = {"@type": "File", "title": "EXERCISE", "file": file}
        self.rest("customs-xa", "POST", alert, 201, json=body)
        self.assertEqual(len(self.notes(alert)), 1)

    def test_one_version_is_shown_in_words(self):
        alert = self.make(incident_country="XA", body="<p>One.</p><p>Two.</p>")
        self.change(alert, incident_country="XB", body="<p>Three.</p>")
        page = self.page("secretariat", f"{alert}/versions", version="1")
        words = text_of(page.xpath("//section[@class='version']")[0])
        self.assertIn("Neverland", words)
        self.assertIn("One. Two.", words)
        self.assertNotIn("Wonderland", words)

    def test_comparison_shows_what_changed_and_nothing_else(self):
        alert = self.make(description="Three cubs", location="<b>Port</b>")
        self.change(alert, description="Four cubs", location="<b>Town</b>")
        page = self.page("secretariat", f"{alert}/versions", old="2", new="1")
        (table,) = page.xpath("//dl[contains(@class, 'compared')]")
        self.assertEqual([text_of(dt) for dt in table.xpath("dt")], ["Summary", "Place"])
        self.assertEqual(
            [text_of(gone) for gone in table.xpath(".//del")], ["Three", "Port"]
        )
        self.assertEqual(
            [text_of(came) for came in table.xpath(".//ins")], ["Four", "Town"]
        )
        self.assertFalse(table.xpath(".//b"), "text is escaped")

    def test_another_file_of_the_same_name_is_a_difference(self):
        document = self.make_document(data="dGVzdA==")
        file = {"data": "dGVzVA==", "encoding": "base64", "filename": "guide.txt"}
        self.change(document, file=file)
        page = self.page("secretariat", f"{document}/versions", old="1", new="2")
        self.assertIn("SHA-256", text_of(page.xpath("//dl")[0]))
        page = self.page("secretariat", f"{document}/versions", version="1")
        (link,) = page.xpath("//a[starts-with(., 'Download')]/@href")
        self.assertEqual(self.ask("secretariat", "GET", link).content, b"test")
        self.assertEqual(self.ask("igo-unodc", "GET", link).status_code, 404)

    def test_going_back_keeps_state_publication_and_what_was_there(self):
        alert = self.make(title="EXERCISE: one")
        file = {"data": "d29yZHM=", "encoding": "base64", "filename": "a.txt"}
        self.move(alert, "publish")
        self.change(alert, title="EXERCISE: two")
        body = {"@type": "File", "title": "EXERCISE", "file": file}
        attached = self.rest("secretariat", "POST", alert, 201, json=body)["@id"]
        before = self.row()
        page = self.page("secretariat", f"{alert}/versions", version="1")
        answer = self.send("secretariat", page, "versions")
        self.assertEqual(answer.status_code, 302)
        after = self.row()
        self.assertGreaterEqual(after.pop("modified"), before.pop("modified"))
        self.assertEqual(after, {**before, "title": "EXERCISE: one"})
        self.page("secretariat", f"{attached}/view")
        self.assertEqual(self.notes(alert), ["Back to version 1", "", "Initial version"])
        for language, notes in (
            ("fr", ["Retour à la version 1", "", "Version initiale"]),
            ("ar", ["العودة إلى النسخة 1", "", "النسخة الأولى"]),
        ):
            told = self.notes(alert, set_language=language)
            self.assertEqual(told, notes)

    def test_going_back_to_red_while_shared_is_refused(self):
        alert = self.make(handling="red")
        self.change(alert, handling="green")
        self.move(alert, "publish", "share")
        page = self.page("secretariat", f"{alert}/versions", version="1")
        answer = self.send("secretariat", page, "versions")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("TLP:RED", answer.text)
        handling = self.rest("secretariat", "GET", alert, 200)["handling"]
        self.assertEqual(handling["token"], "green")

    def test_going_back_over_rest_keeps_and_refuses_the_same(self):
        alert = self.make(title="EXERCISE: one", handling="red")
        self.change(alert, title="EXERCISE: two", handling="green")
        self.change(alert, title="EXERCISE: three")
        self.move(alert, "publish", "share")
        before, history = self.row(), f"{alert}/@history"
        answer = self.rest("secretariat", "PATCH", history, 400, json={"version": 0})
        self.assertIn("TLP:RED", answer["message"])
        for wrong in ({}, *({"version": one} for one in (9, -1, True, "0", None))):
            answer = self.rest("secretariat", "PATCH", history, 400, json=wrong)
            self.assertIn("version", answer["message"])
        self.rest("customs-xa", "PATCH", history, 403, json={"version": 1})
        self.assertEqual(self.row(), before)
        self.rest("secretariat", "PATCH", history, 200, json={"version": 1})
        after = self.row()
        self.assertGreaterEqual(after.pop("modified"), before.pop("modified"))
        self.assertEqual(after, {**before, "title": "EXERCISE: two"})
        self.assertEqual(self.notes(alert)[0], "Back to version 2")
        query = select(AuditEvent.detail).where(AuditEvent.action == "library.go_back")
        self.assertEqual([{"version": 2}], list(session().scalars(query)))

    def test_nothing_else_goes_back_over_rest(self):
        body = {"@type": "File", "title": "EXERCISE"}
        body["file"] = {"data": "d29yZHM=", "encoding": "base64", "filename": "a.txt"}
        alert = self.make()
        file = self.rest("customs-xa", "POST", alert, 201, json=body)["@id"]
        for place in (file, self.group, f"{self.group}/library"):
            before = self.rest("secretariat", "GET", place, 200)
            history = f"{place}/@history"
            answer = self.rest("secretariat", "PATCH", history, 404, json={"version": 0})
            self.assertEqual("NotFound", answer["type"])
            self.assertEqual(before, self.rest("secretariat", "GET", place, 200))

    def test_without_token_nothing_goes_back(self):
        alert = self.make(title="EXERCISE: one")
        self.change(alert, title="EXERCISE: two")
        answer = self.ask(
            "secretariat", "POST", f"{alert}/versions", data={"version": "1"}
        )
        self.assertEqual(answer.status_code, 403)
        title = self.rest("secretariat", "GET", alert, 200)["title"]
        self.assertEqual(title, "EXERCISE: two")

    def test_only_those_who_may_see_versions_and_history(self):
        alert = self.make()
        self.page("customs-xa", f"{alert}/versions")
        self.move(alert, "submit", "publish", "share")
        self.page("secretariat", f"{alert}/versions")
        for user in ("customs-xa", "police-xb", "igo-unodc"):
            self.page(user, f"{alert}/versions", 403)
            page = self.page(user, alert)
            self.assertNotIn("Versions", text_of(page))
            self.assertFalse(page.xpath("//section[contains(@class, 'history')]"))

    def test_those_who_may_not_change_are_not_offered_to_go_back(self):
        alert = self.make(title="EXERCISE: one")
        self.change(alert, "customs-xa", title="EXERCISE: two")
        self.move(alert, "submit")
        page = self.page("customs-xa", f"{alert}/versions", version="1")
        self.assertFalse(page.xpath("//form[@method='post']"))

    def test_versions_that_do_not_exist_are_not_found(self):
        alert = self.make()
        for number in ("2", "0", "-1", "x", "1.0"):
            answer = self.ask("secretariat", "GET", f"{alert}/versions?version={number}")
            self.assertEqual(404, answer.status_code, number)
