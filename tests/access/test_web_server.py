"""The web server: what it waits for, how much it reads, and for whom there is a place."""

import socket
import threading
import time
import unittest
from cites.cug.access.body_limits import LOGIN_BYTES, STRANGERS_BYTES
from cites.cug.access.web_server import serve_with_limits, SLOWEST, WriterPlaces
from contextlib import ExitStack
from types import SimpleNamespace
from unittest.mock import patch
from waitress.server import BaseWSGIServer, create_server


#: Connections that the server holds, its own two or three files included.
PLACES = 40
#: Seconds for which it waits: usually, and where a test is about that.
LONG_WAITING, WAITING = 300, 1
HEAD = b"POST /portal%b HTTP/1.1\r\nHost: localhost\r\n"


#: Answers to addresses that end in "writes" wait for it.
WRITES = threading.Event()


def application(environ, start_response):
    """Answers what it was sent: the length that was named, and what was read."""
    if environ["PATH_INFO"].endswith("writes"):
        WRITES.wait()
    body = environ["wsgi.input"].read()
    named = environ.get("CONTENT_LENGTH", 0)
    answer = f"{environ['PATH_INFO']} {named} {len(body)}".encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


class WriterPlacesTest(unittest.TestCase):
    def setUp(self):
        self.begun = []
        server = SimpleNamespace(add_task=self.begun.append)
        self.first, self.second, self.third = (
            SimpleNamespace(name=name, server=server, has_place=False)
            for name in ("first", "second", "third")
        )
        self.places = WriterPlaces(threads=2)

    def test_one_who_comes_now_is_not_before_who_has_waited(self):
        places = self.places
        self.assertTrue(places.take(self.first))
        self.assertFalse(places.take(self.second))
        places.give_back()
        self.assertEqual([self.second], self.begun)
        self.assertFalse(places.take(self.third))
        self.assertTrue(places.take(self.second))
        places.give_back()
        self.assertTrue(places.take(self.third))
        places.give_back()
        self.assertTrue(places.take(self.first))

    def test_requests_on_one_connection_take_a_place_each(self):
        places = self.places
        self.assertTrue(places.take(self.first))
        self.assertFalse(places.take(self.second))
        places.give_back()
        self.assertTrue(places.take(self.second))
        # The next request on the connection comes before the place is given back.
        self.assertFalse(places.take(self.second))
        places.give_back()
        self.assertEqual([self.second, self.second], self.begun)
        self.assertFalse(places.take(self.third))
        self.assertTrue(places.take(self.second))
        places.give_back()
        self.assertTrue(places.take(self.third))
        self.assertFalse(places.take(self.first))


