"""The web server: what it waits for, how much it reads, and for whom there is a place."""

import socket
import threading
import time
import unittest
from cites.cug.wsgi import graceful_stop, web_server
from cites.cug.wsgi.body_limits import LOGIN_BYTES, STRANGERS_BYTES
from cites.cug.wsgi.web_server import (
    CAME_LATE,
    Channel,
    FILES,
    Parser,
    serve_with_limits,
    SLOWEST,
    Task,
    WAITED,
    WriterPlaces,
)
from contextlib import ExitStack
from types import SimpleNamespace
from unittest.mock import Mock, patch
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask


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
        self.assertIs(False, places.take(self.second))
        places.give_back()
        self.assertEqual([self.second], self.begun)
        self.assertFalse(places.take(self.third))
        self.assertTrue(places.take(self.second))
        places.give_back()
        self.assertTrue(places.take(self.third))
        places.give_back()
        self.assertTrue(places.take(self.first))

    def test_one_thread_is_left_for_who_reads(self):
        for threads, expected in ((1, 1), (2, 1), (3, 2), (4, 3)):
            places = WriterPlaces(threads)
            # A second time, when all have been given back.
            for _time in range(2):
                taken = [places.take(self.first) for _number in range(expected)]
                self.assertEqual([True] * expected, taken)
                for _number in range(expected):
                    places.give_back()
            taken = [places.take(self.first) for _number in range(threads + 1)]
            self.assertEqual(expected, taken.count(True), threads)

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


def channel(**attributes):
    """A connection without a socket."""
    found = Channel.__new__(Channel)
    idle = {"requests": [], "request": None, "total_outbufs_len": 0, "connected": True}
    vars(found).update(idle | {"socket": Mock(), "places": Mock()} | attributes)
    return found


def request(came_late=False, method="POST", path="/portal", **more):
    more = {"error": None, "body_bytes_received": 0, **more}
    return SimpleNamespace(came_late=came_late, command=method, path=path, **more)


class ChannelTest(unittest.TestCase):
    """What a connection decides by itself: waitress's part is left out."""

    def waitress(self, name, **options):
        return self.enterContext(patch.object(HTTPChannel, name, **options))

    def test_who_is_owed_an_answer_and_who_keeps_it_busy(self):
        begun, late = request(), request(came_late=True)
        for is_owed, is_busy, attributes in (
            (False, False, {}),
            (True, True, {"requests": [begun]}),
            (False, True, {"requests": [late]}),
            (True, True, {"requests": [late, begun]}),
            (True, True, {"request": begun}),
            (False, True, {"request": late}),
            (True, True, {"total_outbufs_len": 1}),
            (False, True, {"request": late, "total_outbufs_len": 1}),
        ):
            found = channel(**attributes)
            told = found.is_owed_an_answer, found.is_busy
            self.assertEqual((is_owed, is_busy), told, attributes)

    def test_only_the_amount_of_data_earns_time(self):
        def read(channel):
            channel.last_activity = 500.0

        self.waitress("handle_read", autospec=True, side_effect=read)
        body = request(body_bytes_received=8 * SLOWEST)
        for now, activity, attributes in (
            (500, 500, {}),
            (500, 108, {"request": body}),
            (105, 105, {"request": body}),
            (500, 90, {"request": body, "is_closing": True}),
            (500, 90, {"is_closing": True}),
        ):
            found = channel(began=100.0, last_activity=90.0, **attributes)
            with patch.object(web_server.time, "time", lambda now=now: now):
                found.handle_read()
            self.assertEqual(activity, found.last_activity, (now, attributes))

    def test_who_writes_takes_a_place_and_gives_it_back(self):
        service = self.waitress("service")
        for asked, has_place, is_served, calls in (
            (request(), True, True, ["take", "give_back"]),
            (request(), False, False, ["take"]),
            (request(method="GET"), False, True, []),
            (request(error="x"), False, True, []),
            (request(came_late=True), False, True, []),
        ):
            service.reset_mock()
            found = channel(requests=[asked])
            found.places.take.return_value = has_place
            found.service()
            self.assertIs(is_served, service.called, asked)
            self.assertEqual(calls, [one[0] for one in found.places.mock_calls], asked)
        service.side_effect = ValueError
        found = channel(requests=[request()])
        with self.assertRaises(ValueError):
            found.service()
        found.places.give_back.assert_called_once_with()

    def test_what_follows_a_cut_body_is_dropped(self):
        self.waitress("received", return_value=True)
        self.assertIs(True, channel().received(b"x"))
        self.assertIs(False, channel(is_cut=True).received(b"x"))

    def test_after_a_cut_body_the_answer_arrives_before_the_end(self):
        close = self.waitress("handle_close")
        for is_closed, attributes in (
            (True, {}),
            (True, {"is_cut": True, "is_closing": True}),
            (True, {"is_cut": True, "connected": False}),
            (False, {"is_cut": True}),
        ):
            close.reset_mock()
            found = channel(will_close=True, **attributes)
            found.handle_close()
            self.assertIs(is_closed, close.called, attributes)
            self.assertIs(is_closed, found.will_close, attributes)
            self.assertIs(not is_closed, found.socket.shutdown.called, attributes)
        self.assertIs(True, found.is_closing)
        found = channel(is_cut=True)
        found.socket.shutdown.side_effect = OSError
        found.handle_close()
        close.assert_called_once_with()

    def test_the_one_idle_longest_makes_room(self):
        ends = {"will_close": False}
        busy = channel(requests=[request()], last_activity=1, **ends)
        closing = channel(last_activity=2, will_close=True)
        idle, last = (channel(last_activity=when, **ends) for when in (3, 4))
        found = dict(enumerate((busy, closing, last, idle)))
        adj = SimpleNamespace(connection_limit=PLACES)
        server = SimpleNamespace(active_channels=found, adj=adj)
        for count, is_closed in ((35, False), (36, True)):
            with patch.object(web_server, "socket_count", Mock(return_value=count)):
                web_server._make_room(server)
            self.assertIs(is_closed, idle.will_close, count)
        self.assertFalse(busy.will_close or last.will_close)


