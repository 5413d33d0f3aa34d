"""Workspaces are made, archived and restored."""

from cites.cug.access.roles import Role, TeamRole
from cites.cug.workspaces.actions import spaces
from cites.cug.workspaces.roster import state_of
from datetime import date, timedelta
from plone import api
from tests.workspaces.actions.case import ActionCase
from unittest.mock import patch


TODAY = date(2026, 11, 28)
ON_RECORD = "cites.cug.workspaces.subscribers.caller"


class SpacesTest(ActionCase):
    def test_a_group_has_one_place_for_them(self):
        place = self.group.workspaces
        self.assertEqual(place, spaces.make_place(self.group))
        with patch.object(spaces, "WORKSPACES_ID", "others"):
            self.assertEqual([], list(spaces.workspaces_of(self.group)))
            made = spaces.make_place(self.group)
            self.assertEqual(made, spaces.make_place(self.group))
        self.assertEqual([self.workspace], list(spaces.workspaces_of(self.group)))
        self.assertEqual("Workspaces", made.portal_type)
        self.assertEqual("/plone/cheetahs/others", "/".join(made.getPhysicalPath()))

    def test_whoever_of_the_group_makes_one_moderates_it(self):
        for user, team in (
            ("customs-xa", {"customs-xa": TeamRole.MODERATOR}),
            ("outsider", {}),
        ):
            with patch(ON_RECORD, return_value=user):
                made = self.make_workspace()
            self.assertEqual(team, self.roles(made))
            given = {"member": user, "role": "moderator"} if team else {}
            self.assertEqual([(user, given)], self.recorded("workspace.add", made))

    def test_what_happens_to_its_state_is_on_record_with_the_reason(self):
        topic = self.make_topic()
        with api.env.adopt_roles([Role.SECRETARIAT.value]):
            api.content.transition(self.workspace, "archive", comment="It is done.")
            api.content.transition(self.workspace, "restore")
        with api.env.adopt_roles([Role.MODERATOR.value]):
            api.content.transition(topic, "close")
        expected = [
            ({"from": "active", "to": "archived", "reason": "It is done."}),
            ({"from": "archived", "to": "active"}),
        ]
        recorded = self.recorded("workspace.state", self.workspace)
        self.assertEqual(expected, [detail for _user, detail in recorded])
        expected = [("police-xa", {"from": "open", "to": "closed"})]
        self.assertEqual(expected, self.recorded("topic.state", topic))

    def test_after_its_last_day_one_is_archived_once(self):
        yesterday = TODAY - timedelta(days=1)
        ends = (None, yesterday, TODAY, yesterday)
        made = [self.make_workspace(end_date=end) for end in ends]
        for number in (2, 0):
            self.assertEqual(number, spaces.archive_ended(self.group, TODAY))
            states = [state_of(workspace) for workspace in made]
            self.assertEqual(["active", "archived", "active", "archived"], states)
