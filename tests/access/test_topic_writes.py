"""Who may do what in a topic and with its comments: a table, tried as each caller."""

import transaction
import unittest
from tests.access.canaries import Canaried
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import CANARY_HTTP
from tests.access.mailboxes import lasting, newest_event, told_since
from tests.access.matrix import CALLERS, may_see, read_table
from tests.access.probe import Caller
from tests.access.test_writes import PICTURE


#: ``x``: it is done. Of a topic the author moderates the team, the police officer takes
#: part and the wildlife officer reads; the Secretariat knows of the workspace alone.
#: Where the IGO is invited, the contact point reads. The police officer is taken out. One
#: row after the other: what is done stays done.
WRITES = read_table(
    """
                               an ou ic is ig au cu po wi co se ma sv
    reply comment closed       .  .  .  .  .  x  .  x  .  .  .  .  .
    reply comment invited      .  .  .  .  x  x  .  .  .  .  .  .  .
    reply comment archived     .  .  .  .  .  .  .  .  .  .  .  .  .
    reply remark reported      .  .  .  .  .  .  .  .  .  .  .  .  .
    edit comment closed        .  .  .  .  .  x  .  .  .  .  .  .  .
    edit comment invited       .  .  .  .  .  x  .  .  .  .  .  .  .
    edit comment archived      .  .  .  .  .  .  .  .  .  .  .  .  .
    edit remark reported       .  .  .  .  .  .  .  .  .  .  .  .  .
    see comment closed         .  .  .  .  .  x  .  x  x  .  .  .  .
    unsee comment closed       .  .  .  .  .  x  .  x  x  .  .  .  .
    see comment invited        .  .  .  .  x  x  .  .  .  x  .  .  .
    unsee comment invited      .  .  .  .  x  x  .  .  .  x  .  .  .
    see comment archived       .  .  .  .  .  .  .  .  .  .  .  .  .
    see remark reported        .  .  .  .  .  .  .  .  .  .  .  .  .
    answer comment closed      .  .  .  .  .  x  .  .  .  .  .  .  .
    unanswer comment closed    .  .  .  .  .  x  .  .  .  .  .  .  .
    answer comment invited     .  .  .  .  .  x  .  .  .  .  .  .  .
    answer comment archived    .  .  .  .  .  .  .  .  .  .  .  .  .
    answer remark reported     .  .  .  .  .  .  .  .  .  .  .  .  .
    pin comment closed         .  .  .  .  .  x  .  .  .  .  .  .  .
    unpin comment closed       .  .  .  .  .  x  .  .  .  .  .  .  .
    pin comment invited        .  .  .  .  .  x  .  .  .  .  .  .  .
    pin comment archived       .  .  .  .  .  .  .  .  .  .  .  .  .
    follow comment closed      .  .  .  .  .  x  .  x  x  .  .  .  .
    mute comment closed        .  .  .  .  .  x  .  x  x  .  .  .  .
    follow comment invited     .  .  .  .  x  x  .  .  .  x  .  .  .
    mute comment invited       .  .  .  .  x  x  .  .  .  x  .  .  .
    follow-all comment closed  .  .  .  .  .  x  .  x  x  .  x  .  .
    mute-all comment closed    .  .  .  .  .  x  .  x  x  .  x  .  .
    follow-all comment invited .  .  .  .  x  x  .  .  .  x  x  .  .
    attach comment closed      .  .  .  .  .  x  .  .  .  .  .  .  .
    attach comment invited     .  .  .  .  .  x  .  .  .  .  .  .  .
    attach comment archived    .  .  .  .  .  .  .  .  .  .  .  .  .
    report comment closed      .  .  .  .  .  x  .  x  x  .  .  .  .
    report remark reported     .  .  .  .  .  .  .  .  .  .  .  .  .
    delete comment archived    .  .  .  .  .  .  .  .  .  .  .  .  .
    delete remark reported     .  .  .  .  .  .  .  .  .  .  .  .  .
    delete comment invited     .  .  .  .  .  x  .  .  .  .  .  .  .
    move comment closed        .  .  .  .  .  x  .  .  .  .  .  .  .
    move comment archived      .  .  .  .  .  .  .  .  .  .  .  .  .
    take-out comment closed    .  .  .  .  .  x  .  x  .  .  x  .  .
    take-out comment archived  .  .  .  .  .  .  .  x  .  .  .  .  .
    """
)
#: A guest: nothing is hidden, and the Secretariat is told.
TELLS = {("wildlife", "report comment closed")}
TEXT = {"text": "changed"}
#: Action → how it is asked for, and the answer where it is done.
ACTIONS = {
    "reply": ("POST", "{topic}/@comments/{number}", TEXT, 204),
    "edit": ("PATCH", "{topic}/@comments/{number}", TEXT, 204),
    "delete": ("DELETE", "{topic}/@comments/{number}", None, 204),
    "report": ("POST", "{topic}/@report/{number}", {"reason": "It names one."}, 204),
    "see": ("POST", "{topic}/@seen/{number}", {}, 204),
    "unsee": ("DELETE", "{topic}/@seen/{number}", None, 204),
    "answer": ("POST", "{topic}/@answer/{number}", {}, 204),
    "unanswer": ("DELETE", "{topic}/@answer", None, 204),
    "pin": ("POST", "{topic}/@pin", {}, 204),
    "unpin": ("DELETE", "{topic}/@pin", None, 204),
    "follow": ("POST", "{topic}/@subscription", {}, 200),
    "mute": ("DELETE", "{topic}/@subscription", None, 204),
    "follow-all": ("POST", "{workspace}/@subscription", {}, 200),
    "mute-all": ("DELETE", "{workspace}/@subscription", None, 204),
    "attach": ("POST", "{topic}", PICTURE, 201),
    "move": ("POST", "{topic}/@move-to", {"workspace": "{other}"}, 200),
    "take-out": ("DELETE", "{workspace}/@roster/police-xa", None, 204),
}
#: What leaves no record in the trail: marks of one's own, which say what one reads.
SILENT = frozenset({"see", "unsee", "follow", "mute", "follow-all", "mute-all"})
#: Asks for the permission first, and then whether there is such a comment.
PERMISSION_FIRST = frozenset({"reply", "answer", "edit", "delete"})


