"""The portal as a witness: it signs what goes on from what it signed, no other."""

import base64
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.sql.session import read_connection
from cites.cug.core.trail.cosignatures import cosigned_at, own_key, read_witness_key
from cites.cug.core.trail.merkle import consistency_path
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.core.trail.tree import Tiles
from cites.cug.trail_desk.cosigning import check_witnesses
from cites.cug.trail_desk.witnessing import add_checkpoint, LONGEST
from datetime import timedelta
from tests.core.trail.tree_case import NOON, PORTAL, TreeCase


class WitnessingTest(TreeCase):
    """The portal is asked for its own checkpoints: those of another look the same."""

    def setUp(self):
        super().setUp()
        self.section = getConfiguration().product_config[SECTION]
        self.section["trail-witness-of"] = verifier_keys()[0]
        check_witnesses()
        self.now = NOON
        self.notes = {}
        for number in (5, 3, 300):
            self.write(number, number)
            self.seal()
        query = "SELECT size, note FROM audit_checkpoint"
        self.notes = dict(self.rows(query))

    def ask(self, old, size, path=None, note=None, address="192.0.2.7"):
        if path is None:
            path = []
            if 0 < old < size:
                with read_connection() as connection:
                    path = consistency_path(old, size, Tiles(connection))
        lines = [base64.b64encode(one).decode() for one in path]
        body = "\n".join([f"old {old}", *lines, "", note or self.notes[size]])
        self.now += timedelta(minutes=3)
        return add_checkpoint(PORTAL, body.encode(), address, self.now)

    def told(self):
        query = "SELECT detail FROM audit_event WHERE action = 'audit.witness'"
        return len(self.rows(query))

    def test_it_signs_what_goes_on_from_what_it_signed_last(self):
        key = read_witness_key(own_key())
        for old, size in ((0, 5), (5, 8), (8, 308), (308, 308)):
            answer = self.ask(old, size)
            self.assertEqual(200, answer.status)
            signed = cosigned_at(self.notes[size], answer.text.rstrip("\n"), key)
            self.assertEqual(self.now, signed)
            self.assertIsNone(
                cosigned_at(self.notes[5], answer.text[:-1], key) if size > 5 else None
            )
        self.assertEqual(4, self.told())
        self.assertEqual((409, "308\n"), self.ask(5, 308)[:2])

    def test_what_does_not_go_on_from_it_is_refused(self):
        self.assertEqual(200, self.ask(0, 5).status)
        self.assertEqual((409, "5\n", "text/x.tlog.size"), self.ask(0, 8))
        self.assertEqual(422, self.ask(5, 8, path=[]).status)
        self.assertEqual(422, self.ask(5, 8, path=[b"x" * 32] * 3).status)
        self.assertEqual(400, self.ask(308, 8).status)
        # Another tree of the same size, signed by the portal: history was rewritten.
        self.do("DELETE FROM audit_witnessed")
        self.assertEqual(200, self.ask(0, 8).status)
        self.do("UPDATE audit_witnessed SET root = x'00'")
        self.assertEqual((409, "8\n"), self.ask(8, 8)[:2])
        self.assertEqual(422, self.ask(8, 308).status)
        self.assertEqual(2, self.told())

    def test_what_is_not_signed_by_a_portal_that_is_named_is_refused(self):
        note = self.notes[5]
        for status, given in (
            (404, note.replace("portal.example.org", "other.example.org")),
            (403, note.partition("\n\n")[0] + "\n\n"),
            (403, note.replace("\n5\n", "\n6\n")),
            (403, note.replace(" ", " A", 2)),
            (400, "one line"),
            (400, note.replace("\n5\n", "\n-5\n")),
            (400, note.replace("\n5\n", "\n0005\n")),
            (400, "x" * LONGEST),
        ):
            self.assertEqual(status, self.ask(0, 5, note=given).status, given[:60])
        self.assertEqual(400, self.ask(0, 5, path=[b"short"]).status)
        self.assertEqual(400, self.ask(5, 308, path=[b"x" * 32] * 64).status)
        self.assertEqual(400, add_checkpoint(PORTAL, b"\xff", "", self.now).status)
        self.assertEqual([], self.rows("SELECT origin FROM audit_witnessed"))
        self.assertEqual(0, self.told())

    def test_who_asks_too_often_waits(self):
        self.now -= timedelta(days=1)
        found = [
            add_checkpoint(PORTAL, b"", "192.0.2.7", self.now).status for _n in range(121)
        ]
        self.assertEqual(120 * [400] + [429], found)
        self.assertEqual(400, add_checkpoint(PORTAL, b"", "203.0.113.7", self.now).status)
