"""Every error of the portal has one shape and the caller’s language, whatever it is."""

import json
from cites.cug.core.sql.session import RecordsBusy
from cites.cug.web.limits.use import Limit
from cites.cug.web.restapi.limits import LimitsGet
from http.client import HTTPConnection
from tests.web.limits.test_use import set_limit
from tests.web.restapi.case import ServicesCase
from unittest.mock import patch
from urllib.parse import urlsplit


LANGUAGES = ("en", "fr", "es")
SHAPE = {"type", "message", "errors"}
JSON = {"Content-Type": "application/json"}


class ErrorShapeTest(ServicesCase):
    def assertShape(self, status, verb, url, user="customs-xa", headers=(), **kw):
        """The answer has that status and the shape; its message differs by language."""
        messages = set()
        for language in LANGUAGES:
            asked = {**dict(headers), "Accept-Language": language}
            answer = self.ask(verb, url, user, headers=asked, **kw)
            place = f"{verb} {url}"
            self.assertEqual(status, answer.status_code, place)
            kind = answer.headers["Content-Type"].partition(";")[0]
            self.assertEqual("application/json", kind, place)
            self.assertLessEqual(SHAPE, answer.json().keys(), place)
            messages.add(answer.json()["message"])
        self.assertEqual(len(LANGUAGES), len(messages), (place, messages))
        return answer

    def test_who_is_not_logged_in(self):
        for url in (f"{self.group}/@members", self.alert, f"{self.portal}/nothing"):
            answer = self.assertShape(401, "GET", url, user=None)
            self.assertEqual("Unauthorized", answer.json()["type"])

    def test_what_one_may_not_do(self):
        self.assertShape(403, "PATCH", self.group, json={"title": "x"})
        self.assertShape(403, "POST", f"{self.group}/@members/police-xa/suspend", json={})

    def test_what_is_not_there(self):
        for url in (f"{self.portal}/ivory", f"{self.portal}/nothing"):
            self.assertShape(404, "GET", url)
            self.assertShape(404, "GET", f"{url}/@library")
        self.assertShape(404, "GET", f"{self.group}/@no-such-service")
        self.assertShape(404, "GET", f"{self.group}/@messages/{'0' * 32}")
        # A verb that a service does not have looks like a service that is not there.
        self.assertShape(404, "DELETE", f"{self.group}/@library")

    def test_bad_input(self):
        answer = self.assertShape(400, "GET", f"{self.group}/@library?nonsense=1")
        (error,) = answer.json()["errors"]
        self.assertEqual("nonsense", error["field"])
        messages = f"{self.group}/@messages"
        self.assertShape(400, "POST", messages, data=b"{", headers=JSON)
        self.assertShape(400, "POST", messages, json={"to": ["nobody-at-all"]})
        self.assertShape(400, "POST", f"{self.group}/library", json={"@type": "Alert"})

    def test_what_the_door_refuses(self):
        xml = {"Content-Type": "text/xml"}
        foreign = {"Origin": "http://evil.example"}
        self.assertShape(405, "PUT", self.group, json={})
        self.assertShape(405, "OPTIONS", self.group)
        self.assertShape(
            415, "POST", f"{self.portal}/@permits", data=b"<x/>", headers=xml
        )
        self.assertShape(403, "POST", f"{self.portal}/@logout", headers=foreign)
        self.assertShape(421, "GET", self.group, headers={"Host": "evil.example"})
        self.assertShape(431, "GET", self.group, headers={"X-Long": "x" * 9000})
        self.assertShape(400, "GET", f"{self.group}?q=%FF")

    def test_too_large(self):
        login = f"{self.portal}/@login"
        self.assertShape(413, "POST", login, None, json={"login": "x" * 20_000})

    def test_too_much(self):
        set_limit(Limit.CHECKS, 1)
        url = f"{self.group}/@non-nominal"
        self.ask("POST", url, json={"text": "a"})
        answer = self.assertShape(429, "POST", url, json={"text": "b"})
        self.assertTrue(answer.headers["Retry-After"])

    def test_failures(self):
        limits, office = f"{self.group}/@limits", "secretariat"
        with patch.object(LimitsGet, "reply", side_effect=RuntimeError("zqsecret")):
            answer = self.assertShape(500, "GET", limits, office)
            self.assertNotIn("zqsecret", answer.text)
        with patch.object(LimitsGet, "reply", side_effect=RecordsBusy("zqsecret")):
            answer = self.assertShape(503, "GET", limits, office)
            self.assertTrue(answer.headers["Retry-After"])

    def test_a_wrong_password(self):
        wrong = {"login": "customs-xa", "password": "wrong"}
        self.assertShape(401, "POST", f"{self.portal}/@login", None, json=wrong)

    def test_the_door_answers_a_head_without_a_body(self):
        address = urlsplit(self.portal)
        connection = HTTPConnection(address.netloc, timeout=60)
        connection.request("HEAD", address.path, headers={"Host": "evil.example"})
        answer = connection.getresponse()
        self.assertEqual((421, b""), (answer.status, answer.read()))
        connection.close()

    def test_readers_get_text_from_the_door(self):
        answer = self.ask("PUT", self.group, headers={"Accept": "text/html"})
        self.assertEqual(405, answer.status_code)
        self.assertRaises(json.JSONDecodeError, json.loads, answer.text)
