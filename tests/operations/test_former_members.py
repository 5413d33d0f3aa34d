"""What the trail tells of a former member goes, and of no member."""

from cites.cug.operations import former_members
from cites.cug.operations.faults import OperationFailed
from cites.cug.operations.former_members import forget_member
from contextlib import ExitStack
from tests.core.trail.tree_case import NOON, TreeCase
from types import SimpleNamespace
from unittest.mock import Mock, patch
from zope.component import getGlobalSiteManager


class ForgetMemberTest(TreeCase):
    def forget(self, user_id, groups=()):
        portal = SimpleNamespace(
            getId=lambda: "portal",
            getPhysicalPath=lambda: ("", "portal"),
            getSiteManager=getGlobalSiteManager,
        )
        with ExitStack() as stack:
            for name, answer in (
                ("open_content", SimpleNamespace(_p_jar=Mock())),
                ("require_portals", [portal]),
                ("rosters_of", list(groups)),
            ):
                stub = Mock(return_value=answer)
                stack.enter_context(patch.object(former_members, name, stub))
            clock = Mock(now=Mock(return_value=NOON))
            stack.enter_context(patch.object(former_members, "datetime", clock))
            return forget_member(user_id)

    def test_what_names_them_is_removed_and_the_tree_holds(self):
        self.write(60)
        self.seal()
        mine = "SELECT count(*) FROM audit_event WHERE actor = 'police-xb'"
        kept = f"{mine} AND action IN ('permit.consult', 'library.state')"
        before, needed = self.rows(mine)[0][0], self.rows(kept)[0][0]
        self.assertEqual(before - needed, self.forget("police-xb"))
        self.assertEqual([(needed,)], self.rows(mine))
        told = "SELECT actor, target FROM audit_event WHERE action = 'audit.remove'"
        self.assertEqual([("bin/cug", "/portal")], self.rows(told))
        self.seal()
        self.assertEqual([], self.check().findings)

    def test_who_is_a_member_is_refused(self):
        group = SimpleNamespace(getId=lambda: "cheetahs")
        with self.assertRaises(OperationFailed) as refused:
            self.forget("police-xb", [group])
        self.assertIn("a member of /portal/cheetahs", str(refused.exception))
