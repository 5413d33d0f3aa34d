"""What is logged as JSON: a line for each entry, with the id of its request."""

import json
import logging
import sys
import tempfile
import unittest
from cites.cug.wsgi.access_log import filter_app, JsonFormatter, JsonLogHandler
from cites.cug.wsgi.request_id import request_id, serve_as
from pathlib import Path
from wsgiref.util import setup_testing_defaults


SECRET = "zqsecret"
NUMBER = "0123456789abcdef" * 2


def line_of(message, *values, error=None):
    record = logging.LogRecord("cites.cug", 30, "", 1, message, values, error)
    text = JsonFormatter().format(record)
    return json.loads(text), text


class JsonLogTest(unittest.TestCase):
    def test_a_line_bears_the_id_of_its_request(self):
        serve_as(NUMBER)
        self.addCleanup(serve_as, "")
        line, _text = line_of("Refused to %s", "customs-xa")
        self.assertEqual(NUMBER, line["request"])
        self.assertEqual("Refused to customs-xa", line["message"])
        self.assertEqual("WARNING", line["level"])

    def test_no_queries_and_nothing_below_a_name(self):
        for address in (
            f"/portal/@permits?number={SECRET}",
            f"/portal/cheetahs/@messages/{SECRET}",
            f"/portal/cheetahs/@messages/{SECRET}/attachments/1",
            f"/portal/%40%40passwordreset/{SECRET}",
            f"http://localhost/portal/@@passwordreset/{SECRET}?x=1",
        ):
            line, text = line_of(f'GET "{address}" failed')
            self.assertNotIn(SECRET, text)
            self.assertTrue(line["message"].endswith('" failed'), line)

    def test_an_error_without_its_words(self):
        try:
            raise ValueError(SECRET)
        except ValueError:
            line, text = line_of("Failed", error=sys.exc_info())
        self.assertNotIn(SECRET, text)
        self.assertEqual("ValueError", line["error"])
        self.assertIn("test_an_error_without_its_words", line["where"][-1])

    def test_an_error_that_was_never_raised_and_none_at_all(self):
        error = ValueError(SECRET)
        line, text = line_of("Failed", error=(ValueError, error, None))
        self.assertEqual(("ValueError", []), (line["error"], line["where"]))
        self.assertNotIn(SECRET, text)
        line, _text = line_of("Failed", error=(None, None, None))
        self.assertNotIn("error", line)

    def test_only_the_first_line_of_what_others_log(self):
        _line, text = line_of(f"Exception\nTraceback: {SECRET}")
        self.assertNotIn(SECRET, text)

    def test_requests_by_the_part_that_answers(self):
        environ = {"PATH_INFO": f"/portal/{SECRET}", "QUERY_STRING": SECRET}
        setup_testing_defaults(environ)
        environ |= {"HTTP_REFERER": SECRET, "REMOTE_ADDR": "192.0.2.1"}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "log")
            handler = JsonLogHandler(file)
            handler.setFormatter(logging.Formatter("%(message)s"))
            logger = logging.getLogger("wsgi")
            logger.addHandler(handler)
            try:
                filter_app(answer)(environ, lambda *_args: None)
            finally:
                logger.removeHandler(handler)
                handler.close()
            text = file.read_text()
        self.assertNotIn(SECRET, text)
        line = json.loads(text)
        self.assertEqual("192.0.2.1", line["address"])
        self.assertEqual(("GET", 200, 2), (line["method"], line["status"], line["bytes"]))


def answer(_environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"in"]


class RequestIdTest(unittest.TestCase):
    def test_that_of_the_proxy_is_taken_and_kept(self):
        environ = {"HTTP_X_REQUEST_ID": NUMBER}
        self.assertEqual(NUMBER, request_id(environ))
        self.assertEqual(NUMBER, request_id({**environ, "HTTP_X_REQUEST_ID": "other"}))

    def test_another_is_not(self):
        for sent in ("", "x", NUMBER + "0", NUMBER[:-1] + "\n", NUMBER.upper()):
            given = request_id({"HTTP_X_REQUEST_ID": sent})
            self.assertNotEqual(sent, given)
            self.assertRegex(given, "^[0-9a-f]{32}$")
