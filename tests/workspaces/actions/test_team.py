"""Who is put into a team, and what is kept of it."""

from cites.cug.access.roles import Category, TeamRole
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.membership.actions import change_member, remove_member
from cites.cug.membership.suspension import suspend_member
from cites.cug.workspaces.actions.team import invite_member, leave_team
from collective.workspace.interfaces import IWorkspace
from datetime import date
from tests.workspaces.actions.case import ActionCase


class TeamTest(ActionCase):
    def invite(self, user, role=TeamRole.MEMBER, **more):
        who = {"acting_user": "customs-xa"}
        return invite_member(self.workspace, user, role, **who, **more)

    def refused(self, *args, **more):
        before = self.roles()
        with self.assertRaises(InvalidValues) as caught:
            self.invite(*args, **more)
        self.assertEqual(before, self.roles())
        ((field, _why),) = caught.exception.mistakes
        return field

    def leave(self, user):
        leave_team(self.workspace, user, acting_user="customs-xa")

    def test_another_role_is_of_the_same_member_since_the_same_day(self):
        entry = IWorkspace(self.workspace)["police-xa"]
        entry.update({"since": date(2026, 1, 2)})
        self.invite("police-xa", TeamRole.MODERATOR)
        self.assertEqual(TeamRole.MODERATOR, self.roles()["police-xa"])
        entry = IWorkspace(self.workspace).members["police-xa"]
        self.assertEqual(date(2026, 1, 2), entry["since"])

    def test_who_comes_in_is_on_record_and_a_part_of_the_team_since_today(self):
        entry = self.invite("police-xb", TeamRole.GUEST)
        self.assertEqual(entry.user, self.invite("police-xb", TeamRole.GUEST).user)
        self.assertEqual(date.today(), entry.since)
        self.assertIs(False, entry.as_igo)
        self.assertIs(True, self.invite("igo-interpol", igo_confirmed=True).as_igo)
        recorded = self.recorded("workspace.invite", self.workspace)
        self.assertEqual({"customs-xa"}, {user for user, _detail in recorded})
        expected = [
            {"member": "police-xa", "role": "member", "igo": False},
            *[{"member": "police-xb", "role": "guest", "igo": False}] * 2,
            {"member": "igo-interpol", "role": "member", "igo": True},
        ]
        self.assertEqual(expected, [detail for _user, detail in recorded])

    def test_only_active_members_of_the_group_come_in(self):
        self.assertEqual("id", self.refused("outsider"))
        IWorkspace(self.group)["police-xb"].update({"groups": set()})
        self.assertEqual("id", self.refused("police-xb"))

    def test_a_member_of_an_igo_is_confirmed_once_and_never_moderates(self):
        moderator = TeamRole.MODERATOR
        self.assertEqual(
            "role", self.refused("igo-interpol", moderator, igo_confirmed=True)
        )
        self.assertEqual("igo_confirmed", self.refused("igo-interpol"))
        self.invite("igo-interpol", igo_confirmed=True)
        self.invite("igo-interpol", TeamRole.GUEST)
        self.assertEqual(TeamRole.GUEST, self.roles()["igo-interpol"])
        self.assertEqual("role", self.refused("igo-interpol", moderator))

    def test_a_team_keeps_a_moderator(self):
        self.assertEqual("role", self.refused("customs-xa", TeamRole.GUEST))
        with self.assertRaises(InvalidValues):
            self.leave("customs-xa")
        self.invite("police-xa", TeamRole.MODERATOR)
        self.leave("customs-xa")
        self.assertEqual({"police-xa": TeamRole.MODERATOR}, self.roles())
        with self.assertRaises(Missing):
            self.leave("customs-xa")
        expected = [("customs-xa", {"member": "customs-xa"})]
        self.assertEqual(expected, self.recorded("workspace.leave", self.workspace))

    def test_who_leaves_the_group_or_goes_to_an_igo_leaves_its_teams(self):
        for user in ("police-xb", "customs-xb"):
            self.invite(user)
        self.invite("igo-interpol", igo_confirmed=True)
        who = {"acting_user": "secretariat"}
        suspend_member(self.group, "police-xa", **who)
        change_member(self.group, "igo-interpol", **who, function="Liaison")
        change_member(self.group, "police-xb", **who, category=Category.IGO)
        remove_member(self.group, "customs-xb", **who)
        self.assertEqual(
            {"customs-xa", "police-xa", "igo-interpol"},
            set(IWorkspace(self.workspace).members),
        )
        recorded = self.recorded("workspace.leave", self.workspace)
        expected = [{"member": user} for user in ("police-xb", "customs-xb")]
        self.assertEqual(expected, [detail for _user, detail in recorded])
