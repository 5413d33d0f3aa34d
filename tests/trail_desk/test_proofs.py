"""What a group's Secretariat can prove, and what it learns of other events."""

import json
import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.trail_desk.jobs import SealEvents
from cites.cug.trail_desk.proofs import (
    check_from,
    list_checkpoints,
    prove_event,
    tie_checkpoints,
)
from sqlalchemy import func, select
from tests.core.trail.tree_case import verify
from tests.trail_desk.trail_case import TrailCase


class ProofsTest(TrailCase):
    def tell(self, action, target=None, user="customs-xa", **detail):
        """Record it; the number of its event."""
        super().tell(action, target, user, **detail)
        event_id = session().scalar(select(func.max(AuditEvent.id)))
        transaction.abort()
        return event_id

    def seal(self):
        while SealEvents().run():
            pass

    def prove(self, event_id):
        found = prove_event(self.group, event_id, acting_user="secretariat")
        transaction.commit()
        return found

    def wrong(self, found):
        verifier = verify.Verifier(list_checkpoints(0, 1).keys)
        verifier.file("", json.dumps(found))
        return verifier.wrong

    def test_an_event_of_the_group_is_proven(self):
        mine = self.tell("test.one", number="7")
        self.assertEqual({"event": mine, "checkpoint": None}, self.prove(mine))
        self.seal()
        found = self.prove(mine)
        self.assertEqual([], self.wrong(found))
        self.assertEqual("7", found["parts"]["detail.number"]["value"])
        found["parts"]["detail.number"]["value"] = "8"
        self.assertEqual(1, len(self.wrong(found)))

    def test_of_what_the_caller_may_not_read_there_is_none(self):
        other = self.tell("test.other", self.portal["ivory"])
        outside = self.tell("login", self.portal, user="outsider")
        own = self.tell("login", self.portal)
        letter = self.tell("message.report", message="a" * 32, note="b" * 32)
        sent = self.tell("message.send", message="a" * 32, recipients=3)
        self.pass_hours(1)
        self.seal()
        for event_id in (other, outside, 999_999, sent):
            self.assertIsNone(self.prove(event_id))
        self.assertEqual([], self.wrong(self.prove(own)))
        found = self.prove(letter)
        self.assertEqual([], self.wrong(found))
        self.assertIn("a" * 32, json.dumps(found))
        # Reading is recorded.
        told = select(AuditEvent.detail).where(AuditEvent.action == "audit.read")
        ids = [detail["event"] for detail in session().scalars(told)]
        self.assertEqual(
            [str(n) for n in (other, outside, 999_999, sent, own, letter)], ids
        )

    def test_checkpoints_and_what_ties_them(self):
        for number in range(3):
            self.tell(f"test.n{number}")
            self.seal()
        page = list_checkpoints(0, 2)
        self.assertTrue(page.has_more)
        sizes = [one.size for one in page.items]
        (oldest,) = list_checkpoints(2, 2).items
        self.assertEqual([oldest.size + 2, oldest.size + 1], sizes)
        found = tie_checkpoints(oldest.size, sizes[0])
        self.assertEqual([], self.wrong(found))
        for first, second in ((sizes[0], oldest.size), (oldest.size, 999)):
            self.assertIsNone(tie_checkpoints(first, second))

    def test_the_check_of_all(self):
        self.tell("test.one")
        self.seal()
        outcome = check_from(0)
        self.assertTrue(outcome.is_whole)
        self.assertEqual(list_checkpoints(0, 1).items[0].size, outcome.size)
