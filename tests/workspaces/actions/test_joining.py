"""Members ask to join a workspace, and its moderators decide."""

from cites.cug.access.roles import Role, TeamRole
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.workspaces.actions.joining import (
    ask_to_join,
    decide_request,
    MAX_TEXT,
    offered_to,
    requests_of,
)
from plone import api
from tests.workspaces.actions.case import ActionCase


class JoiningTest(ActionCase):
    def setUp(self):
        super().setUp()
        self.open = self.make_workspace(takes_requests=True)

    def ask(self, user, text="", workspace=None):
        uid = (workspace or self.open).UID()
        ask_to_join(self.group, uid, text, acting_user=user)

    def texts(self):
        return {user: text for user, (_time, text) in requests_of(self.open).items()}

    def decide(self, user, accept):
        decide_request(self.open, user, accept, acting_user="customs-xa")

    def test_each_request_waits_and_a_second_one_replaces_the_first(self):
        self.assertEqual({}, self.texts())
        self.ask("police-xb", "From XB.")
        self.ask("customs-xb", "x" * (MAX_TEXT + 1))
        self.ask("police-xb", "From XB, of the port.")
        expected = {"police-xb": "From XB, of the port.", "customs-xb": "x" * MAX_TEXT}
        self.assertEqual(expected, self.texts())
        asked = [(user, {}) for user in ("police-xb", "customs-xb", "police-xb")]
        self.assertEqual(asked, self.recorded("workspace.ask", self.open))

    def test_only_what_takes_requests_and_is_active_can_be_asked_for(self):
        for workspace, user in ((self.workspace, "police-xb"), (self.open, "customs-xa")):
            with self.assertRaises(Missing):
                self.ask(user, workspace=workspace)
        self.assertEqual([self.open], offered_to(self.group, "police-xb"))
        self.assertEqual([], offered_to(self.group, "customs-xa"))
        with api.env.adopt_roles([Role.SECRETARIAT.value]):
            api.content.transition(self.open, "archive")
        self.assertEqual([], offered_to(self.group, "police-xb"))

    def test_who_is_accepted_is_a_member_of_the_team(self):
        self.ask("police-xb")
        self.decide("police-xb", True)
        expected = {"customs-xa": TeamRole.MODERATOR, "police-xb": TeamRole.MEMBER}
        self.assertEqual((expected, {}), (self.roles(self.open), self.texts()))
        with self.assertRaises(Missing):
            self.decide("police-xb", True)

    def test_who_is_declined_is_not(self):
        self.ask("police-xb")
        self.ask("customs-xb")
        self.decide("police-xb", False)
        self.assertEqual({"customs-xa"}, set(self.roles(self.open)))
        self.assertEqual({"customs-xb"}, set(self.texts()))
        declined = [("customs-xa", {"member": "police-xb"})]
        self.assertEqual(declined, self.recorded("workspace.decline", self.open))
        with self.assertRaises(Missing):
            self.decide("police-xb", False)

    def test_who_cannot_be_invited_goes_on_waiting(self):
        self.ask("igo-interpol")
        with self.assertRaises(InvalidValues):
            self.decide("igo-interpol", True)
        self.assertEqual({"igo-interpol"}, set(self.texts()))
