"""What tests of the library's screens do as one member or another, over HTTP."""

import requests
import unittest
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from lxml import html


class LibraryCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.group = f"{self.portal}/cheetahs"
        self.library = f"{self.group}/library"

    def ask(self, user, method, url, **kw):
        """As a browser does: without following redirects."""
        kw.setdefault("allow_redirects", False)
        auth = (user, PASSWORD) if user else None
        return requests.request(method, url, auth=auth, timeout=120, **kw)

    def rest(self, user, method, url, status, **kw):
        headers = {"Accept": "application/json"}
        answer = self.ask(user, method, url, headers=headers, **kw)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json() if answer.content else None

    def page(self, user, url, status=200, **query):
        """The page as a tree, once its status is as expected."""
        answer = self.ask(user, "GET", url, params=query)
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        return self.parse(answer)

    def parse(self, answer):
        return html.fromstring(answer.text, base_url=answer.url)

    def send(self, user, page, name, /, **changes):
        """Send the form of a page whose action ends so, changed, by its first button."""
        (form, *_others) = [form for form in page.forms if form.action.endswith(name)]
        values = {**dict(form.form_values()), **changes}
        return self.ask(user, form.method, form.action, data=values)

    def make(self, user="customs-xa", within=None, **fields):
        fields = {
            "@type": "Alert",
            "title": "EXERCISE: cubs in a crate",
            "alert_type": "seizure",
            "handling": "green",
            **fields,
        }
        answer = self.rest(user, "POST", within or self.library, 201, json=fields)
        return answer["@id"]

    def make_document(self, user="customs-xa", name="guide.txt", data="dGVzdA==", **more):
        fields = {
            "@type": "LibraryDocument",
            "title": "EXERCISE: guide",
            "document_type": "identification_guide",
            "handling": "green",
            "file": {"filename": name, "data": data, "encoding": "base64"},
            **more,
        }
        return self.rest(user, "POST", self.library, 201, json=fields)["@id"]

    def make_folder(self, title="Operation", shared=False):
        fields = {"@type": "LibraryFolder", "title": title}
        folder = self.rest("secretariat", "POST", self.library, 201, json=fields)["@id"]
        if shared:
            self.move(folder, "share")
        return folder

    def move(self, item, *transitions, user="secretariat"):
        for name in transitions:
            self.rest(user, "POST", f"{item}/@workflow/{name}", 200, json={})

    def published(self, *transitions, **fields):
        alert = self.make(**fields)
        self.move(alert, "submit", "publish", *transitions)
        return alert

    def check_number(self, link, user="police-xb"):
        """Check that the list behind a link has the number of items that it says."""
        title = link.xpath("title")
        number = text_of(title[0] if title else link).rpartition(" ")[2]
        (head,) = self.page(user, link.get("href")).xpath("//h2[@id='found']")
        self.assertEqual(text_of(head), f"Items: {number}", link.get("href"))
        return int(number)


def text_of(element) -> str:
    """The words of an element, with single spaces."""
    return " ".join(element.text_content().split())
