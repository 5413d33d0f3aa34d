"""Members who have lost their second factor."""

import requests
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import codes, factors, recovery
from cites.cug.mailing.models import Notice
from cites.cug.membership import account_changes
from cites.cug.membership.actions import admit_member, change_member
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, timedelta, UTC
from sqlalchemy import select
from tests.membership.case import MembersCase


NOTE = "Called back on the number of the office"


class LostFactorCase(MembersCase):
    def setUp(self):
        super().setUp()
        self.token = self.log_in("police-xa")
        self.give_factor("police-xa")

    def log_in(self, name):
        answer = requests.post(
            f"{self.portal}/@login",
            json={"login": name, "password": PASSWORD},
            headers={"Accept": "application/json"},
            timeout=120,
        )
        return answer.json().get("token")

    def give_factor(self, name):
        transaction.abort()
        codes.store_secret(name, codes.new_generator(), 0)
        recovery.new_codes(name)
        transaction.commit()

    def has_factor(self, name="police-xa"):
        transaction.abort()
        return factors.has_factor(name)

    def is_in(self, token):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        return requests.get(self.group, headers=headers, timeout=120).status_code == 200

    def trail(self, action):
        transaction.abort()
        query = select(AuditEvent.actor, AuditEvent.detail)
        found = session().execute(query.where(AuditEvent.action == action))
        return [(actor, detail["member"]) for actor, detail in found]

    def outbox(self, kind):
        transaction.abort()
        wanted = select(Notice.user_id).where(Notice.kind == f"membership.{kind}")
        return sorted(session().scalars(wanted))

    def do(self, action, *args, **kw):
        transaction.abort()
        done = action(*args, **kw)
        transaction.commit()
        return done

    def later(self, **time):
        """What the clock does by then."""
        self.do(account_changes.apply_due, datetime.now(UTC) + timedelta(**time))

    def appoint(self, user, group="cheetahs"):
        """Another Secretariat, as if since long ago."""
        place = self.layer["portal"][group]
        who = {"acting_user": "secretariat"}
        if user in IWorkspace(place).members:
            self.do(change_member, place, user, category="secretariat", **who)
        else:
            self.do(admit_member, place, user, Category.SECRETARIAT, **who)
        self.do(IWorkspace(place).note, user, secretariat_since=None)
