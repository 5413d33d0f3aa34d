"""Who may do what with members and with those who ask: a table, tried as each caller.

What is done from pages takes the same permissions and the same actions.
"""

import transaction
import unittest
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import write_session
from cites.cug.login import codes, recovery
from cites.cug.membership.account_changes import ask_to_remove_factor
from cites.cug.membership.institutions.models import Institution
from cites.cug.membership.invitations import invite
from cites.cug.membership.renewal import today
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from secrets import token_hex
from sqlalchemy import insert
from tests.access.channels import Channel
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting, newest_event, told_since
from tests.access.matrix import CALLERS, read_table
from tests.access.nonsense import senseless
from tests.access.probe import Caller, told_of
from tests.membership.access_requests.case import pending, person


#: The contact point is that of XA.
WRITES = read_table(
    """
                           an ou ic is ig au cu po wi co se ma sv
suspend member XA          .  .  .  .  .  .  .  .  .  x  x  .  .
suspend member XB          .  .  .  .  .  .  .  .  .  .  x  .  .
reactivate suspended XA    .  .  .  .  .  .  .  .  .  x  x  .  .
reactivate suspended XB    .  .  .  .  .  .  .  .  .  .  x  .  .
revalidate member XA       .  .  .  .  .  .  .  .  .  x  x  .  .
revalidate member XB       .  .  .  .  .  .  .  .  .  .  x  .  .
close member XA            .  .  .  .  .  .  .  .  .  x  x  .  .
recategorise member XA     .  .  .  .  .  .  .  .  .  .  x  .  .
appoint member XA          .  .  .  .  .  .  .  .  .  .  x  .  .
remove member XA           .  .  .  .  .  .  .  .  .  .  x  .  .
lost-factor member XA      .  .  .  .  .  .  .  .  .  .  x  .  .
propose member XA          .  .  .  .  .  .  .  .  .  .  x  .  .
propose own XA             .  .  .  .  .  .  .  .  .  .  .  .  .
lost-factor own XA         .  .  .  .  .  .  .  .  .  .  .  .  .
invite name XA             .  .  .  .  .  .  .  .  .  .  x  .  .
revoke invitation XA       .  .  .  .  .  .  .  .  .  .  x  .  .
stop change XA             .  .  .  .  .  .  .  .  .  .  x  .  .
agree change XA            .  .  .  .  .  .  .  .  .  .  x  .  .
end-sessions member XA     .  .  .  .  .  .  .  .  .  .  x  .  .
ask request XA             x  x  x  x  x  x  x  x  x  x  x  x  .
endorse request XA         .  .  .  .  .  .  .  .  .  x  .  .  .
endorse request XB         .  .  .  .  .  .  .  .  .  .  .  .  .
approve request XA         .  .  .  .  .  .  .  .  .  .  x  .  .
decline request XA         .  .  .  .  .  .  .  .  .  .  x  .  .
question request XA        .  .  .  .  .  .  .  .  .  .  x  .  .
enter entry XA             .  .  .  .  .  .  .  .  .  x  x  .  .
amend entry XB             .  .  .  .  .  .  .  .  .  .  x  .  .
strike entry XA            .  .  .  .  .  .  .  .  .  x  x  .  .
address own XA             .  x  x  x  x  x  x  x  x  x  x  .  .
token own XA               .  .  x  x  x  x  x  x  x  x  x  x  .
"""
)
MEMBERS = {"XA": "wildlife-xa", "XB": "police-xb"}
MEMBER, REQUEST = "cheetahs/@members/{id}", "cheetahs/@access-requests"
NOTE = {"reason": "Called back"}
INVITED = {"user": "somebody", "category": "customs"}
ENTRY = {"kind": "expert", "country": "XA", "name": "Museum", "contact": "Its desk"}
#: Action → how it is asked for, and the answer where it is done.
ACTIONS = {
    "suspend": ("POST", f"{MEMBER}/suspend", NOTE, 200),
    "reactivate": ("POST", f"{MEMBER}/reactivate", NOTE, 200),
    "revalidate": ("POST", f"{MEMBER}/revalidate", {}, 200),
    "close": ("PATCH", MEMBER, {"state": "suspended"}, 204),
    "recategorise": ("PATCH", MEMBER, {"category": "police"}, 204),
    "appoint": ("PATCH", MEMBER, {"contact_point": True}, 204),
    "remove": ("POST", f"{MEMBER}/remove", NOTE, 204),
    "lost-factor": ("POST", f"{MEMBER}/remove-second-factor", NOTE, 202),
    "propose": (
        "POST",
        f"{MEMBER}/propose-address",
        {"email": "a@customs.example", **NOTE},
        202,
    ),
    "invite": ("POST", "cheetahs/@invitations", INVITED, 201),
    "revoke": ("DELETE", "cheetahs/@invitations/{id}", None, 204),
    "stop": ("POST", "cheetahs/@account-changes/{id}/stop", {}, 204),
    "agree": ("POST", "cheetahs/@account-changes/{id}/agree", {}, 204),
    "end-sessions": ("POST", f"{MEMBER}/end-sessions", NOTE, 204),
    "ask": ("POST", REQUEST, person(email="another@customs.example"), 202),
    "endorse": ("POST", f"{REQUEST}/{{id}}/endorse", None, 200),
    "approve": ("POST", f"{REQUEST}/{{id}}/approve", {"category": "customs"}, 200),
    "decline": ("POST", f"{REQUEST}/{{id}}/decline", NOTE, 200),
    "question": ("POST", f"{REQUEST}/{{id}}/question", {"question": "Who?"}, 200),
    "enter": ("POST", "cheetahs/@directory", ENTRY, 201),
    "amend": ("PATCH", "cheetahs/@directory/{id}", {"name": "Another"}, 204),
    "strike": ("DELETE", "cheetahs/@directory/{id}", None, 204),
    "address": ("POST", "@account-changes", {"email": "a@customs.example"}, 202),
    "token": ("POST", "@tokens", {"name": "x", "scopes": ["read:library"]}, 201),
}


