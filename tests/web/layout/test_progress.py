"""How far a long request is, as others are told meanwhile."""

import os
import time
import unittest
from cites.cug.web.layout.progress import KEPT_SECONDS, Progress
from pathlib import Path
from threading import Thread
from unittest.mock import patch


WRITES = 500


class ProgressTest(unittest.TestCase):
    def setUp(self):
        self.progress = Progress(self.id())
        self.addCleanup(self.progress.end)

    def test_nothing_is_told_before_and_after(self):
        self.assertEqual({"done": 0, "total": 0}, self.progress.get())
        self.progress.set(3, 4)
        self.assertEqual({"done": 3, "total": 4}, self.progress.get())
        self.progress.end()
        self.assertEqual({"done": 0, "total": 0}, self.progress.get())

    def test_that_it_is_over_is_told_for_a_day(self):
        old = Progress(self.id(), "old")
        self.addCleanup(old.end)
        old.finish()
        self.assertEqual({"done": 0, "total": 0, "ended": True}, old.get())
        long_ago = time.time() - KEPT_SECONDS - 9
        os.utime(old.path, (long_ago, long_ago))
        self.progress.finish()
        self.assertEqual({"done": 0, "total": 0}, old.get())
        self.assertTrue(self.progress.get()["ended"])
        self.progress.set(1, 4)
        self.assertEqual({"done": 1, "total": 4}, self.progress.get())

    def test_what_belongs_to_another_account_is_let_be(self):
        old = Progress(self.id(), "old")
        self.addCleanup(old.end)
        old.finish()
        long_ago = time.time() - KEPT_SECONDS - 9
        os.utime(old.path, (long_ago, long_ago))
        with patch.object(Path, "unlink", side_effect=PermissionError):
            self.progress.finish()
        self.assertTrue(self.progress.get()["ended"])

    def test_two_requests_of_one_name_are_not_in_each_others_way(self):
        write = Path.write_text

        def write_and_be_overtaken(path, text):
            write(path, text)
            with patch.object(Path, "write_text", write):
                Progress(self.id()).set(2, 4)

        with patch.object(Path, "write_text", write_and_be_overtaken):
            self.progress.set(1, 4)
        self.assertEqual({"done": 1, "total": 4}, self.progress.get())

    def test_whoever_asks_meanwhile_is_not_told_that_it_is_over(self):
        def work():
            for done in range(WRITES):
                self.progress.set(done, WRITES)

        self.progress.set(0, WRITES)
        worker = Thread(target=work)
        worker.start()
        totals = {self.progress.get()["total"]}
        while worker.is_alive():
            totals.add(self.progress.get()["total"])
        self.assertEqual({WRITES}, totals)
