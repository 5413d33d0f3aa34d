"""Who sees the page of which member; all others are as if they were not there."""

import transaction
import unittest
from cites.cug.membership.suspension import suspend_member
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.matrix import CALLERS, read_table
from tests.access.probe import Answer, Caller, TOKEN


#: The contact point is that of XA. The manager may open no page of a member; the service
#: shows its token, which opens no page.
PAGES = read_table(
    """
                      an ou ic is ig au cu po wi co se ma sv
cheetahs active XA    .  .  .  .  x  x  x  x  x  x  x  .  .
cheetahs active XB    .  .  .  .  x  x  x  x  x  x  x  .  .
cheetahs office       .  .  .  .  x  x  x  x  x  x  x  .  .
cheetahs suspended XA .  .  .  .  .  .  .  .  .  x  x  .  .
cheetahs suspended XB .  .  .  .  .  .  .  .  .  .  x  .  .
cheetahs elsewhere    .  .  .  .  .  .  .  .  .  .  .  .  .
ivory active          .  .  x  x  .  .  .  .  .  .  x  .  .
ivory elsewhere       .  .  .  .  .  .  .  .  .  .  .  .  .
"""
)
MEMBERS = {
    "cheetahs active XA": "customs-xa",
    "cheetahs active XB": "customs-xb",
    "cheetahs office": "secretariat",
    "cheetahs suspended XA": "wildlife-xa",
    "cheetahs suspended XB": "police-xb",
    "cheetahs elsewhere": "secretariat-ivory",
    "ivory active": "customs-ivory",
    "ivory elsewhere": "customs-xa",
}
NOBODY = "nobody"


@for_each(CALLERS)
class TestMemberPages(unittest.TestCase):
    """Every kind of caller asks for every kind of member."""

    layer = CANARY_HTTP

    def setUp(self):
        for name, member in MEMBERS.items():
            if "suspended" in name:
                group = self.layer["portal"].cheetahs
                suspend_member(group, member, acting_user="secretariat")
        transaction.commit()

    def ask(self, kind: str, group: str, query: str) -> Answer:
        caller = Caller(CALLERS[kind], self.layer["portal"].absolute_url())
        return caller.ask(Channel(f"{group}/member{query}"))

    def told(self, kind: str, group: str, member: str) -> tuple[int, str]:
        """What is answered, whomever it is about."""
        answer = self.ask(kind, group, f"?id={member}")
        text = answer.response.headers.get("Location", "") + answer.response.text
        # The answer repeats the address that was asked for.
        for asked in (f"id={member}", f"id%3D{member}"):
            text = text.replace(asked, "")
        return answer.status, TOKEN.sub("", text)

    def try_all(self, kind: str) -> None:
        for name, member in MEMBERS.items():
            group = name.partition(" ")[0]
            with self.subTest(name):
                if kind in PAGES[name]:
                    shown = self.ask(kind, group, f"?id={member}")
                    self.assertEqual(200, shown.status)
                    self.assertIn("<h1>", shown.text)
                    continue
                told = self.told(kind, group, member)
                self.assertNotEqual(200, told[0])
                self.assertEqual(self.told(kind, group, NOBODY), told)

    def test_of_no_member_there_is_no_page(self):
        for query in ("", "?id=", "?id=%20", "?id:list=customs-xa", f"?id={NOBODY}"):
            answer = self.ask("secretariat", "cheetahs", query)
            self.assertEqual(404, answer.status, query)
