"""Who changes content waits for a turn, before it looks at anything."""

import transaction
import unittest
from cites.cug.core.sql.turns import Alone, LENGTH, Turns
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.wsgi import writers
from threading import Thread
from types import SimpleNamespace
from unittest.mock import call, patch
from ZPublisher.pubevents import PubFailure, PubStart, PubSuccess


class Request(dict):
    retry_count = 0

    def __init__(self, method, path):
        super().__init__(PATH_INFO=path)
        self.method = method


class NeedTest(unittest.TestCase):
    def test_who_reads_has_none(self):
        for method in ("GET", "HEAD", "OPTIONS"):
            self.assertFalse(writers.needs_turn(method, "/portal/cheetahs/library"))

    def test_who_writes_to_sql_alone_has_none(self):
        for path in (
            "/portal/@login",
            "/portal/login",
            "/portal/cheetahs/@messages",
            "/portal/cheetahs/messages/write",
            "/portal/@permits/1234/attachments",
            "/VirtualHostBase/https/x:443/portal/VirtualHostRoot/++api++/a/@messages/1",
        ):
            self.assertFalse(writers.needs_turn("POST", path), path)

    def test_who_may_write_content_has_one(self):
        for method, path in (
            ("POST", "/portal/cheetahs/library"),
            ("POST", "/portal/cheetahs/library/@@edit"),
            ("PATCH", "/portal/cheetahs/library/messages-from-xa"),
            ("DELETE", "/portal/cheetahs/workspaces/a/b"),
            ("POST", "/portal/cheetahs/@members/police-xa/suspend"),
        ):
            self.assertTrue(writers.needs_turn(method, path), path)


class TurnTest(unittest.TestCase):
    def setUp(self):
        self.turns = Turns(Alone())
        patcher = patch.object(writers, "turns", lambda: self.turns)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.request = Request("POST", "/portal/cheetahs/library")

    def test_it_ends_with_the_request_whatever_becomes_of_it(self):
        for end in (
            lambda: writers.succeed(PubSuccess(self.request)),
            lambda: writers.fail(PubFailure(self.request, (None, None, None), True)),
        ):
            writers.begin(PubStart(self.request))
            self.assertIsNotNone(self.turns._current)
            end()
            self.assertIsNone(self.turns._current)

    def test_the_door_waits_before_the_content_is_opened_and_until_it_is_closed(self):
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/portal/cheetahs/library"}
        with writers.in_turn(environ):
            turn = self.turns._current
            self.assertIsNotNone(turn)
            writers.begin(PubStart(self.request))
            writers.succeed(PubSuccess(self.request))
            self.assertIs(turn, self.turns._current)
        self.assertIsNone(self.turns._current)
        # The same thread answers a request later that came by no door.
        writers.begin(PubStart(self.request))
        writers.succeed(PubSuccess(self.request))
        self.assertIsNone(self.turns._current)

    def test_who_begins_anew_behind_the_door_waits_again(self):
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/portal/cheetahs/library"}
        with self.assertRaises(ValueError), writers.in_turn(environ):
            first = self.turns._current
            writers.begin(PubStart(self.request))
            writers.fail(PubFailure(self.request, (None, None, None), True))
            self.assertIsNone(self.turns._current)
            self.request.retry_count = 1
            writers.begin(PubStart(self.request))
            self.assertIsNot(first, self.turns._current)
            raise ValueError
        self.assertIsNone(self.turns._current)

    def test_a_second_try_has_more_time(self):
        self.request.retry_count = 2
        writers.begin(PubStart(self.request))
        self.assertEqual(3 * LENGTH, self.turns._current.length)
        writers.succeed(PubSuccess(self.request))

    def test_who_reads_waits_for_nobody(self):
        taken = self.turns.take(length=60)
        writers.begin(SimpleNamespace(request=Request("GET", "/portal")))
        self.assertIs(taken, self.turns._current)

    def test_the_time_that_it_waited_for_a_thread_counts(self):
        """Who came first is served first; also where Zope begins anew."""
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/portal/cheetahs/library"}
        self.request.retry_count = 1
        with (
            patch.object(writers.time, "monotonic", lambda: 100.0),
            patch.object(self.turns, "take", wraps=self.turns.take) as take,
        ):
            with writers.in_turn(environ, 30.0):
                writers.begin(PubStart(self.request))
            writers.begin(PubStart(self.request))
        self.assertEqual(
            [call(came=70.0), call(came=70.0, tries=2), call(came=None, tries=2)],
            take.mock_calls,
        )

    def test_a_request_that_came_by_no_filter_waits_itself(self):
        """In a thread that has answered none before."""
        turns = []

        def answer():
            writers.begin(PubStart(self.request))
            turns.append(self.turns._current)
            writers.succeed(PubSuccess(self.request))
            turns.append(self.turns._current)

        thread = Thread(target=answer)
        thread.start()
        thread.join()
        self.assertEqual([True, False], [turn is not None for turn in turns])

    def test_a_long_request_lets_others_in_between(self):
        writers.begin(PubStart(self.request))
        first = self.turns._current
        writers.end_turn()
        self.assertIsNone(self.turns._current)
        writers.take_turn()
        self.assertIsNot(first, self.turns._current)
        writers.succeed(PubSuccess(self.request))
        self.assertIsNone(self.turns._current)

    def test_a_turn_that_was_left_ends_before_the_next_request(self):
        """Whoever answers it: a request that reads would hold it to its end."""
        writers.take_turn()
        with writers.in_turn({"REQUEST_METHOD": "GET", "PATH_INFO": "/portal"}):
            self.assertIsNone(self.turns._current)
        writers.take_turn()
        writers.begin(PubStart(Request("GET", "/portal")))
        self.assertIsNone(self.turns._current)


class NewestTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        turns = Turns(Alone())
        self.enterContext(patch.object(writers, "turns", lambda: turns))
        self.request = Request("POST", "/portal/cheetahs/library")

    def test_what_others_wrote_meanwhile_is_seen(self):
        portal = self.layer["portal"]
        self.assertNotEqual("meanwhile", portal.title)

        def write():
            with self.layer["zodbDB"].transaction() as other:
                other.root()["Application"][portal.getId()].title = "meanwhile"

        thread = Thread(target=write)
        thread.start()
        thread.join()
        self.assertNotEqual("meanwhile", portal.title)
        writers.begin(PubStart(self.request))
        self.assertEqual("meanwhile", portal.title)
        writers.succeed(PubSuccess(self.request))
        transaction.abort()
