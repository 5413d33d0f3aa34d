"""What is sent again, and what is not."""

import json
import tempfile
import unittest
from cug_client import Connection, CugError
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.seen.append((self.command, dict(self.headers)))
        status, headers, body = self.server.answers.pop(0)
        if status is None:  # gone without an answer
            self.close_connection = True
            return
        self.send_response(status)
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        for name, value in {"Content-Length": str(len(sent)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_POST = do_PATCH = do_DELETE = do_GET

    def log_message(self, *args):
        pass


NOTHING = (None, {}, b"")
DONE = (200, {}, {"done": True})


class ConnectionTest(unittest.TestCase):
    def setUp(self):
        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.server.seen, self.pauses = [], []
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_port}/portal"
        self.connection = Connection(self.url, "secret", pause=self.pauses.append)

    def answers(self, *answers):
        self.server.answers = list(answers)

    def keys(self):
        return [headers.get("Idempotency-Key") for _verb, headers in self.server.seen]

    def test_a_post_is_sent_again_with_the_same_key(self):
        self.answers(NOTHING, (502, {}, b""), DONE)
        self.assertEqual(self.connection.post("@messages", {}), {"done": True})
        self.assertEqual(self.pauses, [1, 2])
        (key,) = set(self.keys())
        self.assertEqual(len(key), 32)
        self.answers(DONE)
        self.connection.post("@messages", {}, key="mine")
        self.assertEqual(self.keys()[-1], "mine")

    def test_other_changes_are_sent_again_only_if_they_were_not_done(self):
        for answer, times in ((NOTHING, 1), ((502, {}, b""), 1), ((503, {}, b""), 4)):
            del self.server.seen[:]
            self.answers(*[answer] * 4)
            with self.assertRaises(CugError):
                self.connection.patch("x", {})
            self.assertEqual(len(self.server.seen), times, answer)

    def test_it_waits_as_long_as_it_is_told_but_not_for_ever(self):
        self.answers((429, {"Retry-After": "7"}, {}), DONE)
        self.connection.get("@library")
        self.assertEqual(self.pauses, [7])
        self.answers((429, {"Retry-After": "3600"}, {"type": "TooManyRequests"}))
        with self.assertRaises(CugError) as refused:
            self.connection.get("@library")
        self.assertEqual((refused.exception.status, self.pauses), (429, [7]))
        self.assertEqual(refused.exception.retry_after, 3600)

    def test_an_error_says_what_the_portal_said(self):
        errors = [{"field": "subject", "message": "Too long."}]
        body = {"type": "BadRequest", "message": "Too long.", "errors": errors}
        self.answers((400, {}, {**body, "findings": [1]}))
        with self.assertRaises(CugError) as refused:
            self.connection.get("@library")
        error = refused.exception
        self.assertEqual((error.status, error.type), (400, "BadRequest"))
        self.assertEqual(error.fields, {"subject": "Too long."})
        self.assertEqual(error.details["findings"], [1])
        self.assertEqual(str(error), "Too long.\nsubject: Too long.")
        self.answers((200, {}, b"<html>"))
        with self.assertRaises(CugError) as refused:
            self.connection.get("@library")
        self.assertEqual(refused.exception.type, "NotJSON")

    def test_nobody_leads_the_token_elsewhere(self):
        for address in ("https://example.org/x", "//example.org/x"):
            with self.assertRaises(ValueError):
                self.connection.get(address)
        with self.assertRaises(ValueError):
            Connection("http://cug.example.org/portal", "secret")
        self.answers((302, {"Location": "https://example.org/"}, b""))
        with self.assertRaises(CugError) as refused:
            self.connection.get("@library")
        self.assertEqual((refused.exception.status, len(self.server.seen)), (302, 1))
        sent = self.server.seen[0][1]
        self.assertEqual(sent["Authorization"], "Bearer secret")

    def test_a_file_that_breaks_off_is_not_written(self):
        with tempfile.TemporaryDirectory() as home:
            target = Path(home, "file")
            self.answers((200, {}, b"whole"), (200, {"Content-Length": "9"}, b"broken"))
            self.assertEqual(self.connection.download("x", target), 5)
            self.assertEqual(target.stat().st_mode & 0o777, 0o600)
            with self.assertRaises(CugError):
                self.connection.download("x", target)
            self.assertEqual(target.read_bytes(), b"whole")
            self.assertEqual([one.name for one in Path(home).iterdir()], ["file"])
