"""The command line, in a process of its own."""

import json
from pathlib import Path
from tests.clients.case import ClientCase


SCOPES = ("read:messages", "send:messages", "read:library", "read:permits")


class CommandLineTest(ClientCase):
    def setUp(self):
        super().setUp()
        self.secret = {"CUG_TOKEN": self.token(scopes=SCOPES)}

    def test_a_message_from_sending_to_reading(self):
        sent = self.cug(
            *("--json", "send", "--to", "police-xb", "--handling", "green"),
            *("--subject", "EXERCISE"),
            given="At gate 4.\n",
            **self.secret,
        )
        self.assertEqual((sent.returncode, sent.stderr), (0, ""))
        reader = {"CUG_TOKEN": self.token("police-xb", SCOPES)}
        listed = self.cug("messages", "--unread", **reader)
        (line,) = listed.stdout.splitlines()
        number, _sent, handling, subject = line.split("\t")
        self.assertEqual((handling, subject), ("green", "EXERCISE"))
        shown = self.cug("read", number, **reader).stdout
        self.assertIn("\nAt gate 4.\n", shown)
        self.assertIn("(customs-xa)", shown)

    def test_what_went_wrong_is_said(self):
        refused = self.cug(
            *("send", "--to", "nobody", "--handling", "green", "--subject", "x"),
            *("--body", "x"),
            **self.secret,
        )
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertIn("nobody", refused.stderr)
        self.assertEqual(self.cug("permit", "XA", "none", **self.secret).returncode, 1)
        self.assertEqual(self.cug("export", "report", "x.csv").returncode, 2)
        self.assertIn("cug login", self.cug("messages").stderr)

    def test_following_and_exporting(self):
        url = self.make(self.alert())["@id"]
        cursor = Path(self.home, "cursor")
        follow = ("--json", "follow", "--cursor", cursor)
        told = self.cug(*follow, **self.secret).stdout.splitlines()
        seen = [(one["kind"], one["url"]) for one in map(json.loads, told)]
        self.assertIn(("added", url), seen)
        self.assertEqual(self.cug(*follow, **self.secret).stdout, "")
        target = Path(self.home, "misp.json")
        done = self.cug("export", "misp", target, "--alert", url, **self.secret)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("Event", json.loads(target.read_text(encoding="utf-8")))
        self.assertEqual(0o600, target.stat().st_mode & 0o777)
