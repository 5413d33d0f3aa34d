"""Refusals in the trail: the first of a kind at once, the others counted, all bounded."""

from cites.cug.core.trail import refusals
from cites.cug.core.trail.refusals import (
    FORBIDDEN,
    forget_counted,
    MOST,
    MOST_OF_ONE,
    note_refused,
    PERIOD,
    RefusalCounts,
    Refused,
    write_counted,
)
from tests.core.trail.tree_case import TreeCase
from unittest.mock import patch


def refused(actor="customs-xa", **more):
    values = {"target": "/portal/cheetahs", "portal": "/portal", **more}
    return Refused(actor, FORBIDDEN, **values)


class RefusalsTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.counts = RefusalCounts()
        self.now = 100.0

    def note(self, one):
        return self.counts.note(one, self.now)

    def end(self):
        self.now += PERIOD
        return self.counts.end(self.now)

    def test_the_first_at_once_the_others_counted(self):
        (first,) = self.note(refused(what="edit", step="permission"))
        self.assertEqual({"what": "edit", "step": "permission"}, first["detail"])
        for _time in range(5):
            self.assertEqual([], self.note(refused(what="edit", step="permission")))
        self.assertEqual([], self.counts.end(self.now + 1))
        (further,) = self.end()
        self.assertEqual(5, further["detail"]["more"])
        self.assertEqual("edit", further["detail"]["what"])
        self.assertEqual([], self.end())

    def test_one_alone_is_one_event(self):
        self.assertEqual(1, len(self.note(refused())))
        self.assertEqual([], self.end())

    def test_the_next_one_ends_the_minute_before(self):
        self.note(refused())
        self.note(refused())
        self.now += PERIOD
        further, first = self.note(refused())
        self.assertEqual((1, {}), (further["detail"]["more"], first["detail"]))

    def test_whoever_is_not_logged_in_gets_one_event(self):
        for number in range(100):
            ip = f"192.0.{number}.0/24"
            self.assertEqual([], self.note(refused("", ip=ip, what=str(number))))
        (event,) = self.end()
        told = event["actor"], event["ip"], event["target"], event["detail"]
        self.assertEqual(("", None, "/portal", {"more": 100}), told)

    def test_nobody_fills_the_trail(self):
        events = [
            event
            for number in range(1000)
            for event in self.note(refused(what=f"page-{number}"))
        ]
        events += self.end()
        self.assertLessEqual(len(events), 2 * (MOST_OF_ONE + 1))
        self.assertEqual(1000 - MOST_OF_ONE - 1, events[-1]["detail"]["more"])
        self.assertNotIn("what", events[-1]["detail"])
        # Nor do many together.
        for number in range(10 * MOST):
            self.note(refused(f"member-{number % 150}", what=f"page-{number}"))
        self.assertLessEqual(len(self.counts._counts), MOST + 150)

    def test_they_are_written_and_sealed(self):
        with patch.object(refusals, "_counts", self.counts):
            note_refused(refused(ip="192.0.2.0/24"))
            note_refused(refused(ip="192.0.2.0/24"))
            with patch.object(refusals, "monotonic", lambda: self.counts._ends + 1):
                write_counted()
        rows = self.rows("SELECT actor, action, ip FROM audit_event")
        self.assertEqual([("customs-xa", FORBIDDEN, "192.0.2.0/24")] * 2, rows)
        self.seal()
        self.assertTrue(self.check().is_whole)

    def test_the_next_test_does_not_write_what_this_one_counted(self):
        with patch.object(refusals, "_counts", self.counts):
            for _ in range(2):
                note_refused(refused())
            before = self.rows("SELECT * FROM audit_event")
            forget_counted()
            with patch.object(refusals, "monotonic", lambda: self.counts._ends + 1):
                write_counted()
        self.assertEqual(before, self.rows("SELECT * FROM audit_event"))

    def test_an_answer_does_not_fail_because_of_them(self):
        self.do("DROP TABLE audit_event")
        counts = patch.object(refusals, "_counts", self.counts)
        with counts, self.assertLogs(refusals.logger):
            note_refused(refused())
