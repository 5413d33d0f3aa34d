"""Events as a table for spreadsheet programs, and as lines of JSON."""

import csv
import io
import json
import unittest
from cites.cug.trail_desk.event_files import COLUMNS, csv_portions, json_portions
from cites.cug.trail_desk.events import Event
from datetime import datetime, UTC


NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class TableTest(unittest.TestCase):
    def read(self, *events):
        text = b"".join(csv_portions([[*events]])).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_a_line_for_each_event(self):
        event = Event(7, NOON, "a", "login", "/portal", None, {"kind": "é"}, "basic")
        head, line = self.read(event)
        self.assertEqual(list(COLUMNS), head)
        time = "2026-11-26T12:00:00+00:00"
        told = ["login", "/portal", "", '{"kind": "é"}', "basic"]
        self.assertEqual(["7", time, "a", *told], line)

    def test_no_cell_is_run(self):
        event = Event(7, NOON, "=1+1", "login", "@x", None, {}, None)
        _head, line = self.read(event)
        self.assertEqual(["'=1+1", "login", "'@x"], line[2:5])

    def test_details_are_split_by_nothing_and_stay_as_they_are(self):
        detail = {"note": "x;=cmd", "numbers": [1, -2], "words": ["-a", "\t=b\n+c"]}
        event = Event(7, NOON, "x;=cmd", "login", "/", None, detail, None)
        _head, line = self.read(event)
        self.assertEqual("x;'=cmd", line[2])
        self.assertNotIn(";", line[6])
        self.assertEqual(detail, json.loads(line[6]))

    def test_an_object_a_line(self):
        events = [Event(n, NOON, "é", "login", "/", None, {"n": n}, None) for n in (2, 1)]
        lines = b"".join(json_portions([events[:1], events[1:]])).decode().splitlines()
        self.assertEqual(
            [{**one._asdict(), "time": "2026-11-26T12:00:00Z"} for one in events],
            [json.loads(line) for line in lines],
        )
