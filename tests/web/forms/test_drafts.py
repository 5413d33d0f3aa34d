"""What is typed into forms is kept until it is sent, sealed, for its writer alone."""

import json
import transaction
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.web.forms import drafts
from cites.cug.web.forms.drafts import FormDraft, KEPT, MAX_DRAFTS
from datetime import datetime, timedelta, UTC
from plone.app.testing import login, TEST_USER_NAME
from sqlalchemy import func, select, update
from tests.library.case import LibraryCase, text_of


SECRET = "EXERCISE half typed"


class DraftsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.cug = self.layer["portal"]["cheetahs"]
        self.addCleanup(login, self.layer["portal"], TEST_USER_NAME)
        self.addCleanup(transaction.abort)

    def keep(self, user, place="1:edit", fields=(("a", SECRET),), ago=timedelta(0)):
        login(self.layer["portal"], user)
        drafts.keep(self.cug, place, fields, datetime.now(UTC) - ago)

    def kept(self, user, place="1:edit"):
        login(self.layer["portal"], user)
        found = drafts.kept(self.cug, place)
        return found and found.as_sent()

    def test_only_who_typed_it_has_it_back(self):
        self.keep("customs-xa", fields=[("a", SECRET), ("b", "1"), ("b", "2")])
        self.assertEqual(self.kept("customs-xa"), {"a": SECRET, "b": ["1", "2"]})
        self.assertIsNone(self.kept("secretariat"))
        self.assertIsNone(self.kept("customs-xa", "1:other"))

    def test_nothing_is_readable_in_the_table_and_moved_rows_open_nothing(self):
        self.keep("customs-xa")
        row = session().execute(select(*FormDraft.__table__.c)).one()
        self.assertNotIn(SECRET.encode(), row.content)
        for changes in ({"user_id": "police-xb"}, {"place": "2:edit"}):
            write_session().execute(update(FormDraft).values(**changes))
            user = changes.get("user_id", "customs-xa")
            self.assertIsNone(self.kept(user, changes.get("place", "1:edit")))
            back = {"user_id": "customs-xa", "place": "1:edit"}
            write_session().execute(update(FormDraft).values(**back))
        self.assertEqual(self.kept("customs-xa"), {"a": SECRET})

    def test_it_is_bounded_in_number_size_and_time(self):
        with self.assertRaises(InvalidValues):
            self.keep("customs-xa", fields=[("a", "x" * drafts.MAX_CHARACTERS)])
        with self.assertRaises(InvalidValues):
            self.keep("customs-xa", place="x" * 200)
        for number in range(MAX_DRAFTS + 2):
            self.keep("customs-xa", f"{number}:edit", ago=timedelta(hours=99 - number))
        count = select(func.count()).select_from(FormDraft)
        self.assertEqual(session().scalar(count), MAX_DRAFTS)
        self.assertIsNone(self.kept("customs-xa", "0:edit"))
        self.keep("police-xb", ago=KEPT + timedelta(hours=1))
        self.assertIsNone(self.kept("police-xb"))

    def test_the_clock_and_leaving_forget(self):
        self.keep("police-xb", ago=KEPT + timedelta(hours=1))
        self.keep("customs-xa")
        drafts.forget_old(datetime.now(UTC))
        users = session().scalars(select(FormDraft.user_id)).all()
        self.assertEqual(users, ["customs-xa"])
        drafts.forget_of(self.cug, "customs-xa")
        self.assertIsNone(self.kept("customs-xa"))


class DraftLineTest(LibraryCase):
    def typed(self, page, user, **fields):
        """Keep it as the script does."""
        (box,) = page.xpath("//*[@data-keep]")
        form = page.get_element_by_id(box.get("data-for"))
        token = form.xpath(".//input[@name='_authenticator']/@value")[0]
        values = [list(pair) for pair in form.form_values() if pair[0] not in fields]
        data = {
            "_authenticator": token,
            "place": box.get("data-place"),
            "fields": json.dumps([*values, *fields.items()]),
        }
        answer = self.ask(user, "POST", box.get("data-keep"), data=data)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertIn("saved", answer.json())

    def offer(self, page):
        return page.xpath("//*[@data-keep]/form")

    def go_on(self, user, page):
        (link,) = page.xpath("//*[@data-keep]//a/@href")
        return self.page(user, link.partition("#")[0])

    def test_an_alert_is_gone_on_with_and_forgotten_once_it_is_saved(self):
        url = f"{self.library}/++add++Alert"
        page = self.page("customs-xa", url)
        self.assertFalse(self.offer(page))
        title = "form.widgets.title"
        values = {
            title: SECRET,
            "form.widgets.alert_type": "seizure",
            "form.widgets.handling": "green",
        }
        self.typed(page, "customs-xa", **values)
        self.assertFalse(self.offer(self.page("secretariat", url)))
        page = self.page("customs-xa", url)
        self.assertIn("Draft kept at", text_of(self.offer(page)[0]))
        self.assertEqual(page.xpath(f"//input[@name='{title}']/@value"), [""])
        page = self.go_on("customs-xa", page)
        self.assertEqual(page.xpath(f"//input[@name='{title}']/@value"), [SECRET])
        (form,) = page.xpath("//form[contains(@class, 'member-form')]")
        data = {**dict(form.form_values()), "form.buttons.save": "1"}
        answer = self.ask("customs-xa", "POST", url, data=data)
        self.assertEqual(answer.status_code, 302, answer.text[:2000])
        self.assertFalse(self.offer(self.page("customs-xa", url)))

    def test_what_others_changed_since_is_shown_before_it_is_overwritten(self):
        alert = self.make()
        page = self.page("customs-xa", f"{alert}/edit")
        self.typed(page, "customs-xa", **{"form.widgets.title": SECRET})
        change = {"title": "EXERCISE: other"}
        (form,) = page.xpath("//form[contains(@class, 'member-form')]")
        data = {**dict(form.form_values()), "form.buttons.cancel": "1"}
        self.ask("customs-xa", "POST", f"{alert}/edit", data=data)
        self.rest("secretariat", "PATCH", alert, 204, json=change)
        page = self.go_on("customs-xa", self.page("customs-xa", f"{alert}/edit"))
        (form,) = page.xpath("//form[contains(@class, 'member-form')]")
        data = {**dict(form.form_values()), "form.buttons.save": "1"}
        answer = self.ask("customs-xa", "POST", f"{alert}/edit", data=data)
        self.assertEqual(answer.status_code, 412)
        self.assertIn("EXERCISE: other", answer.text)

    def test_it_is_discarded_and_needs_a_token(self):
        url = f"{self.library}/++add++LibraryDocument"
        page = self.page("customs-xa", url)
        self.typed(page, "customs-xa", **{"form.widgets.title": SECRET})
        (form,) = self.offer(self.page("customs-xa", url))
        data = {**dict(form.form_values()), "forget": "1"}
        bare = {**data, "_authenticator": ""}
        self.assertEqual(
            self.ask("customs-xa", "POST", form.action, data=bare).status_code, 403
        )
        answer = self.ask("customs-xa", "POST", form.action, data=data)
        self.assertTrue(answer.headers["Location"].startswith(url))
        self.assertFalse(self.offer(self.page("customs-xa", url)))
        for fields in ("", "[1]", "{"):
            odd = {"_authenticator": data["_authenticator"], "fields": fields}
            answer = self.ask("customs-xa", "POST", form.action, data=odd)
            self.assertEqual(answer.status_code, 400, fields)
        self.page("customs-xa", form.action, 404)
