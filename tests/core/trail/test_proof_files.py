"""Files of events, which ``docs/verify.py`` checks without the portal."""

import json
import os
import random
import subprocess
import sys
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.merkle import consistency_path
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.proof_files import proof_of, selection_lines, whole_lines
from cites.cug.core.trail.removal import remove_contents
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree import Tiles
from email.message import EmailMessage
from tests.core.trail.tree_case import PORTAL, PROGRAM, TreeCase, verify
from tests.sampling import EVERYTHING


EVENTS = 40
TAMPERINGS = 10_000 if EVERYTHING else 60


def everything(event):
    return ["event", "place", "ip", *(f"detail.{name}" for name in event.detail)]


class FilesTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write(EVENTS)
        self.seal()

    def selection(self, *ids, shown=everything):
        with engine(records_url()).connect() as connection:
            return b"".join(selection_lines(connection, [list(ids)], shown)).decode()

    def whole(self):
        with engine(records_url()).connect() as connection:
            return b"".join(whole_lines(connection)).decode()

    def proof(self, event_id, shown=everything):
        with engine(records_url()).connect() as connection:
            return proof_of(connection, event_id, shown)

    def test_what_the_portal_gives_out_is_right(self):
        for text in (
            self.whole(),
            self.selection(*range(1, EVENTS + 1)),
            self.selection(),
            json.dumps(self.proof(7)),
            json.dumps(self.proof(7), indent=1),
            self.rows("SELECT note FROM audit_checkpoint")[0][0],
        ):
            self.assertEqual([], self.verify(text))
        # Without a key the one in the file is believed.
        self.assertEqual([], self.verify(self.whole(), key=False))

    def test_a_selection_tells_nothing_of_other_events_and_hidden_parts(self):
        text = self.selection(3, 9, shown=lambda _event: ["event", "detail.found"])
        self.assertEqual([], self.verify(text))
        head, newer, older, _end = map(json.loads, text.splitlines())
        self.assertEqual(
            ["selection", 9, 3], [head["kind"], newer["event"], older["event"]]
        )
        for hidden in ("192.0.2.7", "2001:db8", "/portal/cheetahs", "nested"):
            self.assertNotIn(hidden, text.replace('"detail.nested"', ""))
        self.assertEqual({"hash"}, older["parts"]["ip"].keys())
        self.assertEqual({"salt", "value"}, older["parts"]["event"].keys())
        ids = [part["parts"]["event"]["value"]["id"] for part in (newer, older)]
        self.assertEqual([9, 3], ids)

    def test_an_event_that_waits_has_no_proof_yet(self):
        self.write(1)
        self.assertIsNone(self.proof(EVENTS + 1))
        self.assertIsNone(self.proof(999))
        self.assertEqual([], self.verify(self.selection(EVENTS, EVENTS + 1)))
        self.assertEqual([], self.verify(self.whole()))

    def test_what_was_removed_is_told_of_in_the_trail(self):
        remove_contents(PORTAL, AuditEvent.id < 9, "asked for", acting_user="bin/cug")
        told = self.verify(self.whole())
        self.assertEqual(
            [("0: leaf 0", "no event tells of its removal")], told[:1], "not yet sealed"
        )
        self.seal()
        self.assertEqual([], self.verify(self.whole()))
        self.assertIsNone(self.proof(3))

    def test_a_later_checkpoint_must_go_on_from_an_earlier_one(self):
        self.write(600, seed=2)
        self.seal()
        rows = self.rows("SELECT size, note FROM audit_checkpoint ORDER BY size")
        notes = dict(rows)
        first, *_others, second = notes
        with engine(records_url()).connect() as connection:
            path = consistency_path(first, second, Tiles(connection))
        tie = {
            "first": {"size": first, "note": notes[first]},
            "second": {"size": second, "note": notes[second]},
            "path": [one.hex() for one in path],
        }
        self.assertEqual([], self.verify(json.dumps(tie)))
        tie["path"][1] = "00" * 32
        (wrong,) = self.verify(json.dumps(tie))
        self.assertIn("is not the beginning", wrong[1])

    def test_another_history_of_the_same_size_is_seen(self):
        """A portal that shows one tree to one authority and another to another."""
        first = self.rows("SELECT note FROM audit_checkpoint")[0][0]
        for table in ("leaf", "checkpoint", "node"):
            self.do(f"DELETE FROM audit_{table}")
        self.do("INSERT INTO audit_unsealed SELECT id FROM audit_event")
        self.do("UPDATE audit_event SET actor = 'forger' WHERE id = 5")
        self.seal()
        self.assertTrue(self.check().is_whole)
        wrong, *_same = self.verify(first, self.whole())
        self.assertIn(f"another tree of {EVENTS} leaves", wrong[1])

    def test_a_note_of_another_key_is_refused(self):
        note = self.rows("SELECT note FROM audit_checkpoint")[0][0]
        keys = self.folder / "keys"
        words = keys.read_text().split()
        keys.write_text("\n".join([*words[:-1], "trail:" + "A" * 43 + "="]))
        (wrong,) = self.verify(note)
        self.assertIn("signed by none of the keys", wrong[1])

    def test_whatever_is_tampered_with_in_a_file(self):
        chance = random.Random(os.environ.get("TEST_SEED", "21"))
        ids = range(1, EVENTS + 1)
        for number in range(TAMPERINGS):
            text = self.selection(*ids) if number < 2 else text  # noqa: F821
            lines = text.splitlines(keepends=True)
            index = chance.randrange(1, EVENTS + 1)
            kind = ("value", "remove", "swap", "double", "path", "renumber")[number % 6]
            one = json.loads(lines[index])
            first = one["event"]
            if kind == "value":
                parts = one["parts"]
                parts[chance.choice(["event", "place", "ip"])]["value"] = {"actor": "x"}
            elif kind == "path":
                one["path"][chance.randrange(len(one["path"]))] = "00" * 32
            lines[index] = json.dumps(one) + "\n"
            if kind in ("remove", "renumber"):
                del lines[index]
                first = json.loads(lines[index]).get("event")
            elif kind == "swap" and index < EVENTS:
                lines[index : index + 2] = lines[index : index + 2][::-1]
                first = json.loads(lines[index])["event"]
            elif kind == "double":
                lines.insert(index, lines[index])
            if kind == "renumber":
                for place, line in enumerate(lines):
                    lines[place] = json.dumps({**json.loads(line), "line": place}) + "\n"
                first = None
            if kind == "swap" and index == EVENTS:
                continue
            wrong = self.verify("".join(lines))
            self.assertTrue(wrong, (number, kind))
            if first is not None:
                self.assertIn(f"event {first},", wrong[0][0], (number, kind, wrong[:2]))

    def test_a_checkpoint_is_read_from_a_mail_as_it_was_saved(self):
        note = self.rows("SELECT note FROM audit_checkpoint")[0][0]
        mail = EmailMessage()
        mail["Subject"] = "Something new"
        text = f"Keep this – apart.\n\n{note}\n-- \nThe portal\n"
        mail.set_content(text, cte="quoted-printable")
        raw, file = mail.as_bytes(), self.folder / "kept"
        self.assertNotIn(note.encode(), raw)
        for kept in (raw, raw.replace(b"\n", b"\r\n"), text.encode()):
            file.write_bytes(kept)
            verifier = verify.Verifier(verifier_keys())
            verifier.file("kept", verify.read(str(file)))
            self.assertEqual(([], [EVENTS]), (verifier.wrong, list(verifier.roots)))
        file.write_bytes(raw.replace(b"portal", b"portol"))
        self.assertTrue(self.verify(verify.read(str(file))))

    def test_the_program_alone(self):
        """Started as its readers start it, with nothing of the portal."""
        file = self.folder / "events.jsonl"
        file.write_text(self.selection(1, 2, 3))
        (key,) = verifier_keys()

        def run(*arguments):
            command = [sys.executable, "-I", str(PROGRAM), *arguments]
            done = subprocess.run(command, capture_output=True, text=True)
            return done.returncode, done.stdout

        code, said = run("--key", key, str(file))
        self.assertEqual(0, code, said)
        self.assertIn("3 events checked; checkpoints of size 40.\nAll is well.", said)
        code, said = run(str(file))
        self.assertEqual(0, code)
        self.assertIn("taken from the files themselves", said)
        file.write_text(file.read_text().replace('"number"', '"nombre"', 1))
        text = file.read_text().replace("192.0.2.7", "192.0.2.8", 1)
        file.write_text(text.replace("2001:db8::1", "2001:db8::2"))
        self.assertEqual(1, run("--key", key, str(file))[0])
        file.write_text("{}")
        self.assertEqual(2, run("--key", key, str(file))[0])
