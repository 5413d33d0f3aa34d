"""A proof of a row holds for that row and that key alone."""

from cites.cug.core.encryption.authentic import (
    is_proof,
    keyed_digest,
    keyed_digests,
    row_proof,
)
from cites.cug.core.encryption.sealing import KEY_ID_BYTES
from datetime import datetime, UTC
from tests.core.encryption.case import KeysInEnvironment
from tests.core.encryption.test_keys import NEW, OLD


class ProofTest(KeysInEnvironment):
    VALUES = ("a", 1, True, None, ["x"], b"\x00", datetime(2026, 1, 2, tzinfo=UTC))

    def test_of_what_a_row_says(self):
        proof = row_proof("table", self.VALUES)
        self.assertTrue(is_proof("table", self.VALUES, proof))
        self.assertFalse(is_proof("other", self.VALUES, proof))
        for place, value in enumerate(self.VALUES):
            changed = [*self.VALUES[:place], f"{value}x", *self.VALUES[place + 1 :]]
            self.assertFalse(is_proof("table", changed, proof), value)

    def test_what_is_none(self):
        proof = row_proof("table", self.VALUES)
        for other in (None, b"", proof[:-1], proof[:KEY_ID_BYTES], b"\x00" * len(proof)):
            self.assertFalse(is_proof("table", self.VALUES, other))

    def test_an_older_key_proves_until_it_is_removed(self):
        proof, digests = row_proof("table", self.VALUES), keyed_digests("links", "a")
        self.keys(OLD, NEW)
        self.assertTrue(is_proof("table", self.VALUES, proof))
        self.assertEqual(keyed_digests("links", "a")[1:], digests)
        self.assertEqual(keyed_digests("links", "a")[0], keyed_digest("links", "a"))
        self.keys(NEW)
        self.assertFalse(is_proof("table", self.VALUES, proof))
        self.assertNotIn(digests[0], keyed_digests("links", "a"))
