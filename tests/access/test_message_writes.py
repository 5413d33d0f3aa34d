"""Who may do what with a message: a table, tried as each kind of caller."""

import unittest
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting, newest_event, told_since
from tests.access.matrix import CALLERS, may_see, read_table
from tests.access.probe import about, Caller


#: ``x``: it is done. Whoever has the message in the own mailbox and may not do that
#: is told so; to all others there is no such message.
WRITES = read_table(
    """
                            an ou ic is ig au cu po wi co se ma sv
star message sent           .  .  .  .  .  x  .  x  .  .  .  .  .
star message draft          .  .  .  .  .  x  .  .  .  .  .  .  .
star message other          .  .  .  .  x  .  .  .  x  .  .  .  .
star message everyone       .  .  .  .  x  x  x  x  x  x  x  .  .
star message recalled       .  .  .  .  .  x  .  .  .  .  .  .  .
star message gone           .  .  .  .  .  .  .  x  .  .  .  .  .
trash message sent          .  .  .  .  .  x  .  x  .  .  .  .  .
trash message draft         .  .  .  .  .  x  .  .  .  .  .  .  .
trash message everyone      .  .  .  .  x  x  x  x  x  x  x  .  .
rewrite message sent        .  .  .  .  .  .  .  .  .  .  .  .  .
rewrite message draft       .  .  .  .  .  x  .  .  .  .  .  .  .
rewrite message everyone    .  .  .  .  .  .  .  .  .  .  .  .  .
enclose message sent        .  .  .  .  .  .  .  .  .  .  .  .  .
enclose message draft       .  .  .  .  .  x  .  .  .  .  .  .  .
take-out message sent       .  .  .  .  .  .  .  .  .  .  .  .  .
take-out message draft      .  .  .  .  .  x  .  .  .  .  .  .  .
send message draft          .  .  .  .  .  x  .  .  .  .  .  .  .
send message everyone       .  .  .  .  .  .  .  .  .  .  x  .  .
recall message sent         .  .  .  .  .  x  .  .  .  .  .  .  .
recall message everyone     .  .  .  .  .  .  .  .  .  .  x  .  .
recall message draft        .  .  .  .  .  .  .  .  .  .  .  .  .
report message sent         .  .  .  .  .  .  .  x  .  .  .  .  .
report message draft        .  .  .  .  .  .  .  .  .  .  .  .  .
report message other        .  .  .  .  x  .  .  .  .  .  .  .  .
report message everyone     .  .  .  .  x  x  x  x  x  x  .  .  .
report message gone         .  .  .  .  .  .  .  .  .  .  .  .  .
star-many message sent      .  .  .  .  .  x  .  x  .  .  .  .  .
star-many message draft     .  .  .  .  .  x  .  .  .  .  .  .  .
star-many message other     .  .  .  .  x  .  .  .  x  .  .  .  .
star-many message everyone  .  .  .  .  x  x  x  x  x  x  x  .  .
star-many message recalled  .  .  .  .  .  x  .  .  .  .  .  .  .
star-many message gone      .  .  .  .  .  .  .  x  .  .  .  .  .
read-many message other     .  .  .  .  x  .  .  .  x  .  .  .  .
file-many message sent      .  .  .  .  .  x  .  x  .  .  .  .  .
file-many message everyone  .  .  .  .  x  x  x  x  x  x  x  .  .
file-many message gone      .  .  .  .  .  .  .  x  .  .  .  .  .
drop-many message other     .  .  .  .  x  .  .  .  x  .  .  .  .
write-many message sent     .  .  .  .  .  .  .  .  .  .  .  .  .
answer message sent         .  .  .  .  .  x  .  x  .  .  .  .  .
answer message other        .  .  .  .  x  .  .  .  x  .  .  .  .
forward message sent        .  .  .  .  .  x  .  x  .  .  .  .  .
forward message other       .  .  .  .  x  .  .  .  x  .  .  .  .
forward message gone        .  .  .  .  .  .  .  x  .  .  .  .  .
ask message sent            .  .  .  .  x  x  x  x  x  x  x  .  .
reply message sent          .  .  .  .  .  x  .  x  .  .  .  .  .
reply message other         .  .  .  .  .  .  .  .  .  .  .  .  .
close message sent          .  .  .  .  .  x  .  .  .  .  .  .  .
"""
)
MAILBOX = "cheetahs/@messages"
MESSAGE = f"{MAILBOX}/{{uid}}"
REQUESTS = "cheetahs/@requests"
REQUEST = f"{REQUESTS}/{{uid}}"
FILE = {"attachments": [{"filename": "new.txt", "data": "bmV3IGZpbGU="}]}
#: With the one that everybody in the group has: both, or neither.
MANY = {"ids": ["{everyone}", "{uid}"]}
ASKED = {
    "kind": "other",
    "subject": "EXERCISE: crates",
    "body": "Who knows them?",
    "categories": ["customs"],
}
DRAFT = {"draft": True, "subject": "Other words"}
#: Action → how it is asked for, and the answers where it is done and where one who has
#: the message may not.
ACTIONS = {
    "star": ("PATCH", MESSAGE, {"starred": True}, 204, 0),
    "trash": ("DELETE", MESSAGE, None, 204, 0),
    "rewrite": ("PATCH", MESSAGE, {"subject": "Other words"}, 204, 400),
    "enclose": ("POST", f"{MESSAGE}/attachments", FILE, 201, 404),
    "take-out": ("DELETE", f"{MESSAGE}/attachments/0", None, 204, 404),
    "send": ("POST", f"{MESSAGE}/send", {}, 200, 404),
    "recall": ("POST", f"{MESSAGE}/recall", {}, 200, 404),
    "report": ("POST", f"{MESSAGE}/report", {"reason": "It names somebody"}, 201, 404),
    "star-many": ("PATCH", MAILBOX, {**MANY, "starred": True}, 204, 0),
    "read-many": ("PATCH", MAILBOX, {**MANY, "read": True}, 204, 0),
    "file-many": ("PATCH", MAILBOX, {**MANY, "folder": "archive"}, 204, 0),
    "drop-many": ("PATCH", MAILBOX, {**MANY, "folder": "trash"}, 204, 0),
    "write-many": ("PATCH", MAILBOX, {**MANY, "subject": "Other words"}, 204, 400),
    "answer": ("POST", MAILBOX, {**DRAFT, "reply_to": "{uid}"}, 201, 400),
    "forward": ("POST", MAILBOX, {**DRAFT, "forward_files_of": "{uid}"}, 201, 400),
    "ask": ("POST", REQUESTS, ASKED, 201, 400),
    "reply": ("POST", f"{REQUEST}/answer", {"body": "Seen here too"}, 201, 404),
    "close": ("POST", f"{REQUEST}/close", {}, 200, 403),
}
#: What is wrong with these is said of the field, to whoever has a mailbox.
OF_FIELDS = frozenset({"write-many", "answer", "forward"})
#: Who sees the group, or asks for nothing in particular, and has no mailbox.
NO_MEMBERS = {"anonymous": 401, "manager": 403, "service": 403}
#: What leaves no record in the trail: marks of one's own, which say what one reads, and
#: drafts, of which nothing is sent yet.
SILENT = frozenset(
    {
        *("star", "trash", "star-many", "read-many", "file-many", "drop-many"),
        *("rewrite", "enclose", "take-out", "answer", "forward"),
    }
)
#: Sent already: asked again, it is answered and nothing happens.
IDLE = frozenset({"send message everyone"})


