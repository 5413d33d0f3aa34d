"""What is looked for does not stand in the access log."""

import re
import unittest
from cites.cug.core.metrics.figures import KEY
from cites.cug.wsgi.access_log import FIELDS, filter_app
from pathlib import Path
from types import SimpleNamespace
from wsgiref.util import setup_testing_defaults


def application(environ, start_response):
    start_response("200 OK", [("Content-Length", "0")])
    return []


NGINX = Path(__file__).parents[2] / "deploy" / "nginx" / "cug.conf"


class TestProxysLog(unittest.TestCase):
    """That of nginx, as the deployment sets it up."""

    def test_no_server_writes_queries(self):
        text = NGINX.read_text()
        servers = re.findall(r"^server \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)
        self.assertGreaterEqual(len(servers), 2)
        for server in servers:
            (kept,) = re.findall(r"^ +access_log (.+);", server, re.MULTILINE)
            self.assertRegex(kept, r"^off$| cug$")
            if kept != "off":
                self.assertRegex(server, r"\n +error_log \S+ crit;")
        (form,) = re.findall(r"^log_format cug '(.+)';", text, re.MULTILINE)
        variables = set(re.findall(r"\$\w+", form))
        self.assertFalse(
            variables & {"$request", "$request_uri", "$args", "$http_referer"}
        )


class TestAccessLog(unittest.TestCase):
    def fields(self, environ, *headers):
        """What logs in JSON get of a request that is answered with these headers."""

        def answer(_environ, start_response):
            start_response("404 Not Found", headers)
            return []

        setup_testing_defaults(environ)
        with self.assertLogs("wsgi") as logs:
            filter_app(answer)(environ, lambda *_args: None)
        return getattr(logs.records[0], FIELDS)

    def test_the_part_that_answered_and_its_time_where_they_were_measured(self):
        environ = {"REMOTE_ADDR": "192.0.2.1", "REQUEST_METHOD": "POST"}
        expected = {"address": "192.0.2.1", "method": "POST", "status": 404}
        measured = SimpleNamespace(kind="messaging.service", seconds=1.23456)
        self.assertEqual(
            {**expected, "kind": "messaging.service", "bytes": 5, "seconds": 1.2346},
            self.fields({**environ, KEY: measured}, ("Content-Length", "5")),
        )
        self.assertEqual(
            {**expected, "kind": "none", "bytes": None, "seconds": None},
            self.fields(environ),
        )

    def test_nothing_is_written_to_the_console(self):
        self.assertEqual([], filter_app(application).logger.handlers)

    def test_addresses_without_their_query(self):
        environ = {
            "PATH_INFO": "/portal/@permits",
            "QUERY_STRING": "country=XA&number=zqnumber",
            "HTTP_REFERER": "http://localhost/portal/permits?number=zqnumber",
        }
        setup_testing_defaults(environ)
        with self.assertLogs("wsgi") as logs:
            filter_app(application)(environ, lambda *_args: None)
        (line,) = logs.output
        self.assertIn('"GET /portal/%40permits HTTP/1.0" 200 0', line)
        self.assertIn('"http://localhost/portal/permits"', line)
        self.assertNotIn("zqnumber", line)

    def test_addresses_without_their_keys(self):
        for name in ("passwordreset", "@@passwordreset"):
            for path, query in (
                (f"/portal/{name}/zqkey", ""),
                (f"/portal/{name}", "key=zqkey"),
                (f"/VirtualHostBase/https/x/portal/{name}/zqkey", ""),
                ("/portal/cheetahs/confirm-request", "id=1&key=zqkey"),
                ("/portal/cheetahs/answer-question", "id=1&key=zqkey"),
                ("/portal/cheetahs/@feed", "token=zqkey"),
            ):
                environ = {
                    "PATH_INFO": path,
                    "QUERY_STRING": query,
                    "HTTP_REFERER": f"http://localhost{path}?{query}",
                }
                setup_testing_defaults(environ)
                with self.assertLogs("wsgi") as logs:
                    filter_app(application)(environ, lambda *_args: None)
                self.assertNotIn("zqkey", logs.output[0], path)