@for_each(CALLERS)
class TestTopicWrites(unittest.TestCase):
    """One test for each kind of caller, made from the table."""

    layer = CANARY_HTTP
    maxDiff = 2000

    def setUp(self):
        self.portal = self.layer["portal"]
        self.objects = {
            one.name: one for one in self.layer["objects"] if one.group == "cheetahs"
        }

    def condition(self):
        """The last change of content, and all that is kept beside it."""
        transaction.abort()
        kept = lasting()
        return self.layer["app"]._p_jar.db().lastTransaction(), kept

    def try_all(self, kind: str) -> None:
        caller = Caller(CALLERS[kind], self.portal.absolute_url())
        for row, allowed in WRITES.items():
            with self.subTest(row):
                self.attempt(kind, caller, row, kind in allowed)

    def attempt(self, kind: str, caller: Caller, row: str, allowed: bool) -> None:
        action, _, name = row.partition(" ")
        method, path, body, done = ACTIONS[action]
        if (kind, row) in TELLS:
            done = 202
        before, newest = self.condition(), newest_event()
        channel = Channel(path, json=True, method=method, body=body)
        answer = caller.ask(channel, self.asked(self.objects[name]))
        if allowed:
            self.assertEqual(done, answer.status, answer.text)
            self.assertNotEqual(before, self.condition())
            self.assertEqual(action not in SILENT, told_since(newest) != [], row)
        else:
            expected = self.refusal(kind, action, name)
            self.assertEqual(expected, answer.status, answer.text)
            self.assertEqual(before, self.condition())

    def asked(self, comment: Canaried) -> dict[str, str]:
        topic, _, number = comment.path.partition("/@comments/")
        return {
            "topic": topic,
            "number": number,
            "workspace": topic.rpartition("/")[0],
            "other": self.objects["workspace invited"].uid,
        }

    def refusal(self, kind: str, action: str, name: str) -> int:
        if kind == "anonymous":
            return 401
        what, _, state = name.partition(" ")
        # What was reported lies in the topic that is called closed.
        about = "workspace" if ACTIONS[action][1].startswith("{workspace}") else "topic"
        place = "closed" if what == "remark" else state
        if not may_see(kind, "cheetahs", f"{about} {place}"):
            return 404
        if what == "remark" and action not in PERMISSION_FIRST:
            return 404
        # Who may comment is asked for nothing more: what is hidden is not there.
        passes = "reply" if action in ("edit", "delete") else action
        if what == "remark" and kind in WRITES[f"{passes} comment closed"]:
            return 404
        return 403