def condition():
    return lasting()


@for_each(CALLERS)
class TestMessageWrites(unittest.TestCase):
    """One test for each kind of caller, made from the table."""

    layer = CANARY_HTTP
    maxDiff = 2000

    def try_all(self, kind):
        caller = Caller(CALLERS[kind], self.layer["portal"].absolute_url())
        messages = {
            one.name: one for one in self.layer["messages"] if one.group == "cheetahs"
        }
        more = {"everyone": messages["message everyone"].uid}
        for row, allowed in WRITES.items():
            message = messages[row.partition(" ")[2]]
            with self.subTest(row):
                asked = about(message) | more
                self.attempt(kind, caller, row, message, asked, kind in allowed)
            if kind in allowed:
                self.layer.restore()

    def attempt(self, kind, caller, row, message, asked, allowed):
        action = row.partition(" ")[0]
        method, path, body, done, _refused = ACTIONS[action]
        before, newest = condition(), newest_event()
        channel = Channel(path, json=True, method=method, body=body)
        answer = caller.ask(channel, asked)
        after = condition()
        if allowed:
            self.assertEqual(answer.status, done, answer.text)
            self.assertEqual(before == after, row in IDLE)
            is_told = action not in SILENT and row not in IDLE
            self.assertEqual(is_told, told_since(newest) != [], row)
            return
        self.assertEqual(answer.status, self.refusal(kind, action, message), answer.text)
        self.assertEqual(before, after)

    def refusal(self, kind, action, message):
        if kind in NO_MEMBERS:
            return NO_MEMBERS[kind]
        told = action in OF_FIELDS and may_see(kind, message.group, "library")
        if told or may_see(kind, message.group, message.name):
            return ACTIONS[action][-1]
        return 404
