"""Events of a group, written by the tests."""

import transaction
import unittest
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.trail import AuditEvent, record
from cites.cug.demo.testing import CUG_FUNCTIONAL
from datetime import timedelta
from sqlalchemy import select, update


EVENT = AuditEvent.__table__


class TrailCase(unittest.TestCase):
    """Starts in the group of the demonstration."""

    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal["cheetahs"]

    def tell(self, action, target=None, user="customs-xa", **detail):
        """Record what the user did to the target, which is the group if none is given."""
        target = self.group if target is None else target
        record(action, target=target, acting_user=user, detail=detail)
        transaction.commit()

    def pass_hours(self, hours):
        """Let all that was recorded be so much older, before it is sealed."""
        with autonomous_transaction() as connection:
            rows = connection.execute(select(EVENT.c.id, EVENT.c.time)).all()
            for event_id, moment in rows:
                earlier = in_utc(moment) - timedelta(hours=hours)
                this = update(EVENT).where(EVENT.c.id == event_id)
                connection.execute(this.values(time=earlier))
