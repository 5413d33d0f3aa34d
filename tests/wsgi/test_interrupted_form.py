"""What was typed comes back where the session ended before it was sent."""

import io
import requests
import unittest
from cites.cug.wsgi.interrupted_form import interrupted_form, TOKEN
from lxml import html
from tests.library.case import LibraryCase, text_of
from ZPublisher.HTTPRequest import FileUpload


TYPED = {
    TOKEN: "of-a-session-that-has-ended",
    "form.widgets.title": 'EXERCISE: <b>"cubs"</b>',
    "form.widgets.languages": ["en", "fr"],
    "form.buttons.save": "1",
}


class Request(dict):
    """With these fields, as Zope has read them."""

    def __init__(self, method="POST", **form):
        super().__init__(ACTUAL_URL="http://localhost/portal/edit")
        self.method, self.form = method, {TOKEN: "of-a-session", **form}


def upload(filename):
    field = FileUpload.__new__(FileUpload)
    field.filename = filename
    return field


class FieldsTest(unittest.TestCase):
    def fields(self, **form):
        found = interrupted_form(Request(**form))
        self.assertEqual("http://localhost/portal/edit", found.action)
        self.assertEqual((TOKEN, "of-a-session"), found.fields[0])
        return found.fields[1:], found.had_files

    def test_texts_and_lists_of_them_but_no_secrets(self):
        typed = {"title": "a", "languages": ["en"], "tags": ("b", "c"), "number": 1}
        secrets = {"new_password": "p", "code": ["1"], "passkey": "k"}
        fields = [("title", "a"), ("languages:list", "en")]
        fields += [("tags:list", "b"), ("tags:list", "c")]
        self.assertEqual((fields, False), self.fields(**typed, **secrets))

    def test_no_button_where_a_file_is_missing(self):
        buttons = {"form.buttons.save": "1", "form.button.send": "2"}
        without = self.fields(**buttons, file=upload(""))
        self.assertEqual((list(buttons.items()), False), without)
        files = [upload("a.txt"), upload("b.txt")]
        self.assertEqual(([("x", "y")], True), self.fields(**buttons, x="y", files=files))

    def test_nothing_of_other_requests(self):
        self.assertIsNone(interrupted_form(Request("GET")))
        strangers = Request(title="a")
        del strangers.form[TOKEN]
        self.assertIsNone(interrupted_form(strangers))


class InterruptedFormTest(LibraryCase):
    def send(self, path, data=TYPED, **options):
        url = f"{self.portal}/{path}"
        return requests.post(url, data, allow_redirects=False, timeout=60, **options)

    def test_it_holds_what_was_sent_and_where_to(self):
        path = "cheetahs/library/++add++Alert"
        answer = self.send(f"{path}?form=long")
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer.headers["Cache-Control"], "private, no-store")
        page = html.fromstring(answer.text)
        self.assertIn("nothing is lost", text_of(page))
        (form,) = page.forms
        self.assertEqual(form.action, f"{self.portal}/{path}")
        self.assertEqual(
            sorted(form.form_values()),
            [
                (TOKEN, TYPED[TOKEN]),
                ("form", "long"),
                ("form.buttons.save", "1"),
                ("form.widgets.languages:list", "en"),
                ("form.widgets.languages:list", "fr"),
                ("form.widgets.title", TYPED["form.widgets.title"]),
            ],
        )
        self.assertIn("&lt;b&gt;", answer.text)
        self.assertTrue(page.xpath("//iframe[contains(@src, '/login?came_from=')]"))

    def test_it_is_alike_whether_or_not_something_is_there(self):
        hidden = self.make(title="EXERCISE: hidden").removeprefix(f"{self.portal}/")
        paths = (hidden, "cheetahs/nothing")
        there, missing = (self.send(path).text.replace(path, "") for path in paths)
        self.assertEqual(there, missing)

    def test_without_its_files_it_leads_back_to_the_form(self):
        files = {"files": ("notes.txt", io.BytesIO(b"three cubs"))}
        page = html.fromstring(self.send("cheetahs/messages/write", files=files).text)
        names = dict(page.forms[0].form_values())
        self.assertNotIn("form.buttons.save", names)
        self.assertIn("form.widgets.title", names)
        self.assertIn("choose them again", text_of(page))

    def test_nothing_secret_is_written_into_it(self):
        data = {**TYPED, "password": "p", "new_password": "q", "code": "123456"}
        text = self.send("account", data).text
        for name in ("new_password", "123456"):
            self.assertNotIn(name, text)

    def test_all_else_is_sent_to_the_login(self):
        without = {name: value for name, value in TYPED.items() if name != TOKEN}
        answer = self.send("cheetahs/library/++add++Alert", without)
        self.assertEqual(answer.status_code, 302)
        json = {"Accept": "application/json"}
        answer = self.send("cheetahs/@messages", headers=json)
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer.json()["type"], "Unauthorized")
