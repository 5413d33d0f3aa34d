"""Members who ask for permits over HTTP."""

import requests
import transaction
import unittest
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitRow, PermitSource
from cites.cug.permits.registry import find_permit
from dataclasses import replace
from datetime import date, timedelta
from sqlalchemy import func, select
from tests.permits.actions.test_storing import WHOLE


#: Whoever is a member of any group.
ENFORCEMENT = ("customs-xa", "police-xb", "wildlife-xc", "contact-xa", "secretariat")
MISSING = "0123456789abcdef0123456789abcdef"
TODAY = date.today()
#: As of now.
CURRENT = replace(
    WHOLE,
    valid_from=TODAY - timedelta(days=9),
    valid_until=TODAY + timedelta(days=9),
)


class PermitsHttpCase(unittest.TestCase):
    layer = CUG_HTTP
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.permits = f"{self.portal}/@permits"

    def store(self, *permits):
        """Their ids."""
        store_permits(permits, source=PermitSource.MANUAL, acting_user="secretariat")
        transaction.commit()
        return [find_permit(one.country, one.number).id for one in permits]

    def ask(self, user, method="GET", path="", headers=(), **kw):
        headers = {"Accept": "application/json", **dict(headers)}
        auth = (user, PASSWORD) if user else None
        url = f"{self.permits}{path}"
        return requests.request(method, url, auth=auth, headers=headers, timeout=60, **kw)

    def done(self, user, method="GET", path="", status=200, **kw):
        """What is answered to a request that succeeds."""
        answer = self.ask(user, method, path, **kw)
        self.assertEqual(status, answer.status_code, answer.text[:500])
        return answer.json() if answer.content else None

    def look_up(self, user, permit=CURRENT, **more):
        query = {"country": permit.country, "number": permit.number, **more}
        return self.done(user, params=query)["items"]

    def assertBad(self, answer, *fields):
        """400 that names these fields, each with words."""
        self.assertEqual(400, answer.status_code, answer.text[:500])
        errors = answer.json()["errors"]
        self.assertEqual(list(fields), [error["field"] for error in errors])
        self.assertTrue(all(error["message"] for error in errors))

    def stored(self):
        transaction.abort()
        return session().scalar(select(func.count()).select_from(PermitRow))

    def events(self, action):
        transaction.abort()
        query = select(AuditEvent).where(AuditEvent.action == f"permit.{action}")
        return session().scalars(query.order_by(AuditEvent.id)).all()
