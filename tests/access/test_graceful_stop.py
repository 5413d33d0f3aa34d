"""A server that is told to end: what has begun is answered, what is new is sent away."""

import requests
import signal
import socket
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tests.deployment.processes import free_port, listens, running, wait_until


PROGRAM = Path(__file__).with_name("graceful_server.py")
JSON = {"Accept": "application/json"}
FRENCH = {"Accept-Language": "fr-CH, en;q=0.5"}


class StopTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-stop-")
        self.addCleanup(folder.cleanup)
        self.port, self.log = free_port(), Path(folder.name, "log")
        self.told, self.busy = Path(folder.name, "told"), Path(folder.name, "busy")
        program = (sys.executable, PROGRAM, self.port, folder.name)
        process = running(*program, log=self.log)
        self.process = self.enterContext(process)
        self.pool = self.enterContext(ThreadPoolExecutor(20))
        wait_until(lambda: listens(self.port), self.process, self.log)

    def ask(self, when, **headers):
        address = f"http://127.0.0.1:{self.port}/{when}"
        return requests.get(address, headers=headers, timeout=60)

    def ask_at_once(self, number, when):
        asked = [self.pool.submit(self.ask, when) for _number in range(number)]
        self.wait_for("received", number)
        return asked

    def wait_for(self, word, number=1):
        """Until the server has said so that many times."""
        wait_until(
            lambda: self.log.read_text().split().count(word) >= number,
            self.process,
            self.log,
        )

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.wait_for("stopping")

    def assertSentAway(self, answer):
        self.assertEqual(503, answer.status_code)
        self.assertEqual("10", answer.headers["Retry-After"])
        self.assertEqual("close", answer.headers["Connection"])

    def test_what_has_begun_is_answered_whichever_signal_comes(self):
        """Six at once, for four threads: two wait for their turn at the signal."""
        asked = self.ask_at_once(6, 2)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual([200] * 6, [one.result().status_code for one in asked])
        self.assertEqual(0, self.process.wait(30))

    def test_ctrl_c_is_as_graceful(self):
        asked = self.ask_at_once(2, 2)
        self.process.send_signal(signal.SIGINT)
        self.assertEqual([200] * 2, [one.result().status_code for one in asked])
        self.assertEqual(0, self.process.wait(30))

    def test_what_is_new_is_sent_away_although_all_threads_are_busy(self):
        asked = self.ask_at_once(4, self.told.name)
        self.stop()
        for_programs, page = self.ask(0, **JSON), self.ask(0, **FRENCH)
        self.assertFalse(any(one.done() for one in asked))
        for answer in (for_programs, page):
            self.assertSentAway(answer)
        said = for_programs.json()
        self.assertEqual("ServiceUnavailable", said["type"])
        self.assertEqual([], said["errors"])
        self.assertEqual(for_programs.headers["X-Request-ID"], said["request_id"])
        self.assertIn(page.headers["X-Request-ID"], page.text)
        self.told.touch()
        self.assertEqual([200] * 4, [one.result().status_code for one in asked])

    def test_a_writer_who_is_new_is_sent_away_although_writers_wait(self):
        """Three of four have threads; the fourth waits for one, and is answered too."""
        address = f"http://127.0.0.1:{self.port}"
        asked = [
            self.pool.submit(requests.post, f"{address}/{self.told.name}", timeout=60)
            for _number in "1234"
        ]
        self.wait_for("received", 4)
        self.stop()
        self.assertSentAway(requests.post(f"{address}/0", headers=JSON, timeout=60))
        self.assertFalse(any(one.done() for one in asked))
        self.told.touch()
        self.assertEqual([200] * 4, [one.result().status_code for one in asked])
        self.assertEqual(0, self.process.wait(30))

    def test_what_is_done_beside_requests_is_waited_for(self):
        self.assertEqual(200, self.ask("beside/2").status_code)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(0, self.process.wait(30))
        self.assertIn("worked", self.log.read_text().split())

    def test_a_body_that_is_on_its_way_is_waited_for(self):
        head = b"POST /0 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.sendall(head + b"ha")
            self.wait_for("received")
            self.stop()
            time.sleep(1)
            line.sendall(b"lf")
            said = line.makefile("rb").read().decode()
        self.assertTrue(said.startswith("HTTP/1.1 200"), said)
        self.assertTrue(said.endswith("half"), said)
        self.assertEqual(0, self.process.wait(30))

    def test_a_second_signal_ends_it_at_once(self):
        asked = self.ask_at_once(1, 50)
        self.stop()
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(0, self.process.wait(20))
        self.assertIsInstance(asked[0].exception(), requests.ConnectionError)

    def test_without_requests_it_ends_soon(self):
        self.assertEqual(200, self.ask(0).status_code)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(0, self.process.wait(10))

    def test_nobody_can_connect_while_it_closes_its_databases(self):
        self.assertEqual(200, self.ask(0).status_code)
        self.busy.touch()
        self.process.send_signal(signal.SIGTERM)
        self.wait_for("closing")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.port))
        self.busy.unlink()
        self.assertEqual(0, self.process.wait(30))

    def test_it_ends_although_the_wait_fails(self):
        self.assertEqual(200, self.ask("broken/1").status_code)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(0, self.process.wait(20))

    def test_what_is_told_to_end_at_once_closes_its_databases_in_peace(self):
        """Although what had begun ends meanwhile, for which the first signal waited."""
        self.ask_at_once(1, self.told.name)
        self.stop()
        self.busy.touch()
        self.process.send_signal(signal.SIGTERM)
        self.wait_for("closing")
        self.told.touch()
        time.sleep(3)
        self.assertIsNone(self.process.poll())
        self.busy.unlink()
        self.assertEqual(0, self.process.wait(30))