class ServerTest(unittest.TestCase):
    def setUp(self):
        kept = patch.object(BaseWSGIServer, "channel_class")
        kept.start()
        self.addCleanup(kept.stop)
        serve_with_limits()
        sockets = {}
        self.server = create_server(
            application,
            map=sockets,
            listen="127.0.0.1:0",
            connection_limit=PLACES,
            channel_timeout=LONG_WAITING,
            cleanup_interval=1,
            asyncore_use_poll=True,
            asyncore_loop_timeout=0.1,
        )
        self.port = self.server.effective_port
        thread = threading.Thread(target=self.server.run, daemon=True)
        thread.start()
        self.stack = ExitStack()
        self.addCleanup(self.stack.close)
        self.addCleanup(self.stop, thread)

    def stop(self, thread):
        # Its loop ends when there is nothing left to wait for.
        self.server.trigger.pull_trigger(
            lambda: self.server.asyncore.close_all(self.server._map)
        )
        thread.join()
        self.server.task_dispatcher.shutdown()

    def connect(self, sent):
        line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.stack.enter_context(line)
        line.sendall(sent)
        return line

    def answer(self, line):
        """All that comes until the server ends the connection."""
        said = b""
        while piece := line.recv(2**16):
            said += piece
        return said.decode()

    def ask(self, path=b"/", headers=b"", body=b""):
        head = HEAD % path + headers + b"Connection: close\r\n"
        return self.answer(self.connect(head + b"\r\n" + body))

    def send_until_it_ends(self, line, piece, every):
        """Whether the server ends a connection on which a little comes all the time."""
        line.settimeout(every)
        for _turn in range(round(60 / every)):
            try:
                line.sendall(piece)
                if not line.recv(2**16):
                    return True
            except TimeoutError:
                continue
            except ConnectionError:
                return True
        return False

    def test_a_request_is_answered(self):
        said = self.ask(b"/x", b"Content-Length: 5\r\n", b"hello")
        self.assertTrue(said.endswith("/portal/x 5 5"), said)

    def test_who_reads_or_sends_waits_behind_no_writers(self):
        WRITES.clear()
        self.addCleanup(WRITES.set)
        threads = self.server.adj.threads
        end = b"Connection: close\r\nContent-Length: 0\r\n\r\n"
        writers = [self.connect(HEAD % b"/writes" + end) for _one in range(2 * threads)]
        reader = self.connect(b"GET /portal HTTP/1.1\r\nHost: localhost\r\n" + end)
        self.assertTrue(self.answer(reader).endswith("/portal 0 0"))
        self.assertTrue(self.ask(b"/@messages").endswith("/portal/@messages 0 0"))
        WRITES.set()
        for writer in writers:
            self.assertTrue(self.answer(writer).endswith("/portal/writes 0 0"))

    def test_headers_that_trickle_are_given_up(self):
        self.server.adj.channel_timeout = WAITING
        line = self.connect(b"GET /portal HTTP/1.1\r\nX-Long: ")
        self.assertTrue(self.send_until_it_ends(line, b"x", 0.2))

    def test_a_body_that_trickles_is_given_up(self):
        self.server.adj.channel_timeout = WAITING
        line = self.connect(HEAD % b"" + b"Content-Length: 60000\r\n\r\n")
        self.assertTrue(self.send_until_it_ends(line, b"x", 0.2))

    def test_a_body_that_comes_at_a_fair_pace_is_waited_for(self):
        self.server.adj.channel_timeout = WAITING
        # Longer than it waits, and each piece long before that.
        turns = 15
        size = turns * (piece := SLOWEST)
        line = self.connect(HEAD % b"" + b"Content-Length: %d\r\n" % size)
        line.sendall(b"Connection: close\r\n\r\n")
        for _turn in range(turns):
            line.sendall(b"x" * piece)
            time.sleep(WAITING / 6)
        self.assertTrue(self.answer(line).endswith(f"/portal {size} {size}"))

    def test_half_sent_requests_make_room_for_whole_ones(self):
        for start in (b"GET /portal HT", HEAD % b"" + b"Content-Length: 9\r\n\r\n{"):
            for _turn in range(4 * PLACES):
                self.connect(start)
            self.assertIn("200 OK", self.ask())
        self.assertLessEqual(len(self.server.active_channels), PLACES)

    def test_what_is_too_large_is_not_read(self):
        for path, most in ((b"/@login", LOGIN_BYTES), (b"/x", STRANGERS_BYTES)):
            for size in (most + 1, 50 * 2**20):
                length = b"Content-Length: %d\r\n" % size
                said = self.ask(path, length)
                expected = f"/portal{path.decode()} {size} 0"
                self.assertTrue(said.endswith(expected), said)
            said = self.ask(path, b"Content-Length: %d\r\n" % most, b"x" * most)
            self.assertTrue(said.endswith(f" {most} {most}"), said)

    def test_nor_where_no_length_is_named(self):
        chunk = b"1000\r\n" + b"x" * 0x1000 + b"\r\n"
        chunks = chunk * (STRANGERS_BYTES // 0x1000 + 500)
        said = self.ask(b"/x", b"Transfer-Encoding: chunked\r\n", chunks)
        _path, size, read = said.rpartition("\r\n")[2].split()
        self.assertGreater(int(size), STRANGERS_BYTES)
        self.assertLess(int(size), 2 * STRANGERS_BYTES)
        self.assertLessEqual(int(read), int(size))

    def test_the_answer_arrives_though_the_body_still_comes(self):
        size = 20 * 2**20
        head = HEAD % b"/@login" + b"Content-Length: %d\r\n\r\n" % size
        line = self.connect(head)
        line.sendall(b"x" * size)
        self.assertIn("200 OK", self.answer(line))

    def test_the_rest_of_a_body_is_no_request(self):
        inner = b"GET /inner HTTP/1.1\r\nHost: localhost\r\n\r\n"
        length = b"Content-Length: %d\r\n" % (LOGIN_BYTES + 1)
        said = self.ask(b"/@login", length, inner * 100)
        self.assertEqual(said.count("HTTP/1.1 200 OK"), 1)
        self.assertNotIn("/inner", said)
