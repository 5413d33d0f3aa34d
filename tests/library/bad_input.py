"""Values that must be refused, and what refusing them means."""

import json
import os
import tempfile
from contextlib import contextmanager
from tests.library.http import HttpTestCase, Screen
from tests.library.items.test_specimens import GOOD
from tests.library.samples import PDF


#: Over what a file may be, and within what a form may send; and over both.
LARGE, HUGE = 90 * 2**20, 200 * 2**20
#: Field, what a form may send for it, and a word of the refusal.
TYPED = (
    ("title", "", "must be filled in"),
    ("title", "   ", "must be filled in"),
    ("title", "x" * 201, "200 characters"),
    ("title", "a\0b", "control characters"),
    ("title", "a\x1bb", "control characters"),
    ("title", "\u202etxt.exe", "control characters"),
    ("title", "one\ntwo", "one line"),
    ("description", "x" * 1001, "1000 characters"),
    ("description", "a\x07", "control characters"),
    ("alert_type", "nonsense", "not one of the codes"),
    ("handling", "white", "not one of the codes"),
    ("incident_country", "ZZZ", "not one of the codes"),
    ("incident_country", "xa", "not one of the codes"),
    ("transit_countries", ["KE", "QQ"], "not one of the codes"),
    ("concealment", ["<script>"], "not one of the codes"),
    ("incident_date", "2999-01-01", "future"),
    ("incident_date", "0001-01-01", "1975"),
    ("incident_date", "2026-02-30", "Enter a date, for example"),
    ("incident_date", "01/02/2026", "Enter a date, for example"),
    ("incident_date", "soon", "Enter a date, for example"),
    ("latitude", "91", "At most 90"),
    ("latitude", "north", "number"),
    ("latitude", "nan", "number"),
    ("longitude", "-181", "At least -180"),
    ("estimated_value", "-1", "At least 0"),
    ("estimated_value", "1e400", "number"),
    ("offender_count", "1.5", "whole number"),
    ("offender_count", "-1", "At least 0"),
    ("offender_count", "9" * 500, "number"),
    ("seizure_id", "x" * 101, "100 characters"),
    ("body", "a" * 200_001, "200000 characters"),
    ("body", "<p>a\0b</p>", "control characters"),
)
NUMBERS = ("latitude", "longitude", "estimated_value", "offender_count")
#: The same in JSON, and values of types that no form can send.
JSON = (
    *(case for case in TYPED if case[0] not in NUMBERS),
    ("title", 7, "Enter a text"),
    ("title", None, "must be filled in"),
    ("title", ["x"], "Enter a text"),
    ("title", {"x": 1}, "Enter a text"),
    ("title", "\ud800", "control characters"),
    ("description", 7, "Enter a text"),
    ("alert_type", None, "must be filled in"),
    ("alert_type", 7, "Enter a code"),
    ("alert_type", ["seizure"], "Enter a code"),
    ("alert_type", {"title": "Seizure"}, "Enter a code"),
    ("transit_countries", "KE", "Send a list"),
    ("transit_countries", {"token": "KE"}, "Send a list"),
    ("transit_countries", [["KE"]], "Enter a code"),
    ("transit_countries", ["KE", "KE"], "twice"),
    ("transit_countries", ["KE"] * 51, ""),
    ("incident_date", 20260101, "Enter a date, for example"),
    ("incident_date", "2026-W01-1", "Enter a date, for example"),
    ("latitude", 90.5, "At most 90"),
    ("latitude", "10", "number"),
    ("latitude", True, "number"),
    ("latitude", float("nan"), "number"),
    ("latitude", 10**400, "number"),
    ("longitude", -181, "At least -180"),
    ("estimated_value", -0.5, "At least 0"),
    ("estimated_value", float("inf"), "number"),
    ("offender_count", 1.5, "whole number"),
    ("offender_count", "3", "whole number"),
    ("share_iccwc", "yes", "true or false"),
    ("share_iccwc", 1, "true or false"),
    ("body", 7, "Enter a text"),
    ("body", {"data": ["x"]}, "Enter a text"),
    ("body", {"data": "x", "content-type": "text/x-html-safe"}, "must be HTML"),
    ("permits", "XA 1", "Send a list"),
    ("permits", ["XA 1"], "country of issue and the number"),
    ("permits", [{"country": "XA"}], "must be filled in"),
    ("permits", [{"country": "QQ", "number": "1"}], "not one of the codes"),
    ("permits", [{"country": "XA", "number": "--"}], "neither letters nor digits"),
    ("permits", [{"country": "XA", "number": "1"}] * 51, "50 entries"),
    ("specimens", "SKI", "Send a list"),
    ("specimens", [7], "set of columns"),
    ("specimens", [GOOD] * 101, "100 entries"),
)


@contextmanager
def big_file(name: str, form: dict[str, str], size: int = LARGE):
    """A form with a file of that size, which takes no room on disk or in memory."""
    mark = "----------mark"
    with tempfile.TemporaryFile() as body:
        for field, value in form.items():
            part = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'
            body.write(f"{part}{value}\r\n".encode())
        part = f'name="{name}"; filename="report.pdf"\r\n\r\n'
        body.write(f"--{mark}\r\nContent-Disposition: form-data; {part}".encode() + PDF)
        body.seek(size, os.SEEK_CUR)
        body.write(f"\r\n--{mark}--\r\n".encode())
        body.seek(0)
        yield body, {"Content-Type": f"multipart/form-data; boundary={mark}"}


class BadInputTestCase(HttpTestCase):
    """Nothing is stored by any of its tests."""

    def setUp(self):
        super().setUp()
        self.existing = self.make(self.alert(specimens=[GOOD]))["@id"]
        self.before = self.stored()

    def tearDown(self):
        self.assertEqual(self.stored(), self.before)

    def assertRefused(self, answer, field, words):
        """400, with a message that names the field."""
        self.assertEqual(answer.status_code, 400, (field, answer.text[:300]))
        message = answer.json()["message"]
        self.assertIn(f"{field}", message)
        self.assertIn(words, message)

    def send(self, item, where=None, **kw):
        body = json.dumps(item).encode()
        headers = {"Content-Type": "application/json"}
        return self.ask("POST", where or self.library, data=body, headers=headers, **kw)

    def assertAt(self, screen: Screen, element_id: str, words: str):
        """The mistake is on the list on top and at its field, and nowhere else."""
        (target,) = screen.mistakes
        self.assertIn(target, (element_id, f"{element_id}-0"))
        self.assertIn(words, screen.mistakes[target])
        self.assertIn(words, screen.at(f"{element_id}-error").text_content())

    def stream(self, url, body, headers, **kw):
        """Send a file without reading it into memory."""
        headers = {"Accept": "text/html", **headers}
        return self.ask("POST", url, data=body, headers=headers, **kw)
