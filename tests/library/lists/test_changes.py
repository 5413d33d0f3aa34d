"""The log of changes."""

import unittest
from cites.cug.library.lists.changes import ChangeLog
from datetime import datetime, timedelta, UTC
from unittest.mock import patch


CREATED = 1_700_000_000


def note(log, uid, before=(), group="group", second=0):
    with patch(
        "cites.cug.library.lists.changes.time.time", return_value=CREATED + second
    ):
        log.note(group, before, 7, uid, f"/portal/{uid}", "Alert", CREATED)


class ChangeLogTest(unittest.TestCase):
    def setUp(self):
        self.log = ChangeLog()

    def after(self, number, group="group"):
        return [(key, entry.uid) for key, entry in self.log.after(group, number)]

    def test_changes_are_numbered_by_group(self):
        self.assertEqual(self.log.last("group"), 0)
        for uid in "aba":
            note(self.log, uid)
        note(self.log, "c", group="other")
        self.assertEqual(self.log.last("group"), 3)
        self.assertEqual(self.after(1), [(2, "b"), (3, "a")])
        self.assertEqual(self.after(0, "other"), [(1, "c")])
        self.assertEqual(self.after(0, "third"), [])

    def test_who_could_see_it(self):
        note(self.log, "a")
        note(self.log, "a", before=["user:a", "Role"])
        note(self.log, "b", before=["Role", "user:a"])
        never, first, same = [entry for _key, entry in self.log.after("group", 0)]
        self.assertEqual(first.audience, same.audience)
        self.assertTrue(self.log.could_see(first, frozenset({"Role", "other"})))
        for entry, token in ((first, "user:b"), (first, ""), (never, "Role")):
            self.assertFalse(self.log.could_see(entry, frozenset({token})), token)

    def test_the_last_before_a_moment(self):
        for second in (0, 10, 10, 20):
            note(self.log, "a", second=second)
        begin = datetime.fromtimestamp(CREATED, UTC)
        for second, number in ((-1, 0), (0, 0), (1, 1), (10, 1), (11, 3), (99, 4)):
            moment = begin + timedelta(seconds=second)
            self.assertEqual(self.log.number_before("group", moment), number, second)

    def test_old_ones_are_dropped_and_numbers_go_on(self):
        for second in (0, 10, 20, 30):
            note(self.log, "a", second=second)
        limit = datetime.fromtimestamp(CREATED + 25, UTC)
        self.assertTrue(self.log.drop_before(limit, 2))
        self.assertEqual([number for number, _uid in self.after(0)], [3, 4])
        self.assertFalse(self.log.drop_before(limit, 2))
        self.assertEqual(self.log.number_before("group", limit), 3)
        self.assertEqual([key for key, _one in self.log.before("group", 9)], [4])
        self.assertFalse(self.log.drop_before(limit + timedelta(days=1), 2))
        note(self.log, "b", second=40)
        self.assertEqual(self.after(0), [(4, "a"), (5, "b")])
