"""The door alone: a filter around an application that answers what it is told."""

import errno
import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.wsgi import wsgi_filter
from cites.cug.wsgi.body_limits import STRANGERS_BYTES, TOO_LARGE
from cites.cug.wsgi.early_answers import ACCEPTED
from cites.cug.wsgi.request_checks import MAX_COOKIES, MAX_HEADER, MAX_PATH, VERBS
from cites.cug.wsgi.request_id import current_request_id
from cites.cug.wsgi.static_files import FOR_EVER
from cites.cug.wsgi.web_server import CAME_LATE, Channel, WAITED
from cites.cug.wsgi.wsgi_filter import (
    ANSWER_HEADERS,
    came_by_door,
    CONTENT_POLICY,
    filter_app,
    PLONE_CONTENT_POLICY,
    POLICY_HEADER,
)
from io import BytesIO
from unittest.mock import Mock, patch
from waitress.server import BaseWSGIServer
from wsgiref.util import setup_testing_defaults


class DoorTest(unittest.TestCase):
    settings = {}
    body = [b"in"]

    def ask(self, method="GET", path="/portal", answer=(), status="200 OK", **environ):
        config = getConfiguration()
        section = {SECTION: self.settings}
        with patch.object(config, "product_config", section, create=True):
            return self._ask(method, path, answer, status, environ)

    def _ask(self, method, path, answer, said, environ):
        seen = {}

        def application(environ, start_response):
            seen["asked"] = environ["REQUEST_METHOD"], environ.get("HTTP_ACCEPT")
            seen["environ"], seen["number"] = environ, current_request_id()
            if isinstance(said, Exception):
                raise said
            start_response(said, [("Content-Type", "text/html"), *answer])
            return self.body

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
        for method, has_body in (("HEAD", False), ("GET", True)):
            refused = self.ask(method, HTTP_HOST="evil.example")["body"]
            self.assertIs(has_body, bool(refused))
        self.assertEqual(self.header(self.ask("HEAD"), "Content-Type"), ["text/html"])

    def test_what_is_not_sent_is_closed(self):
        self.body = Mock(spec=["__iter__", "close"])
        self.assertEqual(b"", self.ask("HEAD")["body"])
        self.body.close.assert_called_once_with()

    def test_each_request_has_an_id(self):
        answer = self.ask()
        self.assertEqual([answer["number"]], self.header(answer, "X-Request-ID"))
        self.assertTrue(answer["number"])

    def test_each_request_is_measured_with_what_became_of_it(self):
        measuring = patch.object(wsgi_filter, "MeasuredRequest")
        for said, status in (("404 Not Found", 404), (ValueError(), 500)):
            with measuring as measured:
                self.ask(status=said, **{WAITED: 2.5})
            self.assertEqual(2.5, measured.call_args.args[1])
            measured.return_value.end.assert_called_once_with(status)

    def test_it_brings_its_web_server(self):
        with patch.object(BaseWSGIServer, "channel_class"):
            filter_app(None)
            self.assertIs(Channel, BaseWSGIServer.channel_class)

    def test_a_request_that_came_late_is_sent_away(self):
        answer = self.ask(**{CAME_LATE: True})
        self.assertEqual((503, False), (answer["status"], "asked" in answer))
        self.assertEqual(["10"], self.header(answer, "Retry-After"))
        self.assertIn(b"being restarted", answer["body"])

    def test_what_escapes_from_zope_is_answered_and_logged(self):
        for asked, kind, told in (
            ({"HTTP_ACCEPT": "application/json"}, "application/json", '"type": "Int'),
            ({"path": "/portal/@types"}, "application/json", '"request_id": "'),
            ({"HTTP_ACCEPT": "text/html"}, "text/plain; charset=utf-8", "went wrong"),
        ):
            with self.assertLogs(wsgi_filter.logger, "ERROR") as logs:
                answer = self.ask(status=ValueError("zqsecret"), **asked)
            self.assertEqual(500, answer["status"])
            self.assertEqual([kind], self.header(answer, "Content-Type"))
            self.assertIn(told, answer["body"].decode())
            self.assertNotIn(b"zqsecret", answer["body"])
            for name, value in ANSWER_HEADERS.items():
                self.assertEqual([value], self.header(answer, name), name)
            self.assertIn("zqsecret", logs.output[0])

    def test_an_answer_that_was_begun_is_replaced_by_the_failure(self):
        started = []

        def application(environ, start_response):
            start_response("200 OK", [])
            raise ValueError

        def start_response(status, headers, exc_info=None):
            started.append((status, exc_info and exc_info[0]))

        environ = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}
        setup_testing_defaults(environ)
        with self.assertLogs(wsgi_filter.logger, "ERROR"):
            filter_app(application)(environ, start_response)
        failed = ("500 Internal Server Error", ValueError)
        self.assertEqual([("200 OK", None), failed], started)

    def test_of_failures_it_answers_those_of_the_stores(self):
        full = OSError(errno.ENOSPC, "zqfolder")
        with self.assertLogs(wsgi_filter.logger) as logs:
            answer = self.ask(status=full)
        self.assertEqual(507, answer["status"])
        self.assertEqual(["600"], self.header(answer, "Retry-After"))
        self.assertIn("InsufficientStorage: OSError", logs.output[0])
        self.assertNotIn("zqfolder", logs.output[0])

    def test_who_writes_waits_for_a_turn_and_files_of_the_software_do_not(self):
        for path, waits in (("/portal", True), ("/++resource++x/a.css", False)):
            with patch.object(wsgi_filter, "in_turn") as turn:
                self.ask("POST", path, **{WAITED: 2.5})
            self.assertIs(waits, turn.called, path)
        styles = [("Content-Type", "text/css")]
        for path, told in (("/portal", []), ("/++theme++x/a.css", ["Accept-Encoding"])):
            answer = self.ask(path=path, answer=styles)
            self.assertEqual(told, self.header(answer, "Vary"), path)

    def test_a_body_that_is_too_large_does_not_come_in(self):
        kind = "application/json"
        for size, method in ((STRANGERS_BYTES, "POST"), (STRANGERS_BYTES + 1, "GET")):
            asked = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": kind}
            got = self.ask("POST", **asked, **{"wsgi.input": BytesIO(b"x")})["environ"]
            self.assertEqual(method, got["REQUEST_METHOD"])
        self.assertEqual(STRANGERS_BYTES, got[TOO_LARGE])
        self.assertEqual(("0", ""), (got["CONTENT_LENGTH"], got["CONTENT_TYPE"]))
        self.assertEqual(b"", got["wsgi.input"].read())

    def test_programs_are_answered_as_such_whatever_they_say(self):
        json = "application/json"
        for verb in ("PATCH", "DELETE"):
            asked = self.ask(verb, HTTP_ACCEPT="text/html")["asked"]
            self.assertEqual(asked, (verb, json))
        asked = self.ask(path="/portal/x/++api++/y", HTTP_ACCEPT="text/html")["asked"]
        self.assertEqual(asked, ("GET", json))
        asked = self.ask(HTTP_ACCEPT="text/html")["asked"]
        self.assertEqual(asked, ("GET", "text/html"))
        both = "application/problem+json, text/csv"
        answer = self.ask(HTTP_ACCEPT=both)
        self.assertEqual(answer["asked"], ("GET", "text/csv"))
        self.assertEqual(both, answer["environ"][ACCEPTED])

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
            "localhost:65536",
            "localhost/evil",
            "localhost:8080/evil",
            "localhost?evil",
            "localhost#evil",
            "localhost, evil.example",
            " localhost",
            "[::1",
            "[::1]:80:81",
            "127.0.0.1:0",
            "localhost:00000",
            "[::1]:0",
        ):
            self.assertEqual(self.ask(HTTP_HOST=host)["status"], 421, host)
        for host in ("localhost", "LOCALHOST:8080", "127.0.0.1:65535", "[::1]:8080"):
            self.assertEqual(self.ask(HTTP_HOST=host)["status"], 200, host)

    def test_an_address_cannot_name_another_host(self):
        for host in ("evil.example", "evil.example:80", "localhost@evil.example", "["):
            for path in (
                f"/VirtualHostBase/http/{host}/portal/VirtualHostRoot/login",
                f"//VirtualHostBase/http/{host}/portal",
                f"/portal/VirtualHostBase/https/{host}",
                f"/VirtualHostBase//http/{host}/portal",
                f"/VirtualHostBase//localhost/{host}/portal",
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
            "/portal/\x1f",
            "/" + "a" * MAX_PATH,
            "/VirtualHostBase/http/./evil.example/portal",
            "/VirtualHostBase/http/localhost/../evil.example/portal",
        ):
            self.assertEqual(self.ask(path=path)["status"], 400, path[:20])
        for path in ("/portal/a b", "/" + "a" * (MAX_PATH - 1)):
            self.assertEqual(self.ask(path=path)["status"], 200, path[:20])
        for query, status in (("q=%00", 400), ("q=%FF", 400), ("q=%C3%A9+%F0", 400)):
            self.assertEqual(self.ask(QUERY_STRING=query)["status"], status)
        self.assertEqual(self.ask(QUERY_STRING="q=%C3%A9&x=\xc3\xa9")["status"], 200)

    def test_dot_segments_are_refused_for_every_method(self):
        paths = ("/..", "/.", "/x/..", "/x/../y", "/x/./y", "/x/@tus-upload/../", "/x/.")
        for verb in VERBS:
            for path in paths:
                answer = self.ask(path=path, REQUEST_METHOD=verb)
                self.assertEqual(answer["status"], 400, f"{verb} {path}")
        for path in ("/...", "/x/..y", "/x/y.", "/x/.well-known/z", "/x/... /"):
            self.assertEqual(self.ask(path=path)["status"], 200, path)

    def test_headers_that_zope_cannot_hold_are_refused(self):
        for cookie, status in (
            ("x=y; " * 5000, 431),
            (";" * MAX_COOKIES, 431),
            (";" * (MAX_COOKIES - 1), 200),
        ):
            self.assertEqual(self.ask(HTTP_COOKIE=cookie)["status"], status)
        for more, status in ((1, 431), (0, 200)):
            accepted = "x" * (MAX_HEADER + more)
            self.assertEqual(self.ask(HTTP_ACCEPT=accepted)["status"], status)
        for login in ("Basic !!!", "Basic bm8gY29sb24=", "basic /////w=="):
            status = self.ask(HTTP_AUTHORIZATION=login)["status"]
            self.assertEqual(status, 400, login)
        for login in ("Basic YTpi", "Bearer !!!"):
            self.assertEqual(self.ask(HTTP_AUTHORIZATION=login)["status"], 200)
        for length in ("x", "-1", "1e3", "²", "٣"):
            self.assertEqual(self.ask(CONTENT_LENGTH=length)["status"], 400, length)

    def test_changes_asked_for_by_other_sites_are_refused(self):
        for verb in ("POST", "PATCH", "DELETE"):
            for origin in (
                "http://evil.example",
                "null",
                "http://localhost:8081",
                "http://[",
                "https://localhost:8080",
                "//localhost:8080",
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

    def test_the_scheme_of_an_origin_is_that_of_the_portal(self):
        """The proxy names it in the path, or by X-Forwarded-Proto."""
        proxied = "/VirtualHostBase/https/localhost:443/portal/VirtualHostRoot/login"
        for scheme, forwarded, path, status in (
            ("https", "https", "/portal", 200),
            ("http", "https", "/portal", 403),
            ("https", "http", proxied, 200),
            ("http", "http", proxied, 403),
        ):
            environ = {"wsgi.url_scheme": forwarded, "HTTP_HOST": "localhost"}
            origin = f"{scheme}://localhost"
            asked = self.ask("POST", path, HTTP_ORIGIN=origin, **environ)
            self.assertEqual(asked["status"], status, (scheme, forwarded, path))

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
            no_port = self.ask(path=path, HTTP_HOST="10.1.2.3:65536")
            self.assertEqual(no_port["status"], 421, path)
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
            "/@@manage_x",
        ):
            self.assertEqual(self.ask(path=path)["status"], 200, path)
            far = self.ask(path=path, REMOTE_ADDR="203.0.113.9")
            self.assertEqual(far["status"], 404, path)
        for path in ("/portal/management-of-seizures", "/a/manage_plan.txt"):
            far = self.ask(path=path, REMOTE_ADDR="203.0.113.9")
            self.assertEqual(far["status"], 200, path)
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
        private = ["private, no-store"]
        answer = self.ask(path="/portal/cheetahs", answer=[cached])
        self.assertEqual(self.header(answer, "Cache-Control"), private)
        own = {"path": "/portal/++resource++cites.cug/a.css", "QUERY_STRING": "v=1"}
        for status, kept in (("200 OK", [FOR_EVER]), ("404 Not Found", private)):
            answer = self.ask(answer=[cached], status=status, **own)
            self.assertEqual(self.header(answer, "Cache-Control"), kept)
        plones = {**own, "path": "/portal/++theme++x/a.css"}
        answer = self.ask(answer=[cached], **plones)
        self.assertEqual(self.header(answer, "Cache-Control"), [cached[1]])

    def test_banners_go(self):
        banners = [("X-Powered-By", "Zope"), ("Server", "x/1.0")]
        answer = self.ask(answer=banners)
        for name, _value in banners:
            self.assertEqual(self.header(answer, name), [])

    def test_cookies_are_kept_from_scripts_and_other_sites(self):
        cookie = [("Set-Cookie", "I18N_LANGUAGE=fr; Path=/")]
        answer = self.ask(answer=cookie)
        plain = self.header(answer, "Set-Cookie")
        self.assertEqual(plain, ["I18N_LANGUAGE=fr; Path=/; HttpOnly; SameSite=Lax"])
        self.assertEqual([], self.header(answer, "Strict-Transport-Security"))
        answer = self.ask(answer=cookie, **{"wsgi.url_scheme": "https"})
        self.assertIn("; Secure", self.header(answer, "Set-Cookie")[0])
        self.assertTrue(self.header(answer, "Strict-Transport-Security"))
        strict = [("Set-Cookie", "__ac=x; HttpOnly; SameSite=Strict")]
        kept = self.header(self.ask(answer=strict), "Set-Cookie")
        self.assertEqual(kept, ["__ac=x; HttpOnly; SameSite=Strict"])