def an_entry(group, country: str) -> str:
    """Put an entry of that country into the directory; its id."""
    now, entry_id = datetime.now(UTC), token_hex(16)
    row = {"id": entry_id, "group_uid": group.UID(), **ENTRY, "country": country}
    row |= {"languages": [], "species": [], "services": "", "created": now}
    write_session().execute(insert(Institution.__table__).values(row | {"changed": now}))
    return entry_id


#: Kinds of callers who may not know of the group.
STRANGERS = frozenset({"outsider", "ivory-customs", "ivory-secretariat"})


class TestMemberWrites(unittest.TestCase):
    """Made from the table: all who may not, one after the other; then who may, each."""

    layer = CANARY_HTTP
    maxDiff = 2000

    def setUp(self):
        self.group = self.layer["portal"].cheetahs

    def prepare(self, row: str, account: str | None) -> str:
        """Make what the row is about; its id."""
        _action, thing, country = row.split()
        member = MEMBERS[country] if thing != "own" else account or MEMBERS[country]
        if thing == "suspended":
            suspend_member(self.group, member, acting_user="secretariat")
        if thing == "request":
            member = pending(self.group, country=country)
        elif row.startswith("lost-factor member") or thing == "change":
            codes.store_secret(member, codes.new_generator(), 0)
            recovery.new_codes(member)
            transaction.commit()
        who = {"acting_user": "secretariat", "at": datetime.now(UTC)}
        if thing == "invitation":
            member = invite(self.group, "somebody", Category.CUSTOMS, **who).id
        elif thing == "change":
            member = ask_to_remove_factor(self.group, member, note="x", **who).id
        elif thing == "entry":
            member = an_entry(self.group, country)
        elif thing == "member":
            IWorkspace(self.group).note(member, valid_until=today())
        transaction.commit()
        return member

    def condition(self):
        transaction.abort()
        kept = lasting()
        members = IWorkspace(self.group).members
        return kept, {user_id: dict(entry) for user_id, entry in members.items()}

    def ask(self, kind: str, row: str, thing: str, makes_sense: bool = True):
        method, path, body, _done = ACTIONS[row.partition(" ")[0]]
        body = body if makes_sense else senseless(body)
        caller = Caller(CALLERS[kind], self.layer["portal"].absolute_url())
        channel = Channel(path, json=True, method=method, body=body)
        return caller.ask(channel, {"id": thing})

    def assert_refused(self, kind: str, row: str) -> None:
        thing = self.prepare(row, CALLERS[kind])
        before = self.condition()
        answer = self.ask(kind, row, thing)
        if kind == "anonymous":
            expected = {401}
        elif row.startswith("token "):
            # Everybody who has logged in knows the portal's own service.
            expected = {403}
        else:
            # Contact points know nothing of requests from elsewhere.
            expected = {404} if kind in STRANGERS else {403, 404}
        self.assertIn(answer.status, expected, answer.text)
        # Who may not is told the same, whatever is sent.
        again = self.ask(kind, row, thing, makes_sense=False)
        self.assertEqual(told_of(answer), told_of(again))
        self.assertEqual(before, self.condition())

    def assert_done(self, kind: str, row: str) -> None:
        thing = self.prepare(row, CALLERS[kind])
        before, newest = self.condition(), newest_event()
        answer = self.ask(kind, row, thing)
        self.assertNotEqual([], told_since(newest), row)
        self.assertEqual(ACTIONS[row.partition(" ")[0]][-1], answer.status, answer.text)
        self.assertNotEqual(before, self.condition())


def _refused(row: str, allowed: frozenset[str]):
    def test(self):
        for kind in CALLERS.keys() - allowed:
            with self.subTest(kind):
                self.layer.restore()
                self.assert_refused(kind, row)

    return test


def _done(row: str, kind: str):
    return lambda self: self.assert_done(kind, row)


for _row, _allowed in WRITES.items():
    _name = _row.replace(" ", "_").replace("-", "_")
    setattr(TestMemberWrites, f"test_{_name}_refused", _refused(_row, _allowed))
    for _kind in _allowed:
        _by = _kind.replace("-", "_")
        setattr(TestMemberWrites, f"test_{_name}_by_{_by}", _done(_row, _kind))
