"""What tests of the registry share."""

import transaction
import unittest
from cites.cug.audit.trail import AuditEvent
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.model import Source
from cites.cug.permits.registry import look_up
from cites.cug.records.store import session
from cites.cug.testing import CUG_FUNCTIONAL
from sqlalchemy import select
from tests.permits.examples import SOUND


class RegistryCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def store(self, *permits):
        stored = store_permits(permits, source=Source.IMPORT, acting_user="secretariat")
        transaction.commit()
        return stored

    def found(self, permit=SOUND):
        return look_up(permit.country, permit.number)

    def events(self, action):
        query = select(AuditEvent).where(AuditEvent.action == f"permit.{action}")
        return session().scalars(query.order_by(AuditEvent.id)).all()
