"""Bad input, through JSON and through the form: named, in words, and nothing stored."""

import json
from contextlib import contextmanager
from tests.core.validation.test_rich_text import DANGEROUS
from tests.library.bad_input import BadInputTestCase, big_file, JSON, TYPED
from tests.library.http import Form, Screen
from tests.library.items.test_specimens import GOOD
from zope.component import getGlobalSiteManager
from zope.i18n.interfaces import ITranslationDomain
from zope.i18n.simpletranslationdomain import SimpleTranslationDomain


DOMAIN = "cites.cug"
QUANTITIES = ((0, "greater"), (-1, "greater"), (1e10, "too large"), ("two", "number"))
#: Language → what is said of an empty and of a large field.
TRANSLATED = {"fr": ("À remplir.", "Trop gros."), "es": ("Rellénelo.", "Muy grande.")}


@contextmanager
def catalogue(lang: str):
    """A catalogue of two messages in the place of ours."""
    required, large = TRANSLATED[lang]
    messages = {
        (lang, "validation_errors_must_filled"): required,
        (lang, "common_file_larger_than_mb_error"): large,
    }
    sites = getGlobalSiteManager()
    ours = sites.queryUtility(ITranslationDomain, DOMAIN)
    theirs = SimpleTranslationDomain(DOMAIN, messages)
    sites.registerUtility(theirs, ITranslationDomain, DOMAIN)
    try:
        yield
    finally:
        sites.unregisterUtility(theirs, ITranslationDomain, DOMAIN)
        if ours is not None:
            sites.registerUtility(ours, ITranslationDomain, DOMAIN)


class BadInputTest(BadInputTestCase):
    def test_json(self):
        for field, value, words in JSON:
            with self.subTest(field, value=str(value)[:40]):
                self.assertRefused(self.send(self.alert(**{field: value})), field, words)

    def test_json_that_changes_an_alert(self):
        was = self.ask("GET", self.existing).json()
        for field, value, words in JSON:
            with self.subTest(field, value=str(value)[:40]):
                body = json.dumps({"location": "Elsewhere", field: value}).encode()
                headers = {"Content-Type": "application/json"}
                answer = self.ask("PATCH", self.existing, data=body, headers=headers)
                self.assertRefused(answer, field, words)
        now = self.ask("GET", self.existing).json()
        self.assertEqual(now, was)

    def test_the_form(self):
        form = Form(self, f"{self.library}/++add++Alert")
        good = {"title": "EXERCISE", "alert_type": "seizure"}
        for field, value, words in TYPED:
            with self.subTest(field, value=str(value)[:40]):
                refused = form.send(**{**good, field: value})
                self.assertEqual(refused.status, 400, refused.text[:300])
                self.assertAt(refused, f"form-widgets-{field}", words)

    def test_scripts_in_rich_text(self):
        form = Form(self, f"{self.library}/++add++Alert")
        for text in DANGEROUS:
            with self.subTest(text):
                answer = self.send(self.alert(body=text))
                self.assertRefused(answer, "body", "not allowed here")
                whole = {"data": text, "content-type": "text/html"}
                answer = self.send(self.alert(body=whole))
                self.assertRefused(answer, "body", "not allowed here")
                refused = form.send(title="x", alert_type="seizure", body=text)
                self.assertAt(refused, "form-widgets-body", "not allowed here")
                self.assertFalse(refused.tree.xpath("//form//*[local-name()='iframe']"))

    def test_specimens(self):
        form = Form(self, f"{self.library}/++add++Alert")
        good = {"title": "EXERCISE", "alert_type": "seizure"}
        for quantity, words in QUANTITIES:
            lines = [GOOD, {**GOOD, "quantity": quantity}]
            answer = self.send(self.alert(specimens=lines))
            self.assertRefused(answer, "specimens[1].quantity", words)
            cells = {f"specimens.0.{name}": str(value) for name, value in GOOD.items()}
            cells["specimens.0.quantity"] = str(quantity)
            target = "form-widgets-specimens-0-quantity"
            refused = form.send(**good, **cells)
            self.assertIn(words, refused.mistakes[target])
            self.assertIn(words, refused.described(target))
        for value in ("NaN", "1e400", "-Infinity"):
            body = json.dumps(self.alert(specimens=[{**GOOD, "quantity": "Q"}]))
            answer = self.ask(
                "POST",
                self.library,
                data=body.replace('"Q"', value),
                headers={"Content-Type": "application/json"},
            )
            self.assertRefused(answer, "specimens[0].quantity", "")

    def test_types(self):
        for name in ("Nonsense", "Document", "Image", "", None, 7, ["Alert"], {"a": 1}):
            answer = self.send(self.alert(**{"@type": name}))
            self.assertRefused(answer, "@type", "LibraryDocument")
        answer = self.send(self.alert(), self.existing)
        self.assertRefused(answer, "@type", "Image")
        fields = self.alert()
        del fields["@type"]
        self.assertRefused(self.send(fields), "@type", "Alert")

    def test_what_is_no_object(self):
        headers = {"Content-Type": "application/json"}
        deep = b'{"@type": "Alert", "title": %s"x"%s}' % (b"[" * 5000, b"]" * 5000)
        for body in (b"", b"{", b"[]", b"7", b'"x"', b"null", b"\xff\xfe", deep):
            for method, url in (("POST", self.library), ("PATCH", self.existing)):
                if (body, method) == (b"", "PATCH"):
                    continue  # changes nothing, and says so
                answer = self.ask(method, url, data=body, headers=headers)
                self.assertEqual(answer.status_code, 400, (method, body[:20]))
                self.assertIn("message", answer.json())

    def test_what_the_system_decides_is_left_alone(self):
        item = self.make(self.alert(id="chosen", layout="none"))
        self.before = self.stored()
        self.assertNotEqual(item["id"], "chosen")
        self.assertEqual(item["layout"], "alert")
        for change in ({"layout": "none"}, {"versioning_enabled": False}):
            answer = self.ask("PATCH", item["@id"], json=change)
            self.assertEqual(answer.status_code, 204)
        now = self.ask("GET", item["@id"]).json()
        self.assertEqual(now["layout"], "alert")
        self.assertTrue(now["versioning_enabled"])

    def test_wrong_order_of_attachments(self):
        for order in ("x", 7, {}, {"obj_id": "x"}, {"obj_id": "x", "delta": {}}, [1]):
            answer = self.ask("PATCH", self.existing, json={"ordering": order})
            self.assertRefused(answer, "ordering", "")

    def test_messages_are_in_the_readers_language(self):
        for lang, (required, large) in TRANSLATED.items():
            told = {"Accept-Language": lang}
            cookies = {"I18N_LANGUAGE": lang}
            with catalogue(lang):
                answer = self.ask(
                    "POST",
                    self.library,
                    json=self.alert(title=""),
                    headers=told,
                    cookies=cookies,
                )
                self.assertRefused(answer, "title", required)
                form = Form(self, f"{self.library}/++add++Alert", lang=lang)
                refused = form.send(title="", alert_type="seizure")
                self.assertAt(refused, "form-widgets-title", required)
                form = Form(self, f"{self.library}/++add++LibraryDocument", lang=lang)
                typed = {name: values[0] for name, values in form.values.items()}
                typed |= {"form.widgets.title": "x", "form.buttons.save": "1"}
                typed["form.widgets.document_type:list"] = "report"
                with big_file("form.widgets.file", typed) as (body, headers):
                    headers = {**told, **headers}
                    answer = self.stream(form.url, body, headers, cookies=cookies)
                self.assertAt(Screen(answer), "form-widgets-file", large)
