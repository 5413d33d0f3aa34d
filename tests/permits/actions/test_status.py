"""What became of a permit is recorded, and by whom."""

import transaction
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import find_permit, status_history
from cites.cug.permits.verdict import Verdict, verdict_of
from datetime import date
from tests.permits.case import RegistryCase
from tests.permits.examples import permit, SOUND


class TestStatus(RegistryCase):
    def change(self, status, reason="EXERCISE", permit_id=None, **more):
        where = permit_id or self.found().id
        change_status(where, status, reason, acting_user="secretariat", **more)
        transaction.commit()

    def test_each_change_is_kept_with_its_reason(self):
        self.store(SOUND)
        self.change(Status.PARTLY_USED, "Box 14")
        self.change(Status.REPLACED, "Damaged", replaced_by="XA-2")
        found = self.found()
        now = (found.status, found.reason, found.replaced_by)
        self.assertEqual((Status.REPLACED, "Damaged", "XA-2"), now)
        steps = [(step.status, step.reason) for step in status_history(found)]
        before = (Status.PARTLY_USED, "Box 14")
        self.assertEqual([(Status.REPLACED, "Damaged"), before], steps)
        self.change(Status.ISSUED, "A mistake")
        self.assertIsNone(self.found().replaced_by)
        events = self.events("status")
        details = [event.detail["before"] for event in events]
        self.assertEqual(["issued", "partly_used", "replaced"], details)
        which = {"country": "XA", "number": "XA-2026-000123", "before": "partly_used"}
        step = {"status": "replaced", "reason": "Damaged", "replaced_by": "XA-2"}
        self.assertEqual(which | step, events[1].detail)
        self.assertEqual({found.id}, {event.target_uid for event in events})
        last, *earlier = status_history(self.found())
        self.assertEqual(self.found().changed, last.changed)
        self.assertEqual(2, len(earlier))
        self.assertEqual({"secretariat"}, {one.changed_by for one in (last, *earlier)})

    def test_it_stays_when_the_permit_is_handed_in_again(self):
        self.store(SOUND)
        self.change(Status.LOST_OR_STOLEN)
        self.store(permit(purpose="T"))
        self.assertEqual(Status.LOST_OR_STOLEN, self.found().status)

    def test_no_permit_stands_in_its_own_place(self):
        self.store(SOUND)
        with self.assertRaisesRegex(InvalidValues, "permit itself"):
            self.change(Status.REPLACED, replaced_by="xa2026000123")
        with self.assertRaises(Missing):
            self.change(Status.USED, permit_id="0" * 32)

    def test_expired_is_said_of_what_could_still_be_used(self):
        self.store(SOUND)
        last, after = date(2026, 7, 10), date(2026, 7, 11)
        self.assertEqual(Verdict.VALID, verdict_of(self.found(), last))
        self.assertEqual(Verdict.EXPIRED, verdict_of(self.found(), after))
        self.change(Status.USED)
        self.assertEqual(Verdict.USED, verdict_of(self.found(), after))
        self.store(permit(number="XA-9", valid_until=None))
        endless = find_permit("XA", "XA-9")
        self.assertEqual(Verdict.VALID, verdict_of(endless, after))
