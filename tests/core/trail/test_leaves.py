"""The leaf of an event: all of it, and each part apart."""

import unittest
from cites.cug.core.trail.leaves import hashes_of, leaf_of, part_hash, part_salt, written
from datetime import datetime, timedelta, timezone
from tests.core.trail.tree_case import NOON
from types import SimpleNamespace


SALT = bytes(32)
#: Other programs compute it too, so it must not change.
LEAF = "ba7c"


def event(**changes):
    values = {
        "id": 7,
        "time": NOON,
        "actor": "customs-xa",
        "action": "permit.consult",
        "target": "/portal/@permits",
        "target_uid": None,
        "ip": "192.0.2.7",
        "detail": {"number": "é", "found": True},
        "credential": None,
    }
    return SimpleNamespace(**values | changes)


class LeavesTest(unittest.TestCase):
    def leaf(self, salt=SALT, **changes):
        return leaf_of(hashes_of(event(**changes), salt))

    def test_every_value_counts(self):
        changed = [
            {"id": 8},
            {"time": NOON + timedelta(microseconds=1)},
            {"actor": "x"},
            {"action": "x"},
            {"target": "x"},
            {"target_uid": "x"},
            {"ip": None},
            {"credential": "basic"},
            {"detail": {"number": "é", "found": 1}},
            {"detail": {"number": "é"}},
            {"detail": {"number": "é", "found": True, "more": None}},
            {"salt": b"\1" * 32},
        ]
        leaves = {self.leaf(), *(self.leaf(**one) for one in changed)}
        self.assertEqual(len(changed) + 1, len(leaves))

    def test_how_a_moment_is_kept_is_all_one(self):
        """SQLite forgets the zone, PostgreSQL answers in that of the session."""
        there = NOON.astimezone(timezone(timedelta(hours=-5)))
        for time in (NOON.replace(tzinfo=None), there):
            self.assertEqual(self.leaf(), self.leaf(time=time))
        self.assertEqual("2026-11-26T12:00:00.000000Z", written(there))

    def test_parts_have_salts_of_their_own(self):
        hashes = hashes_of(event(), SALT)
        self.assertEqual(
            {"event", "place", "ip", "detail.number", "detail.found"}, hashes.keys()
        )
        salt = part_salt(SALT, "ip")
        self.assertEqual(hashes["ip"], part_hash(salt, "192.0.2.7"))
        self.assertNotEqual(salt, part_salt(SALT, "place"))

    def test_it_is_the_same_for_ever(self):
        self.assertEqual(LEAF, self.leaf().hex()[: len(LEAF)])
        self.assertIsInstance(datetime.fromisoformat(written(NOON)), datetime)
