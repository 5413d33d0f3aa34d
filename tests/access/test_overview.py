"""The overview shows each kind of caller what is new in their workspaces alone."""

import unittest
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import AUTHORS, CANARY_HTTP
from tests.access.matrix import CALLERS, may_see
from tests.access.probe import Caller


#: The Secretariat opens a topic that was reported, and is in no team: a list shows it
#: none. To its author no topic is new.
SHOWN_NONE = frozenset({"secretariat", "author"})


@for_each(CALLERS)
class OverviewTest(unittest.TestCase):
    layer = CANARY_HTTP

    def try_all(self, kind: str) -> None:
        caller = Caller(CALLERS[kind], self.layer["portal"].absolute_url())
        spaces = [
            obj for obj in self.layer["objects"] if obj.kind in ("workspace", "topic")
        ]
        for group in AUTHORS:
            answer = caller.ask(Channel(f"{group}/overview"))
            shown = {(o.group, o.name) for o in spaces if o.canaries & answer.shown}
            expected = {
                (group, f"{name} {o.name.partition(' ')[2]}")
                for o in spaces
                if o.kind == "topic" and o.group == group and kind not in SHOWN_NONE
                if may_see(kind, group, o.name)
                for name in ("topic", "workspace")
            }
            self.assertEqual(expected, shown, group)
