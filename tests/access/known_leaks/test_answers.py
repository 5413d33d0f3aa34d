"""L35 to L41: what answers carry, where they lead, and what files and texts may do."""

import requests
import transaction
from base64 import b64encode
from cites.cug.demo.testing import PASSWORD
from plone.namedfile.file import NamedBlobFile
from socket import create_connection
from tests.access.known_leaks.keys import DRAFT_PAGE, KEYS, KnownLeakTest, SHARED_PAGE
from tests.access.probe import Answer
from urllib.parse import urlsplit


HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
ELSEWHERE = """http://evil.example //evil.example /\\evil.example javascript:alert(1)
http://localhost@evil.example https:evil.example ///evil.example"""
DOWNLOADS = "@@download/file @@display-file/file @@download @@display-file"
SCRIPT = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
#: Each with a word that no answer may hold.
MORE_THAN_WORDS = {
    "onclick": '<p onclick="a()">said</p>',
    "<script>a": "<p>said</p><script>a()</script>",
    "<iframe": '<p>said</p><iframe src="//evil.example"></iframe>',
    "evil.example": '<p>said</p><img src="https://evil.example/x.png">',
    "javascript:a": '<p>said</p><a href="javascript:a()">go</a>',
    "evil.css": '<p>said</p><link rel="stylesheet" href="https://a.example/evil.css">',
    "@import": "<p>said</p><style>@import url(https://a.example/x.css)</style>",
}


class AnswerTest(KnownLeakTest):
    def test_L35_headers(self):
        shared = self.one("alert shared")
        for path in ("login", "{path}", "nothing", "@@ok", "{path}/@@images"):
            for json in (False, True):
                for key, answer in self.ask_all(path, shared, json=json).items():
                    sent = answer.response.headers
                    for name, begin in HEADERS.items():
                        self.assertTrue(sent[name].startswith(begin), f"{key} {path}")
                    self.assertNotIn("X-Powered-By", sent, f"{key} {path}")
                    self.assertNotIn("Server", sent, f"{key} {path}")
                    self.assertNotIn("Via", sent, f"{key} {path}")

    def test_L35_the_servers_own_answers(self):
        """To what is no request at all, before the door is reached."""
        address = urlsplit(self.address)
        with create_connection((address.hostname, address.port), timeout=120) as line:
            line.sendall(b"GET / HTTP/1.1\r\nno colon\r\n\r\n")
            answer = line.makefile("rb").read()
        self.assertIn(b" 400 ", answer.splitlines()[0])
        self.assertNotIn(b"waitress", answer.lower())

    def test_L36_another_host(self):
        for host in ("evil.example", "localhost@evil.example", "localhost.evil.example"):
            for key, caller in self.callers.items():
                answer = caller.session.get(
                    f"{self.address}/cheetahs",
                    headers={"Host": host},
                    allow_redirects=False,
                    timeout=60,
                )
                self.assertEqual(421, answer.status_code, f"{key} {host}")
                self.assertNotIn("evil.example", f"{answer.headers}{answer.text}")

    def test_L37_where_a_login_leads(self):
        for account in ("igo-interpol", "customs-xb", "secretariat", "outsider"):
            for elsewhere in ELSEWHERE.split():
                sent = {
                    "__ac_name": account,
                    "__ac_password": PASSWORD,
                    "came_from": elsewhere,
                    "buttons.login": "Log in",
                }
                answer = requests.post(
                    f"{self.address}/login", sent, allow_redirects=False, timeout=60
                )
                self.assertEqual(302, answer.status_code, elsewhere)
                home, place = urlsplit(self.address), answer.headers["Location"]
                self.assertEqual(home.netloc, urlsplit(place).netloc, place)
        for key in KEYS:
            for elsewhere in ELSEWHERE.split():
                answer = self.ask(key, f"logout?came_from={elsewhere}&next={elsewhere}")
                place = answer.response.headers.get("Location", "")
                self.assertIn(urlsplit(place).netloc, ("", urlsplit(self.address).netloc))

    def test_L38_an_address_to_come_back_to_that_cannot_be_read(self):
        hidden = self.one("alert draft").path
        queries = [f"came_from={one}" for one in ("//[", "http://[::1/x")]
        queries += ["came_from=a&came_from=b", "came_from.x:record=1"]
        for path in (hidden, "cheetahs", "cheetahs/nothing", "nothing"):
            for query in queries:
                for key in KEYS:
                    answer = self.ask(key, f"{path}?{query}")
                    self.assertNotEqual(500, answer.status, f"{key} {path} {query}")
                answer = requests.get(
                    f"{self.address}/{path}?{query}", allow_redirects=False, timeout=60
                )
                self.assertEqual(302, answer.status_code, f"{path} {query}")
            cookies = {"came_from": "//["}
            answer = requests.get(
                f"{self.address}/{path}",
                cookies=cookies,
                allow_redirects=False,
                timeout=60,
            )
            self.assertEqual(302, answer.status_code, path)


