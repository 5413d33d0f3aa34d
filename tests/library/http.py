"""A portal asked over HTTP, and what lies in its library."""

import base64
import requests
import unittest
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from lxml import html
from pathlib import Path


SENT_TYPES = {"text", "date", "number", "hidden", "search"}


def as_json(data: bytes, name: str) -> dict[str, str]:
    """A file as it is sent in JSON."""
    content = base64.b64encode(data).decode()
    return {"data": content, "encoding": "base64", "filename": name}


class Screen:
    """A page that was answered."""

    def __init__(self, answer: requests.Response):
        self.status = answer.status_code
        self.location = answer.headers.get("Location", "")
        self.text = answer.text
        self.tree = html.fromstring(answer.text or "<html/>")

    @property
    def mistakes(self) -> dict[str, str]:
        """The list on top of a refused form: id of an input → what is said of it."""
        said: dict[str, str] = {}
        for link in self.tree.xpath("//*[@id='form-errors']//a"):
            target = link.get("href").removeprefix("#")
            text = " ".join(link.text_content().split())
            said[target] = f"{said[target]} {text}" if target in said else text
        return said

    def at(self, element_id: str) -> html.HtmlElement:
        (element,) = self.tree.xpath("//*[@id=$it]", it=element_id)
        return element

    def described(self, element_id: str) -> str:
        """Help and errors that belong to an input."""
        ids = (self.at(element_id).get("aria-describedby") or "").split()
        return " ".join(self.at(one).text_content().strip() for one in ids)


class Form(Screen):
    """A form as a browser would show and send it."""

    def __init__(
        self, case: "HttpTestCase", url: str, user: str | None = None, lang="en"
    ):
        self.ask = case.browse
        self.options = {"user": user, "lang": lang}
        self.url = url
        super().__init__(case.browse("GET", url, **self.options))
        case.assertEqual(self.status, 200, self.text)

    @property
    def values(self) -> dict[str, list[str]]:
        (form,) = self.tree.xpath("//form[@id='form']")
        values: dict[str, list[str]] = {}
        for element in form.xpath(".//input[@name] | .//select | .//textarea"):
            if element.xpath("ancestor::template"):
                continue
            for value in _sent(element):
                values.setdefault(element.get("name"), []).append(value)
        return values

    def send(
        self, button: str = "form.buttons.save", files=None, beside=None, **changes
    ) -> Screen:
        """Press a button, with other values; names are those of the fields.

        ``beside``: inputs that are no fields of the content.
        """
        values = {**self.values, **{name: [one] for name, one in (beside or {}).items()}}
        for name, value in changes.items():
            values[f"form.widgets.{name}"] = value if isinstance(value, list) else [value]
        name, _equals, value = button.partition("=")
        values[name] = [value or "1"]
        parts = [(key, (None, one)) for key, ones in values.items() for one in ones]
        parts += [(f"form.widgets.{key}", file) for key, file in (files or {}).items()]
        url = self.url.partition("?")[0]
        return Screen(self.ask("POST", url, files=parts, **self.options))


def _sent(element: html.HtmlElement) -> list[str]:
    if element.tag == "textarea":
        return [element.text or ""]
    if element.tag == "select":
        chosen = element.xpath(".//option[@selected]") or element.xpath(".//option[1]")
        if element.get("multiple"):
            chosen = element.xpath(".//option[@selected]")
        return [option.get("value") for option in chosen]
    if element.get("type") in ("checkbox", "radio"):
        return [element.get("value")] if element.get("checked") is not None else []
    return [element.get("value") or ""] if element.get("type") in SENT_TYPES else []


class HttpTestCase(unittest.TestCase):
    layer = CUG_HTTP
    author = "customs-xa"

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.library = f"{self.portal}/cheetahs/library"

    def ask(self, method, url, user=None, headers=(), **kw):
        return requests.request(
            method,
            url,
            auth=(user or self.author, PASSWORD),
            headers={"Accept": "application/json", **dict(headers)},
            timeout=60,
            **kw,
        )

    def browse(self, method, url, user=None, lang="en", **kw):
        return requests.request(
            method,
            url,
            auth=(user or self.author, PASSWORD),
            headers={"Accept": "text/html", "Accept-Language": lang},
            cookies={"I18N_LANGUAGE": lang},
            allow_redirects=False,
            timeout=60,
            **kw,
        )

    def alert(self, **fields):
        """What to send for an alert."""
        return {
            "@type": "Alert",
            "title": "EXERCISE: cubs in a crate",
            "alert_type": "seizure",
            "handling": "green",
            **fields,
        }

    def document(self, **fields):
        """What to send for a document, without its file."""
        return {
            "@type": "LibraryDocument",
            "title": "EXERCISE: a report",
            "document_type": "report",
            "handling": "green",
            **fields,
        }

    def make(self, fields, where=None):
        answer = self.ask("POST", where or self.library, json=fields)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()

    def stored(self):
        """Ids of all that lies in the library, and the number of files on disk."""
        self.layer["portal"]._p_jar.sync()
        library = self.layer["portal"].cheetahs.library
        ids = {
            "/".join(item.getPhysicalPath())
            for parent in (library, *library.objectValues())
            for item in getattr(parent, "objectValues", list)()
        }
        storage = self.layer["portal"]._p_jar.db().storage
        blobs = Path(storage.temporaryDirectory()).parent
        return ids, sorted(str(path) for path in blobs.rglob("*.bl*"))
