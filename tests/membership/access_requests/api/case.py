"""The service over HTTP."""

import requests
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import engine
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.membership.access_requests.models import AccessRequest, RequestState
from sqlalchemy import select
from tests.membership.access_requests.case import person


JSON = {"Accept": "application/json"}


class ServiceCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def send(self, body=None, path="", user=None, group="cheetahs", **kw):
        url = f"{self.url}/{group}/@access-requests{path}"
        auth = user and (user, PASSWORD)
        return requests.post(
            url, json=body, auth=auth, timeout=120, headers={**JSON, **kw}
        )

    def get(self, path="", user=None):
        url = f"{self.url}/cheetahs/@access-requests{path}"
        auth = user and (user, PASSWORD)
        return requests.get(url, auth=auth, timeout=120, headers=JSON)

    def rows(self):
        with engine(records_url()).connect() as connection:
            return list(connection.execute(select(AccessRequest.__table__)))

    def pending(self, **changes) -> str:
        """The id of a request that was confirmed."""
        known = {row.id for row in self.rows()}
        self.assertEqual(202, self.send(person(**changes)).status_code)
        ((request_id,),) = [(row.id,) for row in self.rows() if row.id not in known]
        with engine(records_url()).begin() as connection:
            mine = AccessRequest.id == request_id
            pending = {"state": RequestState.PENDING.value}
            change_proven(connection, AccessRequest, mine, **pending)
        return request_id