class FileTest(KnownLeakTest):
    def replace_file(self, state: str, data: bytes, name: str, kind: str):
        """Put a file there that no check has seen."""
        obj = self.one(f"file {state}")
        self.content(obj).file = NamedBlobFile(data, kind, name)
        transaction.commit()
        return obj

    def assert_harmless(self, statuses, state, data, name, kind) -> None:
        obj = self.replace_file(state, data, name, kind)
        for path in (
            "@@download/file",
            "@@display-file/file",
            "@@download",
            "@@display-file",
        ):
            for key, answer in self.expect(statuses, f"{{path}}/{path}", obj).items():
                headers = answer.response.headers
                self.assertEqual("nosniff", headers["X-Content-Type-Options"])
                if answer.status == 200:
                    said = headers["Content-Disposition"]
                    self.assertTrue(said.startswith("attachment"), f"{key} {path}")

    def test_L38_a_drawing_with_a_script(self):
        self.assert_harmless(SHARED_PAGE, "shared", SVG, "a.svg", "image/svg+xml")
        self.assert_harmless(DRAFT_PAGE, "draft", SVG, "a.svg", "image/svg+xml")

    def test_L39_a_page_as_a_file(self):
        self.assert_harmless(SHARED_PAGE, "shared", SCRIPT, "a.html", "text/html")
        self.assert_harmless(DRAFT_PAGE, "draft", SCRIPT, "a.html", "text/html")

    def test_L40_a_file_that_is_not_what_it_says(self):
        draft = self.one("alert draft")
        for kind, field, name, said in (
            ("File", "file", "a.pdf", "application/pdf"),
            ("Image", "image", "a.png", "image/png"),
            ("Image", "image", "a.svg", "image/svg+xml"),
            ("File", "file", "a.html", "text/html"),
        ):
            for data in (SCRIPT, SVG):
                sent = {
                    "data": b64encode(data).decode(),
                    "encoding": "base64",
                    "filename": name,
                    "content-type": said,
                }
                self.expect(
                    "401 404 404 404 400 404",
                    "{path}",
                    draft,
                    json=True,
                    method="POST",
                    body={"@type": kind, field: sent},
                )

    def test_L41_a_text_with_more_than_words(self):
        alert = {"@type": "Alert", "title": "EXERCISE: <b onclick='a()'>bold</b>"}
        alert |= {"alert_type": "other", "handling": "green"}
        for word, html in MORE_THAN_WORDS.items():
            for key in ("igo", "enforcement", "secretariat"):
                way = {"json": True, "method": "POST", "body": {**alert, "body": html}}
                answer = self.ask(key, "cheetahs/library", **way)
                if answer.status == 201:
                    self.assert_only_words(key, answer, word)
                else:
                    (error,) = answer.response.json()["errors"]
                    self.assertEqual("body", error["field"])

    def assert_only_words(self, key: str, made: Answer, word: str) -> None:
        place = made.response.json()["@id"].removeprefix(f"{self.address}/")
        for json in (False, True):
            text = self.ask(key, place, json=json).response.text
            self.assertIn("said", text)
            self.assertNotIn(word, text if json else text.partition("<main")[2])

    def test_L41_titles_are_text(self):
        obj = self.one("alert shared")
        self.content(obj).title = "<b onclick='a()'>bold</b>"
        self.content(obj).reindexObject()
        transaction.commit()
        for path in ("{path}", "cheetahs/library", "{path}/edit"):
            for key in ("igo", "enforcement", "secretariat"):
                self.assertNotIn("<b onclick", self.ask(key, path, obj).text)
