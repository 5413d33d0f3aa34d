"""What tests of the registry share."""

import transaction
import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.registry import find_permit
from sqlalchemy import select
from tests.permits.examples import SOUND


class RegistryCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def store(self, *permits):
        stored = store_permits(
            permits, source=PermitSource.IMPORT, acting_user="secretariat"
        )
        transaction.commit()
        return stored

    def found(self, permit=SOUND):
        return find_permit(permit.country, permit.number)

    def events(self, action):
        query = select(AuditEvent).where(AuditEvent.action == f"permit.{action}")
        return session().scalars(query.order_by(AuditEvent.id)).all()
