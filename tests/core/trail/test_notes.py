"""Checkpoints are signed notes."""

import base64
from cites.cug.core.trail.notes import BadNote, open_note, sign, sign_file, verifier_keys
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from tests.core.trail.tree_case import NOON, TreeCase


ROOT = bytes(range(32))
NAME = "portal.example.org/portal"


class NotesTest(TreeCase):
    def test_a_note_says_whose_tree_it_is_how_large_and_when(self):
        there = datetime(2026, 11, 26, 14, tzinfo=timezone(timedelta(hours=2)))
        note = sign(7, ROOT, there)
        text, _space, signature = note.partition("\n\n")
        root = base64.b64encode(ROOT).decode()
        self.assertEqual([NAME, "7", root, "2026-11-26T12:00:00Z"], text.splitlines())
        self.assertRegex(signature, f"^\N{EM DASH} {NAME} [A-Za-z0-9+/]{{91}}=\n$")
        self.assertEqual((NAME, 7, ROOT, NOON), open_note(note))

    def test_the_id_of_a_key_is_that_of_c2sp(self):
        (words,) = verifier_keys()
        name, key_id, key = words.split("+", 2)
        raw = base64.b64decode(key)
        self.assertEqual((NAME, 1, 33), (name, raw[0], len(raw)))
        expected = sha256(f"{NAME}\n".encode() + raw).hexdigest()[:8]
        self.assertEqual(expected, key_id)
        signature = sign(7, ROOT, NOON).split()[-1]
        self.assertEqual(key_id, base64.b64decode(signature)[:4].hex())

    def test_what_was_changed_is_refused(self):
        note = sign(7, ROOT, NOON)
        for wrong in (
            note.replace("\n7\n", "\n8\n"),
            note.replace("portal.example", "other.example"),
            note.replace("\N{EM DASH}", "-"),
            note.replace("\n\n", "\n"),
            note[:-3] + "\n",
            note.replace("2026", "2025"),
            sign_file(7, ROOT),
            "",
        ):
            with self.assertRaises(BadNote, msg=wrong):
                open_note(wrong)

    def test_other_signatures_may_stand_beside_it(self):
        """A witness signs the same text."""
        note = sign(7, ROOT, NOON)
        both = note + "\N{EM DASH} witness.example " + "A" * 92 + "\n"
        self.assertEqual(7, open_note(both).size)

    def test_an_earlier_key_and_one_that_was_lost_still_check(self):
        note = sign(7, ROOT, NOON)
        (words,) = verifier_keys()
        keys = self.folder / "keys"
        kept = keys.read_text()
        keys.write_text(f"{kept}trail:{'A' * 43}=\n")
        self.assertEqual(7, open_note(note).size)
        self.assertNotEqual(note, sign(7, ROOT, NOON))
        self.assertEqual(words, verifier_keys()[0])
        public = base64.b64encode(base64.b64decode(words.split("+", 2)[2])[1:]).decode()
        others = "\n".join(kept.split()[:-1])
        keys.write_text(f"{others}\ntrail:{'A' * 43}=\n")
        with self.assertRaises(BadNote):
            open_note(note)
        keys.write_text(f"{others}\ntrail-public:{public}\ntrail:{'A' * 43}=\n")
        self.assertEqual(7, open_note(note).size)
