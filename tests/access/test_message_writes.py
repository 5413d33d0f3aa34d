"""Who may do what with a message: a table, tried as each kind of caller."""

import unittest
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import records
from tests.access.matrix import CALLERS
from tests.access.matrix import may_see
from tests.access.matrix import read_table
from tests.access.probe import about
from tests.access.probe import Caller


#: ``x``: it is done. Whoever has the message in the own mailbox and may not do that
#: is told so; to all others there is no such message.
WRITES = read_table(
    """
                            an ou ic is ig au cu po wi co se ma
star message sent           .  .  .  .  .  x  .  x  .  .  .  .
star message draft          .  .  .  .  .  x  .  .  .  .  .  .
star message other          .  .  .  .  x  .  .  .  x  .  .  .
star message everyone       .  .  .  .  x  x  x  x  x  x  x  .
star message recalled       .  .  .  .  .  x  .  .  .  .  .  .
star message gone           .  .  .  .  .  .  .  x  .  .  .  .
trash message sent          .  .  .  .  .  x  .  x  .  .  .  .
trash message draft         .  .  .  .  .  x  .  .  .  .  .  .
trash message everyone      .  .  .  .  x  x  x  x  x  x  x  .
rewrite message sent        .  .  .  .  .  .  .  .  .  .  .  .
rewrite message draft       .  .  .  .  .  x  .  .  .  .  .  .
rewrite message everyone    .  .  .  .  .  .  .  .  .  .  .  .
enclose message sent        .  .  .  .  .  .  .  .  .  .  .  .
enclose message draft       .  .  .  .  .  x  .  .  .  .  .  .
take-out message sent       .  .  .  .  .  .  .  .  .  .  .  .
take-out message draft      .  .  .  .  .  x  .  .  .  .  .  .
send message draft          .  .  .  .  .  x  .  .  .  .  .  .
send message everyone       .  .  .  .  .  .  .  .  .  .  x  .
recall message sent         .  .  .  .  .  x  .  .  .  .  .  .
recall message everyone     .  .  .  .  .  .  .  .  .  .  x  .
recall message draft        .  .  .  .  .  .  .  .  .  .  .  .
report message sent         .  .  .  .  .  .  .  x  .  .  .  .
report message draft        .  .  .  .  .  .  .  .  .  .  .  .
report message other        .  .  .  .  x  .  .  .  .  .  .  .
report message everyone     .  .  .  .  x  x  x  x  x  x  .  .
report message gone         .  .  .  .  .  .  .  .  .  .  .  .
"""
)
FILE = {"attachments": [{"filename": "new.txt", "data": "bmV3IGZpbGU="}]}
#: Action → how it is asked for, and the answers where it is done and where one who has
#: the message may not.
ACTIONS = {
    "star": ("PATCH", "{path}", {"starred": True}, 204, 0),
    "trash": ("DELETE", "{path}", None, 204, 0),
    "rewrite": ("PATCH", "{path}", {"subject": "Other words"}, 204, 400),
    "enclose": ("POST", "{path}/attachments", FILE, 201, 404),
    "take-out": ("DELETE", "{path}/attachments/0", None, 204, 404),
    "send": ("POST", "{path}/send", {}, 200, 404),
    "recall": ("POST", "{path}/recall", {}, 200, 404),
    "report": ("POST", "{path}/report", {"reason": "It names somebody"}, 201, 404),
}
#: Sent already: asked again, it is answered and nothing happens.
IDLE = frozenset({"send message everyone"})
#: What every request leaves behind, whether it does something or not.
TRACES = frozenset({"audit_event"})


def condition():
    return {t.name: rows for t, rows in records().items() if t.name not in TRACES}


@for_each(CALLERS)
class TestMessageWrites(unittest.TestCase):
    """One test for each kind of caller, made from the table."""

    layer = CANARY_HTTP
    maxDiff = 2000

    def try_all(self, kind):
        caller = Caller(CALLERS[kind], self.layer["portal"].absolute_url())
        for row, allowed in WRITES.items():
            name = row.partition(" ")[2]
            (message,) = (
                one
                for one in self.layer["messages"]
                if (one.group, one.name) == ("cheetahs", name)
            )
            with self.subTest(row):
                self.layer.restore()
                self.attempt(kind, caller, row, message, kind in allowed)

    def attempt(self, kind, caller, row, message, allowed):
        method, path, body, done, refused = ACTIONS[row.partition(" ")[0]]
        before = condition()
        channel = Channel(path, json=True, method=method, body=body)
        answer = caller.ask(channel, about(message))
        after = condition()
        if allowed:
            self.assertEqual(answer.status, done, answer.text)
            self.assertEqual(before == after, row in IDLE)
            return
        if not may_see(kind, message.group, message.name):
            refused = {"anonymous": 401, "manager": 403}.get(kind, 404)
        self.assertEqual(answer.status, refused, answer.text)
        self.assertEqual(before, after)
