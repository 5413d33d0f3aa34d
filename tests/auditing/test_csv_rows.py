"""Events as a table for spreadsheet programs."""

import csv
import io
import unittest
from cites.cug.auditing.csv_rows import COLUMNS, event_rows
from cites.cug.auditing.events import Event
from cites.cug.downloads import csv_pieces
from datetime import datetime, UTC


NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class TableTest(unittest.TestCase):
    def read(self, *events):
        text = b"".join(csv_pieces(event_rows(events))).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_a_line_for_each_event(self):
        event = Event(7, NOON, "a", "login", "/portal", None, {"kind": "é"})
        head, line = self.read(event)
        self.assertEqual(list(COLUMNS), head)
        time = "2026-11-26T12:00:00+00:00"
        self.assertEqual(["7", time, "a", "login", "/portal", "", '{"kind": "é"}'], line)
