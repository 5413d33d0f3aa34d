"""Writers wait for each other, but for nobody for long."""

import os
import tempfile
import time
import unittest
from cites.cug.core.sql import turns as module
from cites.cug.core.sql.turns import Alone, LockedFile, Turns
from pathlib import Path
from threading import Thread
from unittest.mock import patch


class TurnsTest(unittest.TestCase):
    def setUp(self):
        self.turns = Turns(Alone())
        self.order = []

    def wait(self, name, came=None):
        """A writer who asks for a turn and ends it at once."""

        def write():
            turn = self.turns.take(came=came)
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

    def test_who_came_to_the_portal_before_is_before(self):
        first, now = self.turns.take(length=60), time.monotonic()
        self.threads = []
        for name, ago in (("b", 1), ("c", 0), ("a", 2)):
            self.threads.append(self.wait(name, now - ago))
        self.turns.end(first)
        for thread in self.threads:
            thread.join()
        self.assertEqual([*"abc"], self.order)

    def test_who_takes_long_holds_nobody_up(self):
        long = self.turns.take(length=0.05)
        self.threads = [self.wait("next")]
        self.threads[0].join()
        self.assertEqual(["next"], self.order)
        # That its turn is over by then harms nobody's.
        other = self.turns.take(length=60)
        self.turns.end(long)
        self.assertIs(other, self.turns._current)

    def test_who_begins_anew_has_more_time_however_long_turns_take(self):
        for usual, first in ((0, module.LENGTH), (60, module.LONGEST)):
            lengths = []
            for tries in (1, 2, 4):
                self.turns._usual = usual
                turn = self.turns.take(tries=tries)
                lengths.append(turn.length)
                self.turns.end(turn)
            self.assertEqual([first, 2 * first, 4 * first], lengths)

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

    def order_after(self, share=60, at_once=0):
        """In which order one waiting here and one there come, after one of here.

        Another one of here comes when those two wait.
        """
        came, order = time.monotonic(), []
        mine = self.here.take(length=60)

        def write(turns, name, came=None):
            turn = turns.take(length=60, came=came)
            order.append(name)
            turns.end(turn)

        share = patch.object(module, "SHARE", share)
        with share, patch.object(module, "AT_ONCE", at_once):
            waiting = []
            for turns, name, since in (
                (self.here, "here before", came - 1),
                (self.there, "there", None),
                (self.here, "here after", None),
            ):
                waiting.append(Thread(target=write, args=(turns, name, since)))
                waiting[-1].start()
                while len(self.here._waiting) + bool(self.there._current) < len(waiting):
                    time.sleep(0.001)
            # That process has looked, and has the next turn.
            there = self.there._current
            self.assertFalse(self.there._neighbours.try_lock(there.came))
            self.here.end(mine)
            for thread in waiting:
                thread.join()
        return order

    def test_who_came_first_is_first_in_whichever_process(self):
        self.assertEqual(["here before", "there", "here after"], self.order_after())

    def test_who_came_nearly_as_early_needs_no_other_process(self):
        order = self.order_after(at_once=60)
        self.assertEqual(["here before", "here after", "there"], order)

    def test_no_process_goes_on_for_longer_than_its_share(self):
        self.assertEqual("there", self.order_after(share=0)[0])

    def test_where_that_is_not_known_who_came_before_its_turn_is_before(self):
        with patch.object(LockedFile, "next_came", return_value=None):
            self.assertEqual(["here before", "there", "here after"], self.order_after())

    def test_but_not_for_long(self):
        self.here.take(length=60)
        with patch.object(module, "SHARE", 60):
            self.assertIsNotNone(self.there.take(length=0.05))

    def test_as_long_as_turns_go_on_there(self):
        mine, later = self.here.take(length=60), time.time() + 3600
        os.utime(self.path, (later, later))
        turns = []
        with patch.object(module, "SHARE", 60):
            waiting = Thread(target=lambda: turns.append(self.there.take(length=0.05)))
            waiting.start()
            waiting.join(0.2)
            self.assertEqual([], turns)
            self.here.end(mine)
            waiting.join()
        self.assertTrue(self.there._neighbours.try_lock())

    def test_those_behind_do_not_wait_for_the_same_process_once_more(self):
        self.here.take(length=60)
        turns = [self.there.take(length=0.05)]
        with patch.object(module, "SHARE", 60):
            waiting = Thread(target=lambda: turns.append(self.there.take(length=60)))
            waiting.start()
            while not self.there._waiting:
                time.sleep(0.001)
            self.there.end(turns[0])
            waiting.join()
        self.assertIs(turns[1], self.there._current)

    def test_who_is_next_learns_when_a_turn_that_had_to_wait_has_begun(self):
        mine, later, turns = self.here.take(length=60), time.time() + 3600, []
        # The first one waits for it, however long that takes here.
        os.utime(self.path, (later, later))

        def take(length):
            turns.append(self.there.take(length=length))

        with patch.object(module, "SHARE", 60):
            threads = [Thread(target=take, args=(length,)) for length in (0.05, 60)]
            threads[0].start()
            while getattr(self.there._current, "ends", 0) < time.monotonic() + 30:
                time.sleep(0.001)
            threads[1].start()
            while not self.there._waiting:
                time.sleep(0.001)
            with self.there._changed:  # it waits now, for as long as it was told
                pass
            self.here.end(mine)
            for thread in threads:
                thread.join()
        # The first one never ends its turn, which is over soon after it has begun.
        first, second = turns
        self.assertLess(second.began - first.ends, 10)

    def test_the_file_is_for_the_portals_account_alone(self):
        self.assertEqual(0o600, os.stat(self.path).st_mode & 0o777)
