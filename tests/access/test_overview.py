"""The overview shows each kind of caller the topics of their workspaces and no others."""

import unittest
from tests.access.channels import Channel
from tests.access.each import for_each
from tests.access.layer import AUTHORS, CANARY_HTTP
from tests.access.matrix import CALLERS, may_see
from tests.access.probe import Caller


#: It opens a topic that was reported, and is in no team: a list shows it none.
IN_NO_TEAM = frozenset({"secretariat"})


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
                if o.kind == "topic" and o.group == group and kind not in IN_NO_TEAM
                if may_see(kind, group, o.name)
                for name in ("topic", "workspace")
            }
            self.assertEqual(expected, shown, group)
