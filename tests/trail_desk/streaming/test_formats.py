"""A record as syslog's message: its parts, what is escaped, and what is too long."""

import json
import unittest
from cites.cug.core.settings.streaming import SyslogMarks
from cites.cug.trail_desk.streaming.formats import severity_of, syslog_frame
from cites.cug.trail_desk.streaming.records import StreamRecord


CONTENT = {
    "portal": "portal.example.org",
    "position": 7,
    "event": 8,
    "leaf": "00ff",
    "time": "2026-11-26T12:00:00.000001Z",
    "actor": 'é"x]\\\n',
    "action": "login.failure",
    "target": "/portal",
    "uid": None,
    "ip": "192.0.2.7",
    "detail": {"words": "line\nline"},
}


class FormatsTest(unittest.TestCase):
    def message(self, enterprise="32473", **changed):
        content = {**CONTENT, **changed}
        record = StreamRecord(7, content["action"], content)
        length, _space, message = syslog_frame(
            record, SyslogMarks(13, enterprise)
        ).partition(b" ")
        self.assertEqual(int(length), len(message))
        return message.decode()

    def test_all_parts_of_a_message(self):
        message = self.message()
        begin, _brace, _text = message.partition(" {")
        self.assertEqual(
            "<108>1 2026-11-26T12:00:00.000001Z localhost cites.cug - login.failure"
            ' [cug@32473 portal="portal.example.org" position="7" event="8" leaf="00ff"'
            ' actor="é\\"x\\]\\\\ " action="login.failure" target="/portal"'
            ' ip="192.0.2.7"]',
            begin,
        )
        self.assertEqual(CONTENT, json.loads(message[len(begin) :]))
        self.assertNotIn("\n", message)

    def test_without_a_number_there_is_no_structured_data(self):
        begin, _brace, _text = self.message("").partition(" {")
        self.assertTrue(begin.endswith(" login.failure -"))

    def test_a_message_that_is_too_long_is_cut_and_says_so(self):
        message = self.message(detail={"words": "é" * 9000}, target="/é" * 2000)
        self.assertLess(len(message), 8192)
        text = json.loads(message[message.index(" {") :])
        self.assertTrue(text["cut"])
        self.assertNotIn("detail", text)
        self.assertEqual("00ff", text["leaf"])

    def test_how_much_an_event_matters(self):
        for action, severity in (
            ("trail.missing", 1),
            ("login.lock", 4),
            ("refusal.forbidden", 4),
            ("member.suspend", 5),
            ("library.settings", 5),
            ("trail.checkpoint", 5),
            ("permit.consult", 6),
            ("login", 6),
        ):
            self.assertEqual(severity, severity_of(action), action)
