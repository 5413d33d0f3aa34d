"""A server that is told to end: what has begun is answered, what is new is sent away."""

import requests
import signal
import socket
import sys
import tempfile
import threading
import time
import unittest
from cites.cug.wsgi import graceful_stop
from cites.cug.wsgi.graceful_stop import (
    handle_signals,
    is_stopping,
    LONGEST_FAREWELL,
    note_server,
    PATIENCE,
    PAUSE,
)
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from tests.deployment.processes import free_port, listens, running, wait_until
from types import SimpleNamespace
from unittest.mock import call, DEFAULT, Mock, patch
from weakref import WeakSet


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


class Clock:
    """Stands still until somebody sleeps; what is planned for a time happens then."""

    def __init__(self):
        self.now, self.planned = 100.0, {}

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now = round(self.now + seconds, 3)
        for when in [when for when in self.planned if when <= self.now]:
            self.planned.pop(when)()


class WaitTest(unittest.TestCase):
    """The same inside the process, by a clock of its own."""

    def setUp(self):
        self.clock = Clock()
        self.server = Mock(active_channels={})
        self.server.adj.threads = 4
        names = {"time": self.clock, "_servers": WeakSet()}
        names |= {"_stopping": threading.Event(), "_cut_off": threading.Event()}
        names |= dict.fromkeys(("stop_clock", "wait_for_background"), DEFAULT)
        self.calls = Mock()
        for name, mock in self.enterContext(
            patch.multiple(graceful_stop, **names)
        ).items():
            self.calls.attach_mock(mock, name)
        note_server(self.server)

    def connect(self, is_owed_an_answer=False, is_busy=False):
        channels = self.server.active_channels
        found = SimpleNamespace(is_owed_an_answer=is_owed_an_answer, is_busy=is_busy)
        channels[len(channels)] = found
        return found

    def waited(self, patience=PATIENCE):
        """Seconds until all that has begun is through, by the clock."""
        since = self.clock.now
        graceful_stop._wait_for_requests([self.server], since + patience)
        return round(self.clock.now - since, 2)

    def test_answers_that_are_owed_are_waited_for_and_a_pause(self):
        self.assertEqual(PAUSE, self.waited())
        owed = self.connect(is_owed_an_answer=True)
        self.clock.planned[103] = lambda: setattr(owed, "is_owed_an_answer", False)
        with self.assertNoLogs(graceful_stop.logger):
            self.assertEqual(2.8 + PAUSE, self.waited())

    def test_but_no_longer_than_patience_lasts(self):
        for _number in range(3):
            self.connect(is_owed_an_answer=True)
        with self.assertLogs(graceful_stop.logger) as logs:
            self.assertEqual(1.05, self.waited(patience=1))
        self.assertIn("3 requests are cut off", logs.output[0])

    def test_who_is_sent_away_delays_the_pause_for_a_moment_only(self):
        new = self.connect(is_busy=True)
        self.clock.planned[101] = lambda: setattr(new, "is_busy", False)
        self.assertEqual(0.99 + PAUSE, self.waited())
        new.is_busy = True
        self.assertEqual(LONGEST_FAREWELL, self.waited())
        self.assertEqual(1, self.waited(patience=1))

    def test_jobs_and_other_work_share_one_patience(self):
        def work(_seconds):
            self.clock.now += 10

        self.calls.stop_clock.side_effect = work
        graceful_stop._wait_for_all(130)
        self.server.task_dispatcher.set_thread_count.assert_called_once_with(6)
        # A second time, for jobs whose clock began after the signal.
        expected = [
            call.stop_clock(30),
            call.wait_for_background(20),
            call.stop_clock(20),
        ]
        self.assertEqual(expected, self.calls.mock_calls)
        self.assertEqual(120 + PAUSE, self.clock.now)

    def test_requests_are_waited_for_after_jobs(self):
        self.connect(is_owed_an_answer=True)
        with self.assertLogs(graceful_stop.logger):
            graceful_stop._wait_for_all(101)
        self.assertEqual(101.05, self.clock.now)

    def test_the_first_signal_begins_the_end_beside_the_main_thread(self):
        finishing = Queue()
        finish = patch.object(graceful_stop, "_finish", Mock())
        with finish as finished:
            finished.side_effect = lambda: finishing.put(threading.current_thread())
            self.assertFalse(is_stopping())
            graceful_stop._on_signal(signal.SIGTERM, None)
            self.assertTrue(is_stopping())
            # Else the process would not end while it waits.
            self.assertTrue(finishing.get(timeout=60).daemon)
        self.assertFalse(graceful_stop._cut_off.is_set())
        self.server.socket.close.assert_not_called()

    def test_the_second_one_is_the_end(self):
        graceful_stop._stopping.set()
        with self.assertRaises(SystemExit):
            graceful_stop._on_signal(signal.SIGTERM, None)
        self.assertTrue(graceful_stop._cut_off.is_set())
        self.server.socket.close.assert_called_once_with()

    def test_the_wait_ends_the_process_once_and_whatever_happens(self):
        kill = self.enterContext(patch.object(signal, "pthread_kill"))
        end = call(threading.main_thread().ident, signal.SIGTERM)
        waiting = self.enterContext(patch.object(graceful_stop, "_wait_for_all"))
        graceful_stop._finish()
        waiting.assert_called_once_with(100 + PATIENCE)
        self.assertEqual([end], kill.mock_calls)
        waiting.side_effect = ValueError
        with self.assertLogs(graceful_stop.logger):
            graceful_stop._finish()
        self.assertEqual([end, end], kill.mock_calls)
        graceful_stop._cut_off.set()
        waiting.side_effect = None
        graceful_stop._finish()
        self.assertEqual([end, end], kill.mock_calls)

    def test_only_the_main_thread_handles_signals(self):
        with patch.object(signal, "signal") as handled:
            other = threading.Thread(target=handle_signals, args=(None,))
            other.start()
            other.join()
            handled.assert_not_called()
            handle_signals(None)
        both = signal.SIGTERM, signal.SIGINT
        expected = [call(one, graceful_stop._on_signal) for one in both]
        self.assertEqual(expected, handled.mock_calls)