class ParserTest(unittest.TestCase):
    def received(self, size, read=0, error=None):
        """How much is taken of ten bytes, and whether the rest is cut off."""
        parser = Parser.__new__(Parser)
        parser.channel = SimpleNamespace(is_cut=False)
        parser.headers, parser.most, parser.error = {}, 100, error
        parser.content_length, parser.body_bytes_received = size, read
        parser.completed, parser.expect_continue = False, True
        with patch.object(HTTPRequestParser, "received", lambda _parser, _data: 3):
            taken = parser.received(b"0123456789")
        is_cut = parser.channel.is_cut
        self.assertEqual((is_cut, not is_cut), (parser.completed, parser.expect_continue))
        return taken, parser.headers

    def test_what_exceeds_the_limit_is_passed_on_without_its_rest(self):
        for size, read in ((101, 0), (0, 101)):
            headers = {"CONTENT_LENGTH": "101", "CONNECTION": "close"}
            self.assertEqual((10, headers), self.received(size, read))
        for size, read, error in ((100, 0, None), (0, 100, None), (101, 0, "x")):
            self.assertEqual((3, {}), self.received(size, read, error))


class TaskTest(unittest.TestCase):
    def environment(self, is_stopping):
        """What the application is told, and the headers of the request."""
        asked = SimpleNamespace(came_late=True, came=90.0, headers={})
        task = Task.__new__(Task)
        task.request = asked
        with (
            patch.object(WSGITask, "get_environment", lambda _task: {"x": "y"}),
            patch.object(web_server, "is_stopping", lambda: is_stopping),
            patch.object(web_server.time, "monotonic", lambda: 92.5),
        ):
            return task.get_environment(), asked.headers

    def test_the_application_learns_when_a_request_came(self):
        said = {"x": "y", CAME_LATE: True, WAITED: 2.5}
        self.assertEqual((said, {}), self.environment(False))
        self.assertEqual((said, {"CONNECTION": "close"}), self.environment(True))


class LimitsTest(unittest.TestCase):
    def test_a_process_may_open_the_files_that_it_needs(self):
        for now, then in (
            ((1024, 2 * FILES), (FILES, 2 * FILES)),
            ((1024, FILES), (FILES, FILES)),
            ((FILES - 1, FILES), (FILES, FILES)),
            ((FILES, 2 * FILES), None),
            ((1024, FILES - 1), None),
        ):
            with (
                patch.object(web_server, "use_channel_class") as used,
                patch.object(web_server, "getrlimit", Mock(return_value=now)),
                patch.object(web_server, "setrlimit") as setting,
            ):
                serve_with_limits()
            used.assert_called_once_with(Channel)
            set_to = [one.args[1] for one in setting.mock_calls]
            self.assertEqual([then] if then else [], set_to, now)


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
        # Which is waited for when the process ends.
        self.assertIn(self.server, graceful_stop._servers)

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
