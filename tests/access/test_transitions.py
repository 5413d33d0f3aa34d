"""Who may change the state of an item, in which order, and who is told of it."""

import unittest
from cites.cug.access import transitions
from cites.cug.access.policy import Permission, Transition, TRANSITIONS
from cites.cug.access.transitions import (
    available,
    do_transition,
    Move,
    move_unasked,
    NoReason,
    OutOfTurn,
    review_history,
    told_history,
    transitions_of,
    way_back,
    why_reported,
)
from cites.cug.demo.testing import CUG_INTEGRATION
from plone import api
from plone.app.testing import login
from unittest.mock import Mock, patch
from zExceptions import Unauthorized


REASON = "It names a suspect."


def move(state, comment=""):
    return Move(None, state, "", None, comment)


class RulesTest(unittest.TestCase):
    """By what the workflow says of an item, without a portal."""

    def replace(self, **values):
        names = {name: Mock(return_value=value) for name, value in values.items()}
        self.enterContext(patch.multiple(transitions, **names))

    def test_the_way_back_starts_here_and_ends_where_it_came_from(self):
        permission = Permission.PUBLISH
        found = {
            "elsewhere": Transition(("draft",), "enforcement", permission),
            "further": Transition(("shared",), "draft", permission),
            "restrict": Transition(("shared",), "enforcement", permission),
        }
        self.replace(available=[*found], transitions_of=found)
        for states, name in (
            (["shared", "enforcement"], "restrict"),
            (["shared", "enforcement", "draft"], "restrict"),
            (["shared", "chosen", "enforcement"], None),
            (["shared"], None),
            ([], None),
        ):
            self.replace(review_history=[move(state) for state in states])
            self.assertEqual(name, way_back("item"), states)

    def test_why_it_was_reported_is_the_last_word(self):
        for moves, reason in (
            ([], None),
            ([move("reported", REASON), move("open")], REASON),
            ([move("open"), move("reported", REASON)], None),
        ):
            self.replace(review_history=moves)
            self.assertEqual(reason, why_reported("item"), moves)

    def test_a_report_out_of_turn_is_told_to_nobody(self):
        report = Transition(("enforcement",), "reported", Permission.REPORT)
        self.replace(transitions_of={"report": report}, require=None, available=[])
        handling = patch.object(transitions, "getUtility")
        with handling as handler, self.assertRaises(OutOfTurn):
            do_transition("item", "report", REASON)
        handler.assert_not_called()


class TransitionsTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.portal, "customs-xa")
        library = self.portal.cheetahs.library
        fields = {"alert_type": "other", "handling": "green"}
        self.alert = api.content.create(library, "Alert", title="x", **fields)

    def move(self, *names, user="secretariat", **options):
        login(self.portal, user)
        return [do_transition(self.alert, name, **options) for name in names]

    def report(self, comment=REASON):
        return self.move("report", user="police-xb", comment=comment)

    def state(self):
        return api.content.get_state(self.alert)

    def test_the_possible_ones_stand_in_the_order_of_the_policy(self):
        self.assertEqual(TRANSITIONS["cug_library_workflow"], transitions_of(self.alert))
        self.assertEqual(["submit"], available(self.alert))
        self.move("submit", user="customs-xa")
        self.assertEqual(["retract"], available(self.alert))
        login(self.portal, "secretariat")
        self.assertEqual(["choose", "publish"], available(self.alert)[-2:])

    def test_each_needs_its_right_and_its_turn(self):
        with self.assertRaises(Unauthorized):
            self.move("publish", user="customs-xa")
        with self.assertRaises(KeyError):
            self.move("fly")
        with self.assertRaises(OutOfTurn):
            self.move("share")
        self.assertEqual("draft", self.state())
        self.assertEqual([True], self.move("publish", comment="Checked."))
        self.assertEqual("enforcement", self.state())
        last = review_history(self.alert)[0]
        self.assertEqual(
            ("publish", "enforcement", "secretariat", "Checked."),
            (last.transition, last.state, last.actor, last.comment),
        )

    def test_a_report_says_why_and_comes_in_turn(self):
        self.move("publish")
        with self.assertRaises(NoReason):
            self.report(comment="")
        self.assertEqual("enforcement", self.state())
        self.assertEqual([True], self.report())
        self.assertEqual(("reported", REASON), (self.state(), why_reported(self.alert)))
        handling = patch.object(transitions, "getUtility")
        with handling as handler, self.assertRaises(Unauthorized):
            self.report()
        handler.assert_not_called()

    def test_what_was_never_moved_has_a_history_without_names(self):
        kept = {"cug_library_workflow": ({"review_state": "draft"},)}
        self.alert.workflow_history = kept
        self.assertEqual([(None, "draft", "", None, "")], review_history(self.alert))
        self.alert.workflow_history = {}
        self.assertEqual([], review_history(self.alert))

    def test_a_report_may_only_be_told(self):
        self.move("publish")
        with patch.object(transitions, "getUtility") as handler:
            handler.return_value.return_value = False
            self.assertEqual([False], self.report())
        ((item, reason),) = [call.args for call in handler.return_value.mock_calls]
        self.assertEqual((self.alert.UID(), REASON), (item.UID(), reason))
        self.assertEqual("enforcement", self.state())
        self.assertIsNone(why_reported(self.alert))

    def test_only_who_decides_is_told_who_reported(self):
        self.move("publish")
        self.report()
        login(self.portal, "secretariat")
        self.assertEqual("police-xb", told_history(self.alert)[0].actor)
        self.assertEqual(review_history(self.alert), told_history(self.alert))
        login(self.portal, "police-xb")
        self.assertEqual([], told_history(self.alert))
        self.move("reinstate")
        self.assertIsNone(why_reported(self.alert))

    def test_what_was_decided_is_done_whoever_asks(self):
        self.move("publish")
        self.report()
        login(self.portal, "police-xb")
        move_unasked(self.alert, "reinstate", "Lifted.")
        last = review_history(self.alert)[0]
        self.assertEqual(("enforcement", "Lifted."), (self.state(), last.comment))

    def test_the_way_back_leads_to_the_state_before_and_is_the_callers(self):
        login(self.portal, "secretariat")
        self.assertIsNone(way_back(self.alert))
        self.move("publish")
        self.assertIsNone(way_back(self.alert))  # no transition leads to a draft
        self.move("share")
        self.assertEqual("restrict", way_back(self.alert))
        login(self.portal, "customs-xa")
        self.assertIsNone(way_back(self.alert))
        self.move("archive")
        self.assertIsNone(way_back(self.alert))  # what is restored is shared no more
        self.move("restore", "archive")
        self.assertEqual("restore", way_back(self.alert))
