"""What the tables of the policy are made of: kinds of content in their states."""

import unittest
from cites.cug.access import state_grants
from cites.cug.access.permissions import Permission
from cites.cug.access.policy import groups_with, readers, reinstate
from cites.cug.access.roles import (
    AUTHORS,
    FOLLOWERS,
    MANAGERS,
    MEMBERS,
    MODERATORS,
    NOBODY,
    Role,
    SECRETARIAT,
)


P = Permission


class StateGrantsTest(unittest.TestCase):
    def test_what_each_kind_of_content_opens_and_to_whom(self):
        item = state_grants.item
        kept = item(MEMBERS, NOBODY, AUTHORS)
        edited = item(MEMBERS, AUTHORS, AUTHORS, MEMBERS)
        topic = state_grants.topic(AUTHORS, MEMBERS)
        reported = state_grants.reported_topic()
        workspace = state_grants.workspace(AUTHORS, MEMBERS)
        for granted, expected in (
            (
                state_grants.grants(MEMBERS, AUTHORS, SECRETARIAT),
                {P.VIEW: MEMBERS, P.MODIFY: AUTHORS, P.DELETE: SECRETARIAT},
            ),
            (
                state_grants.group(MEMBERS, SECRETARIAT),
                {P.READ: MEMBERS, P.SEE_ROSTER: SECRETARIAT, P.DELETE: MANAGERS},
            ),
            (
                state_grants.folder(MEMBERS),
                {P.ADD_ALERT: MEMBERS, P.VERSIONS: SECRETARIAT | MANAGERS},
            ),
            # Of what nobody may change, the Secretariat may still be rid.
            (kept, {P.EDIT: NOBODY, P.DELETE: SECRETARIAT, P.REPORT: NOBODY}),
            (edited, {P.EDIT: AUTHORS, P.DELETE: AUTHORS, P.REPORT: MEMBERS}),
            (
                state_grants.workspaces(),
                {P.READ: MEMBERS, P.ASK_TO_JOIN: {Role.ENFORCEMENT}, P.EDIT: NOBODY},
            ),
            (workspace, {P.READ: FOLLOWERS | SECRETARIAT, P.ADD_TOPIC: MEMBERS}),
            (workspace, {P.LEAVE_TEAM: FOLLOWERS | AUTHORS, P.DELETE: SECRETARIAT}),
            (topic, {P.READ: FOLLOWERS, P.EDIT: AUTHORS, P.DELETE: MODERATORS}),
            (topic, {P.COMMENT: MEMBERS, P.REMOVE_COMMENTS: MEMBERS | MODERATORS}),
            (reported, {P.READ: AUTHORS, P.COMMENT: NOBODY, P.DELETE: SECRETARIAT}),
            (reported, {P.MODERATE: NOBODY, P.REMOVE_COMMENTS: NOBODY}),
        ):
            self.assertEqual(expected, {name: granted[name] for name in expected})


class PolicyTest(unittest.TestCase):
    def test_what_was_reported_goes_back_to_where_it_was(self):
        back = reinstate("open")
        self.assertEqual((("reported",), "open", True), (back.sources, *back[1::2]))

    def test_readers_are_who_may_view(self):
        enforcement = readers("cug_library_workflow", "enforcement")
        self.assertIn(Role.ENFORCEMENT, enforcement)
        self.assertNotIn(Role.IGO, enforcement)
        self.assertEqual(NOBODY, readers("cug_library_workflow", "nothing"))
        with self.assertRaises(KeyError):
            readers("nothing", "shared")

    def test_groups_are_those_whose_members_hold_a_role(self):
        self.assertEqual({"Secretariat"}, groups_with([Role.SECRETARIAT]))
        self.assertIn("Customs", groups_with([Role.ENFORCEMENT]))
        self.assertNotIn("Secretariat", groups_with([Role.ENFORCEMENT]))
        self.assertEqual(set(), groups_with([]))
