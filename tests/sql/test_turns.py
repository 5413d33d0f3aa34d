"""Writers wait for each other, but for nobody for long."""

import os
import tempfile
import time
import unittest
from cites.cug.sql import turns as module
from cites.cug.sql.turns import Alone, LockedFile, Turns
from pathlib import Path
from threading import Thread
from unittest.mock import patch


class TurnsTest(unittest.TestCase):
    def setUp(self):
        self.turns = Turns(Alone())
        self.order = []

    def wait(self, name):
        """A writer who asks for a turn and ends it at once."""

        def write():
            turn = self.turns.take()
            self.order.append(name)
            if turn is not None:
                self.turns.end(turn)

        thread = Thread(target=write)
        thread.start()
        while name not in self.order and not self.is_waiting(thread):
            time.sleep(0.001)
        return thread

    def is_waiting(self, thread):
        return len(self.turns._waiting) > len(self.threads) or not thread.is_alive()

    threads = ()

    def test_in_the_order_in_which_they_asked(self):
        first = self.turns.take(length=60)
        self.threads = []
        for name in "abcde":
            self.threads.append(self.wait(name))
        self.assertEqual([], self.order)
        self.turns.end(first)
        for thread in self.threads:
            thread.join()
        self.assertEqual([*"abcde"], self.order)

    def test_who_takes_long_holds_nobody_up(self):
        long = self.turns.take(length=0.05)
        self.threads = [self.wait("next")]
        self.threads[0].join()
        self.assertEqual(["next"], self.order)
        # That its turn is over by then harms nobody's.
        other = self.turns.take(length=60)
        self.turns.end(long)
        self.assertIs(other, self.turns._current)

    def test_who_has_waited_for_too_long_goes_on_without(self):
        self.turns.take(length=60)
        with patch.object(module, "PATIENCE", 0.05):
            self.assertIsNone(self.turns.take())
        self.assertEqual(0, len(self.turns._waiting))

    def test_a_turn_that_nobody_asks_for_after_it(self):
        for _number in range(3):
            self.turns.end(self.turns.take())
        self.assertIsNone(self.turns._current)


class OtherProcessTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "new" / "turn"
        # Two open files are as two processes to the system.
        self.here, self.there = (Turns(LockedFile(self.path)) for _process in "ab")

    def test_another_process_waits_too(self):
        mine = self.here.take(length=60)
        seen = []

        def write():
            turn = self.there.take(length=60)
            seen.append("there")
            self.there.end(turn)

        thread = Thread(target=write)
        thread.start()
        thread.join(0.05)
        self.assertEqual([], seen)
        self.here.end(mine)
        thread.join()
        self.assertEqual(["there"], seen)
        self.assertIsNotNone(self.here.take())

    def order_after(self, share):
        """In which order a writer here and one there come, who wait for one here."""
        mine, order = self.here.take(length=60), []

        def write(turns, name):
            turn = turns.take(length=60)
            order.append(name)
            turns.end(turn)

        with patch.object(module, "SHARE", share), patch.object(module, "GIVE_WAY", 0.3):
            waiting = [
                Thread(target=write, args=(self.here, "here")),
                Thread(target=write, args=(self.there, "there")),
            ]
            for thread in waiting:
                thread.start()
            while not (self.here._waiting and self.there._current):
                time.sleep(0.001)
            self.here.end(mine)
            for thread in waiting:
                thread.join()
        return order

    def test_a_process_has_its_share_and_then_gives_way(self):
        self.assertEqual(["there", "here"], self.order_after(share=0))
        self.assertEqual(["here", "there"], self.order_after(share=60))

    def test_but_not_for_long(self):
        self.here.take(length=60)
        self.assertIsNotNone(self.there.take(length=0.05))

    def test_the_file_is_for_the_portals_account_alone(self):
        self.assertEqual(0o600, os.stat(self.path).st_mode & 0o777)
