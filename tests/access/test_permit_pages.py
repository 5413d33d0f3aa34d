"""Who may change permits by the forms of their pages: a table, tried in both groups."""

import transaction
import unittest
from cites.cug.membership.suspension import suspend_member
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Permit, PermitType
from cites.cug.permits.registry import find_permit
from plone import api
from plone.protect.authenticator import createToken
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting
from tests.access.matrix import CALLERS, read_table
from tests.access.probe import Caller
from tests.library.marked import pdf


#: The contact point is that of XA.
WRITES = read_table(
    """
                        an ou ic is ig au cu po wi co se ma sv
    cheetahs new XA     .  .  .  .  .  .  .  .  .  x  x  .  .
    cheetahs new XB     .  .  .  .  .  .  .  .  .  .  x  .  .
    cheetahs import XA  .  .  .  .  .  .  .  .  .  x  x  .  .
    cheetahs import XB  .  .  .  .  .  .  .  .  .  .  x  .  .
    cheetahs correct XA .  .  .  .  .  .  .  .  .  x  x  .  .
    cheetahs correct XB .  .  .  .  .  .  .  .  .  .  x  .  .
    cheetahs status XA  .  .  .  .  .  .  .  .  .  x  x  .  .
    cheetahs status XB  .  .  .  .  .  .  .  .  .  .  x  .  .
    cheetahs scans XA   .  .  .  .  .  .  .  .  .  x  x  .  .
    cheetahs scans XB   .  .  .  .  .  .  .  .  .  .  x  .  .
    cheetahs doubt XA   .  .  .  .  x  x  x  x  x  x  x  .  .
    ivory new XA        .  .  .  x  .  .  .  .  .  .  x  .  .
    ivory import XA     .  .  .  x  .  .  .  .  .  .  x  .  .
    ivory correct XA    .  .  .  x  .  .  .  .  .  .  x  .  .
    ivory status XA     .  .  .  x  .  .  .  .  .  .  x  .  .
    ivory scans XA      .  .  .  x  .  .  .  .  .  .  x  .  .
    ivory doubt XA      .  .  x  x  .  .  .  .  .  .  x  .  .
    """
)
#: Action → address, what is typed beside country and number, the file, and the answer
#: where it is done.
ACTIONS = {
    "new": ("new", {"type": "E"}, None, 302),
    "import": ("import", {"action": "import"}, "permits.csv", 200),
    "correct": ("{id}/correct", {"type": "R"}, None, 302),
    "status": (
        "{id}/status",
        {"status": "used", "reason": "EXERCISE", "sure": "1"},
        None,
        302,
    ),
    "scans": ("{id}/scans", {}, "front.pdf", 302),
    "doubt": ("doubt", {}, None, 302),
}
#: What says in the form itself that a permit is another country's.
SAID_IN_FORM = frozenset({"new", "import"})
#: Who sees the group, and so is told that something there is not for them.
MEMBERS = {
    "cheetahs": frozenset(CALLERS) - {"outsider", "ivory-customs", "ivory-secretariat"},
    "ivory": frozenset({"ivory-customs", "ivory-secretariat", "secretariat", "manager"}),
}


def condition():
    transaction.abort()
    return lasting()


class PagesCase(unittest.TestCase):
    layer = CANARY_HTTP
    maxDiff = 2000

    def setUp(self):
        self.portal = self.layer["portal"]

    def token(self, account):
        """As pages of ours give it to whoever is logged in."""
        app, portal = self.layer["app"], self.portal
        for users in (portal.acl_users, app.acl_users):
            if account and (user := users.getUser(account)) is not None:
                with api.env.adopt_user(user=user):
                    return createToken()
        return createToken()

    def send(self, account, row, permit_id):
        group, action, country = row.split()
        path, typed, filename, _done = ACTIONS[action]
        number = "NEW-1" if action in ("new", "import") else "OLD-1"
        form = {"country": country, "number": number, **typed}
        content = f"country,number,type\n{country},{number},E\n".encode()
        if action == "scans":
            content = pdf()
        files = {"files": (filename, content)} if filename else None
        address = f"{group}/permits/{path.format(id=permit_id)}"
        form["_authenticator"] = self.token(account)
        return Caller(account, self.portal.absolute_url()).send(address, form, files)

    def attempt(self, kind, row):
        """The answer, and whether anything is another than before."""
        self.layer.restore()
        country = row.split()[2]
        permit = Permit(country=country, number="OLD-1", type=PermitType.EXPORT)
        store_permits([permit], source=PermitSource.MANUAL, acting_user="secretariat")
        transaction.commit()
        permit_id = find_permit(country, "OLD-1").id
        before = condition()
        answer = self.send(CALLERS[kind], row, permit_id)
        return answer, condition() != before


@for_each(CALLERS)
class TestPermitPages(PagesCase):
    """One test for each kind of caller, made from the table."""

    def try_all(self, kind):
        for row, allowed in WRITES.items():
            with self.subTest(row):
                answer, changed = self.attempt(kind, row)
                self.assertEqual(kind in allowed, changed, answer.text)
                expected = self.refusal(kind, row)
                if kind in allowed:
                    expected = ACTIONS[row.split()[1]][3]
                self.assertEqual(expected, answer.status, answer.text)

    def refusal(self, kind, row):
        group, action, _country = row.split()
        if kind == "anonymous":
            return 401  # with what was typed: the session may just have ended
        if kind not in MEMBERS[group]:
            return 404
        foreign = kind == "contact-point" and action in SAID_IN_FORM
        return 400 if foreign else 403


class TestSuspended(PagesCase):
    """To whoever is suspended the group is missing, with all below it."""

    def test_nothing_is_left(self):
        for kind in ("contact-point", "igo"):
            suspend_member(self.portal.cheetahs, CALLERS[kind], acting_user="secretariat")
            transaction.commit()
            for row, allowed in WRITES.items():
                if kind in allowed:
                    with self.subTest(kind=kind, row=row):
                        answer, changed = self.attempt(kind, row)
                        self.assertFalse(changed)
                        self.assertEqual(404, answer.status, answer.text)


class TestForged(PagesCase):
    """Without the token of a page of ours nothing is done, whoever sends it."""

    def token(self, account):
        return "forged"

    def test_nobody(self):
        for row, allowed in WRITES.items():
            for kind in allowed:
                with self.subTest(kind=kind, row=row):
                    answer, changed = self.attempt(kind, row)
                    self.assertFalse(changed)
                    self.assertEqual(403, answer.status, answer.text)
