"""Events as a table for spreadsheet programs."""

import csv
import io
import unittest
from cites.cug.auditing.csv_rows import COLUMNS, csv_pieces
from cites.cug.auditing.events import Event
from datetime import datetime, UTC


NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class TableTest(unittest.TestCase):
    def read(self, *events):
        text = b"".join(csv_pieces(events)).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_a_line_for_each_event(self):
        event = Event(7, NOON, "a", "login", "/portal", None, {"kind": "é"})
        head, line = self.read(event)
        self.assertEqual(list(COLUMNS), head)
        time = "2026-11-26T12:00:00+00:00"
        self.assertEqual(["7", time, "a", "login", "/portal", "", '{"kind": "é"}'], line)

    def test_no_cell_is_run(self):
        for begin in "=+-@\t":
            event = Event(1, NOON, f"{begin}cmd|' /C calc'!A0", "login", "/", None, {})
            self.assertEqual("'", self.read(event)[1][2][0], begin)
