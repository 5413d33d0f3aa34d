"""Who may hand in permits, change their status and add scans: a table, tried."""

import transaction
import unittest
from base64 import b64encode
from cites.cug.membership.suspension import suspend_member
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Permit, PermitType
from cites.cug.permits.registry import find_permit
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting, newest_event, told_since
from tests.access.matrix import CALLERS, read_table
from tests.access.probe import Caller
from tests.library.marked import pdf


#: The contact point is that of XA.
WRITES = read_table(
    """
                  an ou ic is ig au cu po wi co se ma sv
    hand-in XA    .  .  .  x  .  .  .  .  .  x  x  .  .
    hand-in XB    .  .  .  x  .  .  .  .  .  .  x  .  .
    hand-in both  .  .  .  x  .  .  .  .  .  .  x  .  .
    status XA     .  .  .  x  .  .  .  .  .  x  x  .  .
    status XB     .  .  .  x  .  .  .  .  .  .  x  .  .
    scan XA       .  .  .  x  .  .  .  .  .  x  x  .  .
    scan XB       .  .  .  x  .  .  .  .  .  .  x  .  .
    delete XA     .  .  .  .  .  .  .  .  .  .  .  .  .
    """
)
PAPER = {"filename": "x.pdf", "data": b64encode(pdf()).decode()}
SCAN = {"attachments": [PAPER]}
STATUS = {"status": "used", "reason": "EXERCISE"}
#: Action → how it is asked for, and the answer where it is done.
ACTIONS = {
    "hand-in": ("POST", "@permits", None, 201),
    "status": ("PATCH", "@permits/{id}", STATUS, 204),
    "scan": ("POST", "@permits/{id}/attachments", SCAN, 201),
    "delete": ("DELETE", "@permits/{id}", None, 204),
}


def new(country: str) -> dict[str, str]:
    return {"country": country, "number": "NEW-1", "type": "E"}


def body_of(row: str):
    action, country = row.split()
    if action != "hand-in":
        return ACTIONS[action][2]
    return [new("XA"), new("XB")] if country == "both" else new(country)


def condition():
    transaction.abort()
    return lasting()


@for_each(CALLERS)
class TestPermitWrites(unittest.TestCase):
    """One test for each kind of caller, made from the table."""

    layer = CANARY_HTTP
    maxDiff = 2000

    def prepare(self, row):
        """Make what the row is about; its id."""
        country = row.split()[1]
        if country == "both":
            return ""
        permit = Permit(country=country, number="OLD-1", type=PermitType.EXPORT)
        store_permits([permit], source=PermitSource.MANUAL, acting_user="secretariat")
        transaction.commit()
        return find_permit(country, "OLD-1").id

    def try_all(self, kind):
        caller = Caller(CALLERS[kind], self.layer["portal"].absolute_url())
        for row, allowed in WRITES.items():
            with self.subTest(row):
                self.layer.restore()
                self.attempt(kind, caller, row, kind in allowed)

    def attempt(self, kind, caller, row, allowed):
        method, path, _body, done = ACTIONS[row.split()[0]]
        permit_id = self.prepare(row)
        before, newest = condition(), newest_event()
        channel = Channel(path, json=True, method=method, body=body_of(row))
        answer = caller.ask(channel, {"id": permit_id})
        if allowed:
            self.assertEqual(done, answer.status, answer.text)
            self.assertNotEqual(before, condition())
            self.assertNotEqual([], told_since(newest), row)
        else:
            self.assertEqual(self.refusal(kind, row), answer.status, answer.text)
            self.assertEqual(before, condition())

    def refusal(self, kind, row):
        if kind == "anonymous":
            return 401
        if row.startswith("delete"):  # nobody ever
            return 404
        # Of many permits those are named that are not the caller's to hand in.
        foreign = kind == "contact-point" and row.startswith("hand-in")
        return 400 if foreign else 403


class TestSuspended(unittest.TestCase):
    """Roles of the portal follow the rosters at once, of all groups together."""

    layer = CANARY_HTTP

    def status(self, user, path="@permits?country=XA&number=1"):
        caller = Caller(user, self.layer["portal"].absolute_url())
        return caller.ask(Channel(path, json=True)).status

    def suspend(self, user, group):
        suspend_member(self.layer["portal"][group], user, acting_user="secretariat")
        transaction.commit()

    def test_nothing_is_left_once_no_group_has_them(self):
        for user in ("police-xb", "contact-xa", "igo-interpol"):
            self.assertEqual(200, self.status(user))
        self.suspend("contact-xa", "cheetahs")
        self.suspend("igo-interpol", "cheetahs")
        self.suspend("police-xb", "cheetahs")
        for user in ("contact-xa", "igo-interpol"):
            self.assertEqual(403, self.status(user))
        # Active in the other group.
        self.assertEqual(200, self.status("police-xb", "@permits/search"))
        self.suspend("police-xb", "ivory")
        self.assertEqual(403, self.status("police-xb", "@permits/search"))
        self.assertEqual(403, self.status("police-xb"))
