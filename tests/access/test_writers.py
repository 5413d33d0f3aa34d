"""Who changes content waits for a turn, before it looks at anything."""

import transaction
import unittest
from cites.cug.access import writers
from cites.cug.sql.turns import Alone, LENGTH, Turns
from cites.cug.testing import CUG_FUNCTIONAL
from threading import Thread
from types import SimpleNamespace
from unittest.mock import patch
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
    layer = CUG_FUNCTIONAL

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

    def test_who_reads_waits_for_nobody(self):
        taken = self.turns.take(length=60)
        writers.begin(SimpleNamespace(request=Request("GET", "/portal")))
        self.assertIs(taken, self.turns._current)
