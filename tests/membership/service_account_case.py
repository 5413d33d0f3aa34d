"""Accounts of programs."""

import requests
import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import PASSWORD
from cites.cug.membership.service_accounts import SCOPES, service_accounts
from datetime import datetime, timedelta, UTC
from lxml import html
from sqlalchemy import select
from tests.membership.case import MembersCase


PATH = "service-accounts"


ACCOUNT = {"name": "Risk system", "organisation": "Customs of XB", "category": "customs"}


class ServiceAccountCase(MembersCase):
    def make_account(self, **changes):
        form = {"new": "1", "country": "XB", **ACCOUNT, **changes}
        return self.send("secretariat", PATH, current=PASSWORD, **form)

    def account(self):
        self.assertEqual(200, self.make_account().status_code)
        transaction.abort()
        (user_id,) = service_accounts(self.layer["portal"].cheetahs)
        return user_id

    def make_token(self, account, *scopes, **changes):
        form = {f"token-{account}": "1", "name": "nightly", **changes}
        tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
        form = {"expires": tomorrow, "current": PASSWORD, **form}
        return self.send("secretariat", PATH, **{"scopes:list": list(scopes)}, **form)

    def token(self, account, *scopes):
        answer = self.make_token(account, *(scopes or SCOPES))
        page = html.fromstring(answer.text)
        return page.xpath("string(//code[@class='secret'])")

    def status(self, token, path="@library", method="GET", **kw):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        url = f"{self.group}/{path}"
        return requests.request(
            method, url, headers=headers, timeout=120, allow_redirects=False, **kw
        ).status_code

    def told(self):
        query = select(AuditEvent.action, AuditEvent.actor).order_by(AuditEvent.id)
        rows = session().execute(query)
        prefixes = ("service.", "member.")
        return [tuple(row) for row in rows if row.action.startswith(prefixes)]
