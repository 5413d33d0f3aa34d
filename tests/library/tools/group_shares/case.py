"""Items of ``ivory``, whose Secretariat offers them to ``cheetahs``."""

import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import PASSWORD
from cites.cug.membership.actions import admit_member
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select
from tests.library.case import LibraryCase


#: Of ivory alone, and of both groups.
IVORY, BOTH = "secretariat-ivory", "secretariat"
AUTHOR, OTHER = "customs-ivory", "police-xb"


def add_account(group, name, category):
    """A member of that group alone."""
    accounts = api.portal.get_tool("acl_users")
    accounts.userFolderAddUser(name, PASSWORD, ["Member"], [])
    admit_member(group, name, category, acting_user=SITE_OWNER_NAME)
    transaction.commit()


class SharesCase(LibraryCase):
    def setUp(self):
        super().setUp()
        members = {AUTHOR: Category.CUSTOMS, IVORY: Category.SECRETARIAT}
        for name, category in members.items():
            add_account(self.layer["portal"].ivory, name, category)
        self.ivory = f"{self.portal}/ivory"
        self.offers = f"{self.group}/@group-offers"
        self.item = self.in_ivory()

    def in_ivory(self, user=AUTHOR, handling="amber", **fields):
        """A published alert."""
        where = f"{self.ivory}/library"
        alert = self.make(user, where, handling=handling, **fields)
        self.move(alert, "publish", user=IVORY)
        return alert

    def offer(self, item=None, group="cheetahs", user=IVORY, status=201, note=""):
        url = f"{item or self.item}/@share-with-group"
        return self.rest(user, "POST", url, status, json={"group": group, "note": note})

    def agree(self, share, user=AUTHOR, status=200, **more):
        return self.rest(user, "POST", f"{share['@id']}/agree", status, json=more)

    def offered(self, user=BOTH):
        return self.rest(user, "GET", self.offers, 200)["items"]

    def answer(self, how, status=200, user=BOTH, **more):
        (one,) = self.offered()
        return self.rest(user, "POST", f"{one['@id']}/{how}", status, json=more)

    def given(self, **more):
        """The copy in the other group, accepted there."""
        self.agree(self.offer(), **more)
        return self.answer("accept")["copy"]

    def recorded(self, action):
        transaction.abort()
        query = select(AuditEvent.actor, AuditEvent.target, AuditEvent.detail)
        found = session().execute(query.where(AuditEvent.action == action))
        return [tuple(one) for one in found]

    def path(self, address):
        return address.removeprefix(self.portal.rpartition("/")[0])
