"""Programs that open files of members end, whatever the files make them do."""

import sys
import unittest
from cites.cug.core.programs.bounds import ProgramFailed
from cites.cug.core.programs.external import run_bounded
from unittest.mock import patch


def script(text: str) -> list[str]:
    return [sys.executable, "-c", text]


class ProgramsTest(unittest.TestCase):
    def test_what_it_writes_is_the_answer(self):
        self.assertEqual(run_bounded(script("print('words')"), 100, 60), b"words\n")

    def test_neither_time_nor_memory_without_end(self):
        for endless in ("while 1: pass", "import time; time.sleep(600)"):
            self.assertRaises(ProgramFailed, run_bounded, script(endless), 100, 1)
        hungry = "x = bytearray(2 * 2**30); print(len(x))"
        self.assertRaises(ProgramFailed, run_bounded, script(hungry), 100, 60)

    def test_an_answer_that_is_too_long_is_cut_or_refused(self):
        long = script("import os\nwhile 1: os.write(1, b'x' * 1000)")
        self.assertEqual(run_bounded(long, 5000, 60, cut=True), b"x" * 5000)
        self.assertRaises(ProgramFailed, run_bounded, long, 5000, 60)

    def test_a_program_that_fails_or_is_missing(self):
        self.assertRaises(
            ProgramFailed, run_bounded, script("raise SystemExit(3)"), 100, 60
        )
        self.assertRaises(ProgramFailed, run_bounded, ["/nowhere/at-all"], 100, 60)

    def test_it_learns_nothing_of_the_portals_settings(self):
        with patch.dict("os.environ", {"SECRET_SETTING": "x"}):
            shown = run_bounded(script("import os; print(sorted(os.environ))"), 1000, 60)
        self.assertNotIn(b"SECRET_SETTING", shown)
