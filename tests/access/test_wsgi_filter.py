"""The door alone: a filter around an application that answers what it is told."""

import unittest
from App.config import getConfiguration
from cites.cug.access.wsgi_filter import (
    ANSWER_HEADERS,
    came_by_door,
    CONTENT_POLICY,
    filter_app,
    PLONE_CONTENT_POLICY,
    POLICY_HEADER,
)
from cites.cug.settings.deployment import SECTION
from unittest.mock import patch
from wsgiref.util import setup_testing_defaults


class DoorTest(unittest.TestCase):
    settings = {}

    def ask(self, method="GET", path="/portal", answer=(), **environ):
        config = getConfiguration()
        section = {SECTION: self.settings}
        with patch.object(config, "product_config", section, create=True):
            return self._ask(method, path, answer, environ)

    def _ask(self, method, path, answer, environ):
        seen = {}

        def application(environ, start_response):
            seen["asked"] = environ["REQUEST_METHOD"], environ.get("HTTP_ACCEPT")
            start_response("200 OK", [("Content-Type", "text/html"), *answer])
            return [b"in"]

        def start_response(status, headers, exc_info=None):
            seen["status"] = int(status.split()[0])
            seen["headers"] = headers

        request = {"REQUEST_METHOD": method, "PATH_INFO": path}
        request |= {"HTTP_HOST": "localhost:8080", "REMOTE_ADDR": "127.0.0.1", **environ}
        setup_testing_defaults(request)
        seen["body"] = b"".join(filter_app(application)(request, start_response))
        return seen

    def header(self, seen, name):
        return [value for key, value in seen["headers"] if key.lower() == name.lower()]

    def test_only_the_verbs_of_the_interface_come_in(self):
        for verb in ("GET", "HEAD", "POST", "PATCH", "DELETE"):
            self.assertEqual(self.ask(verb)["status"], 200, verb)
        for verb in ("OPTIONS", "TRACE", "PROPFIND", "PUT", "MKCOL", "COPY", "FOO"):
            answer = self.ask(verb)
            self.assertEqual(answer["status"], 405, verb)
            self.assertEqual(
                self.header(answer, "Allow"), ["GET, HEAD, POST, PATCH, DELETE"]
            )

    def test_what_came_by_the_door_is_known(self):
        seen = []

        def application(environ, start_response):
            seen.append(came_by_door(environ))
            start_response("200 OK", [])
            return []

        environ = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
        setup_testing_defaults(environ)
        filter_app(application)(environ, lambda *_: None)
        self.assertEqual(([True], False), (seen, came_by_door(environ)))

    def test_head_is_get_without_a_body(self):
        self.assertEqual(self.ask("HEAD")["asked"], ("GET", None))
        self.assertEqual(self.ask("GET")["body"], b"in")
        self.assertEqual(self.ask("HEAD")["body"], b"")
        self.assertEqual(self.header(self.ask("HEAD"), "Content-Type"), ["text/html"])

    def test_programs_are_answered_as_such_whatever_they_say(self):
        json = "application/json"
        for verb in ("PATCH", "DELETE"):
            asked = self.ask(verb, HTTP_ACCEPT="text/html")["asked"]
            self.assertEqual(asked, (verb, json))
        asked = self.ask(path="/portal/x/++api++/y", HTTP_ACCEPT="text/html")["asked"]
        self.assertEqual(asked, ("GET", json))
        asked = self.ask(HTTP_ACCEPT="text/html")["asked"]
        self.assertEqual(asked, ("GET", "text/html"))

    def test_unknown_hosts_are_refused(self):
        for host in (
            "evil.example",
            "localhost.evil.example",
            "",
            "evil@localhost:x",
            "[",
            "localhost:8080:9090",
            "localhost:x",
            "localhost:",
            "localhost:123456",
            "localhost/evil",
            "localhost:8080/evil",
            "localhost?evil",
            "localhost#evil",
            "localhost, evil.example",
            " localhost",
            "[::1",
            "[::1]:80:81",
        ):
            self.assertEqual(self.ask(HTTP_HOST=host)["status"], 421, host)
        for host in ("localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"):
            self.assertEqual(self.ask(HTTP_HOST=host)["status"], 200, host)

    def test_an_address_cannot_name_another_host(self):
        for host in ("evil.example", "evil.example:80", "localhost@evil.example", "["):
            for path in (
                f"/VirtualHostBase/http/{host}/portal/VirtualHostRoot/login",
                f"//VirtualHostBase/http/{host}/portal",
                f"/portal/VirtualHostBase/https/{host}",
                f"/VirtualHostBase//http/{host}/portal",
                f"/VirtualHostBase/http/./{host}/portal",
                f"/VirtualHostBase/http/localhost/../{host}/portal",
            ):
                self.assertEqual(self.ask(path=path)["status"], 421, path)
        proxied = "/VirtualHostBase/https/localhost:443/portal/VirtualHostRoot/login"
        self.assertEqual(self.ask(path=proxied)["status"], 200)

    def test_malformed_addresses_are_refused(self):
        for path in (
            "/portal/\xff\xfe",
            "/portal/\x00",
            "/portal/a\nb",
            "/portal/++api++/++api++",
            "/portal/++api++/x/++api++",
            "/" + "a" * 3000,
        ):
            self.assertEqual(self.ask(path=path)["status"], 400, path[:20])
        for query, status in (("q=%00", 400), ("q=%FF", 400), ("q=%C3%A9+%F0", 400)):
            self.assertEqual(self.ask(QUERY_STRING=query)["status"], status)
        self.assertEqual(self.ask(QUERY_STRING="q=%C3%A9&x=\xc3\xa9")["status"], 200)

    def test_headers_that_zope_cannot_hold_are_refused(self):
        for cookie, status in (("x=y; " * 5000, 431), ("x;" * 200, 431), ("x=y; z", 200)):
            self.assertEqual(self.ask(HTTP_COOKIE=cookie)["status"], status)
        self.assertEqual(self.ask(HTTP_ACCEPT="x" * 9000)["status"], 431)
        for login in ("Basic !!!", "Basic bm8gY29sb24=", "basic /////w=="):
            status = self.ask(HTTP_AUTHORIZATION=login)["status"]
            self.assertEqual(status, 400, login)
        self.assertEqual(self.ask(HTTP_AUTHORIZATION="Basic YTpi")["status"], 200)
        for length in ("x", "-1", "1e3", "²"):
            self.assertEqual(self.ask(CONTENT_LENGTH=length)["status"], 400, length)

    def test_changes_asked_for_by_other_sites_are_refused(self):
        for verb in ("POST", "PATCH", "DELETE"):
            for origin in (
                "http://evil.example",
                "null",
                "http://localhost:8081",
                "http://[",
            ):
                self.assertEqual(self.ask(verb, HTTP_ORIGIN=origin)["status"], 403)
            own = self.ask(verb, HTTP_ORIGIN="http://localhost:8080")
            self.assertEqual(own["status"], 200)
            for site in ("cross-site", "same-site", "nonsense"):
                foreign = self.ask(verb, HTTP_SEC_FETCH_SITE=site)
                self.assertEqual(foreign["status"], 403, site)
            for site in ("same-origin", "none"):
                own = self.ask(verb, HTTP_SEC_FETCH_SITE=site)
                self.assertEqual(own["status"], 200, site)
        self.assertEqual(self.ask(HTTP_ORIGIN="http://evil.example")["status"], 200)

    def test_what_zope_would_call_or_fail_to_read(self):
        for kind, status in (
            ("text/xml; charset=utf-8", 415),
            ("Text/XML", 415),
            ("application/xml", 200),
            ("multipart/form-data", 400),
            ("multipart/form-data; boundary=", 400),
            ("multipart/form-data; boundary=x", 200),
        ):
            for verb in ("POST", "PATCH", "DELETE"):
                answer = self.ask(verb, CONTENT_TYPE=kind)
                self.assertEqual(answer["status"], status, kind)

    def test_monitors_ask_by_address_and_for_their_pages_only(self):
        by_address = {"HTTP_HOST": "10.1.2.3:8080"}
        for path in ("/@@ok", "/portal/@@ready"):
            self.assertEqual(self.ask(path=path, **by_address)["status"], 200, path)
            by_name = self.ask(path=path, HTTP_HOST="evil.example")
            self.assertEqual(by_name["status"], 421, path)
            far = self.ask(path=path, REMOTE_ADDR="203.0.113.9", **by_address)
            self.assertEqual(far["status"], 421, path)
        for path in (
            "/portal",
            "/@@ok/portal",
            "/VirtualHostBase/http/evil.example/VirtualHostRoot/@@ok",
        ):
            self.assertEqual(self.ask(path=path, **by_address)["status"], 421, path)

    def test_only_a_refused_verb_is_told_the_others(self):
        refused = self.ask(HTTP_HOST="evil.example")
        self.assertEqual((421, []), (refused["status"], self.header(refused, "Allow")))

    def test_management_answers_operators_only(self):
        for path in (
            "/manage",
            "/manage_main",
            "/portal/manage_workspace",
            "/@@manage-x",
        ):
            self.assertEqual(self.ask(path=path)["status"], 200, path)
            far = self.ask(path=path, REMOTE_ADDR="203.0.113.9")
            self.assertEqual(far["status"], 404, path)
        self.settings = {"operators": "203.0.113.0/24"}
        near = self.ask(path="/manage", REMOTE_ADDR="203.0.113.9")
        self.assertEqual(near["status"], 200)
        self.assertEqual(self.ask(path="/manage")["status"], 404)

    def test_production_names_its_hosts_and_operators(self):
        self.settings = {"production": "on"}
        self.assertEqual(self.ask()["status"], 421)
        self.settings = {"production": "on", "hosts": "cug.example.org"}
        self.assertEqual(self.ask(HTTP_HOST="cug.example.org")["status"], 200)
        managed = self.ask(HTTP_HOST="cug.example.org", path="/manage")
        self.assertEqual(managed["status"], 404)

    def test_every_answer_carries_the_headers(self):
        for answer in (self.ask(), self.ask("FOO"), self.ask(HTTP_HOST="evil.example")):
            for name, value in ANSWER_HEADERS.items():
                self.assertEqual(self.header(answer, name), [value], name)
            self.assertEqual(self.header(answer, "Cache-Control"), ["private, no-store"])

    def test_only_plones_own_pages_may_ask_for_another_policy(self):
        plones = (POLICY_HEADER, PLONE_CONTENT_POLICY)
        for asked, sent in (
            (plones, PLONE_CONTENT_POLICY),
            ((POLICY_HEADER, "default-src *"), CONTENT_POLICY),
        ):
            answer = self.ask(answer=[asked])
            self.assertEqual(self.header(answer, POLICY_HEADER), [sent])
        self.assertNotIn("unsafe", CONTENT_POLICY)

    def test_files_of_the_software_may_be_kept(self):
        cached = ("Cache-Control", "public, max-age=31536000")
        answer = self.ask(path="/portal/++resource++cites.cug/a.css", answer=[cached])
        self.assertEqual(self.header(answer, "Cache-Control"), [cached[1]])
        for path in ("/portal/cheetahs", "/portal/++plone++static/../cheetahs"):
            answer = self.ask(path=path, answer=[cached])
            self.assertEqual(self.header(answer, "Cache-Control"), ["private, no-store"])

    def test_banners_go(self):
        banners = [("X-Powered-By", "Zope"), ("Server", "x/1.0")]
        answer = self.ask(answer=banners)
        for name, _value in banners:
            self.assertEqual(self.header(answer, name), [])

    def test_cookies_are_kept_from_scripts_and_other_sites(self):
        cookie = [("Set-Cookie", "I18N_LANGUAGE=fr; Path=/")]
        plain = self.header(self.ask(answer=cookie), "Set-Cookie")
        self.assertEqual(plain, ["I18N_LANGUAGE=fr; Path=/; HttpOnly; SameSite=Lax"])
        answer = self.ask(answer=cookie, **{"wsgi.url_scheme": "https"})
        self.assertIn("; Secure", self.header(answer, "Set-Cookie")[0])
        self.assertTrue(self.header(answer, "Strict-Transport-Security"))
        strict = [("Set-Cookie", "__ac=x; HttpOnly; SameSite=Strict")]
        kept = self.header(self.ask(answer=strict), "Set-Cookie")
        self.assertEqual(kept, ["__ac=x; HttpOnly; SameSite=Strict"])
