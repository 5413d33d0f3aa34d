"""Work on files runs apart from the portal, within bounds, and few at once."""

import os
import unittest
from cites.cug.core.programs import bounds
from cites.cug.core.programs.bounds import ProgramFailed, ProgramsBusy
from cites.cug.core.programs.workers import in_worker, MARK_BYTES
from contextlib import ExitStack
from io import BytesIO
from tempfile import TemporaryFile
from tests.core.programs import work
from threading import BoundedSemaphore
from unittest.mock import patch


BOUNDS = {"seconds": 30, "most_bytes": 2**20}


class WorkersTest(unittest.TestCase):
    def test_it_reads_the_file_and_answers(self):
        told, content = in_worker(work.echo, BytesIO(b"words"), **BOUNDS, times=2)
        self.assertEqual((told, content), ({"length": 5}, b"wordswords"))

    def test_each_call_has_a_process_of_its_own(self):
        numbers = {
            in_worker(work.tell_process, BytesIO(b"x"), **BOUNDS)[0]["process"]
            for _call in range(3)
        }
        self.assertEqual(len(numbers - {os.getpid()}), 3)

    def test_neither_time_nor_memory_nor_output_without_end(self):
        for endless in (work.spin, work.sleep):
            with self.subTest(endless), self.assertRaises(ProgramFailed):
                in_worker(endless, BytesIO(b"x"), seconds=1, most_bytes=100)
        with self.assertRaises(ProgramFailed):
            in_worker(work.take_memory, BytesIO(b"x"), **BOUNDS)
        with self.assertRaises(ProgramFailed):
            in_worker(
                work.echo, BytesIO(b"x" * 1000), seconds=9, most_bytes=5000, times=9
            )

    def test_a_file_that_is_cut_off_tells_nothing(self):
        for mark in ("", "00" * MARK_BYTES):
            with self.subTest(mark), self.assertRaises(ProgramFailed):
                in_worker(
                    work.end_as_an_answer,
                    BytesIO(b"x"),
                    seconds=9,
                    most_bytes=5000,
                    cut_at=5000,
                    mark=mark,
                )

    def test_what_it_starts_ends_with_it(self):
        with self.assertRaises(ProgramFailed):
            in_worker(work.start_another, BytesIO(b"x"), seconds=1, most_bytes=100)

    def test_one_that_fails_or_is_killed(self):
        for failing in (work.fail, work.kill_itself):
            with self.subTest(failing), self.assertRaises(ProgramFailed):
                in_worker(failing, BytesIO(b"x"), **BOUNDS)

    def test_it_has_nothing_of_the_portals(self):
        with patch.dict("os.environ", {"SECRET_SETTING": "x"}), TemporaryFile() as own:
            told, _content = in_worker(work.tell_surroundings, BytesIO(b"x"), **BOUNDS)
            inode = os.fstat(own.fileno()).st_ino
        self.assertNotIn("SECRET_SETTING", told["environment"])
        self.assertNotIn(inode, told["files"])
        self.assertLessEqual(len(told["files"]), 6)

    def test_a_file_that_can_be_written_is_not_given_away(self):
        with TemporaryFile() as own:
            own.write(b"kept")
            in_worker(work.write_into_source, own, **BOUNDS)
            own.seek(0)
            self.assertEqual(own.read(), b"kept")

    def test_the_server_is_started_again_if_it_has_ended(self):
        in_worker(work.kill_server, BytesIO(b"x"), **BOUNDS)
        told, _content = in_worker(work.echo, BytesIO(b"words"), **BOUNDS, times=1)
        self.assertEqual(told, {"length": 5})

    def test_few_run_at_once_and_others_are_told_so(self):
        turns = patch.object(bounds, "_turns", BoundedSemaphore(bounds.MOST_AT_ONCE))
        with turns, ExitStack() as taken:
            for _turn in range(bounds.MOST_AT_ONCE):
                taken.enter_context(bounds.turn())
            with self.assertRaises(ProgramsBusy):
                in_worker(work.echo, BytesIO(b"x"), **BOUNDS, patience=0, times=1)
            taken.close()
            in_worker(work.echo, BytesIO(b"x"), **BOUNDS, patience=0, times=1)
