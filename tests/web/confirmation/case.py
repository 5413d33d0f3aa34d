"""Texts that name somebody, and what the trail says of them."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from collections import Counter
from sqlalchemy import select
from tests.workspaces.case import WorkspaceTestCase


NAMED = "The driver, Chinedu Okonkwo, left by car."


REASON = "Named in a published judgment."


CONFIRMED = "non_nominal_confirmed"


def decisions():
    """What the audit trail keeps of decisions, the last at the end."""
    events = select(AuditEvent.actor, AuditEvent.target, AuditEvent.detail).where(
        AuditEvent.action == "nonnominal.decide"
    )
    with engine(records_url()).connect() as connection:
        return connection.execute(events.order_by(AuditEvent.id)).all()


class NominalCase(WorkspaceTestCase):
    def assertHeldBack(self, answer, *fields):
        self.assertEqual(answer.status_code, 400, answer.text)
        told = answer.json()
        self.assertEqual(told["type"], "NonNominal")
        self.assertTrue(told["message"])
        self.assertEqual([one["field"] for one in told["findings"]], list(fields))
        return told["findings"]

    def assertOneDecision(self, before, kinds):
        (event,) = decisions()[len(before) :]
        self.assertEqual(event.actor, "customs-xa")
        rules = event.detail.pop("keep")
        self.assertEqual(event.detail, {"reasons": [REASON]})
        counts = Counter()
        for rule, number in rules.items():
            self.assertRegex(rule, r"^[a-z_]+/[a-z]+/(?:[a-z]{2})?$")
            counts[rule.partition("/")[0]] += number
        self.assertEqual(counts, kinds)
        self.assertNotIn("Okonkwo", str(event))
