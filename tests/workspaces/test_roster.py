"""Who is in a team, and what they may do there from the next request on."""

import requests
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.membership.actions import admit_member, change_member, remove_member
from cites.cug.membership.suspension import reactivate_member, suspend_member
from cites.cug.workspaces.actions.team import keep_moderator
from cites.cug.workspaces.models import TopicRow
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.workspaces.case import WorkspaceTestCase
from transaction import TransactionManager
from ZODB.POSException import ConflictError


OUTSIDE = ("customs-xb", "igo-interpol", "outsider")


class TeamTest(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic("police-xa")

    def roles(self, user="customs-xa", where=None):
        answer = self.ask("GET", f"{where or self.workspace}/@roster", user)
        self.assertEqual(200, answer.status_code, answer.text)
        return {one["id"]: one["role"] for one in answer.json()["items"]}

    def test_whoever_makes_a_workspace_moderates_it(self):
        team = {
            "customs-xa": "moderator",
            "police-xa": "member",
            "wildlife-xa": "guest",
        }
        for user in (*team, "secretariat"):
            self.assertEqual(team, self.roles(user))

    def test_it_does_not_exist_for_others(self):
        missing = self.ask("GET", f"{self.place}/nothing", "customs-xb")
        for user in OUTSIDE:
            for url in (self.workspace, self.topic, f"{self.workspace}/@roster"):
                answer = self.ask("GET", url, user)
                self.assertEqual(404, answer.status_code)
                self.assertEqual(missing.text, answer.text)
            self.assertFalse({self.workspace, self.topic} & set(self.found(user)))

    def test_the_team_finds_it(self):
        for user in ("customs-xa", "police-xa", "wildlife-xa"):
            self.assertLessEqual({self.workspace, self.topic}, self.found(user))
            self.assertEqual(200, self.status("GET", self.topic, user))

    def test_the_secretariat_sees_that_there_is_one_and_no_topic(self):
        self.assertEqual(200, self.status("GET", self.workspace, "secretariat"))
        self.assertEqual(404, self.status("GET", self.topic, "secretariat"))
        found = self.found("secretariat")
        self.assertIn(self.workspace, found)
        self.assertNotIn(self.topic, found)
        self.invite("secretariat", by="secretariat", role="guest")
        self.assertEqual(200, self.status("GET", self.topic, "secretariat"))

    def test_guests_only_read(self):
        body = {"@type": "Topic", "title": "EXERCISE"}
        for user, status in (("wildlife-xa", 403), ("police-xa", 201)):
            self.assertEqual(status, self.status("POST", self.workspace, user, json=body))

    def test_moderators_and_the_secretariat_change_the_team(self):
        self.invite("customs-xb", by="police-xa", status=403)
        self.invite("customs-xb", by="wildlife-xa", status=403)
        self.invite("police-xb", by="customs-xb", status=404)
        self.invite("customs-xb", by="secretariat")
        self.assertEqual("member", self.roles()["customs-xb"])
        url = f"{self.workspace}/@roster/customs-xb"
        self.assertEqual(403, self.status("DELETE", url, "police-xa"))
        self.assertEqual(204, self.status("DELETE", url))
        self.assertEqual(404, self.status("DELETE", url))
        self.assertEqual(404, self.status("GET", self.topic, "customs-xb"))

    def test_one_leaves_by_oneself(self):
        url = f"{self.workspace}/@roster/police-xa"
        self.assertEqual(204, self.status("DELETE", url, "police-xa"))
        self.assertEqual(404, self.status("GET", self.workspace, "police-xa"))

    def test_of_two_moderators_who_leave_at_once_one_stays(self):
        """The second is in conflict with the first, and would be asked again."""
        self.invite("police-xa", role="moderator")
        here = self.object_at(self.workspace)
        elsewhere = TransactionManager()
        connection = here._p_jar.db().open(elsewhere)
        try:
            app = connection.root()["Application"]
            there = app.unrestrictedTraverse(here.getPhysicalPath()[1:])
            keep_moderator(here, "customs-xa")
            keep_moderator(there, "police-xa")
            transaction.commit()
            self.assertRaises(ConflictError, elsewhere.commit)
        finally:
            elsewhere.abort()
            connection.close()

    def test_bad_input_is_named(self):
        bad = (
            ({}, "id"),
            ({"id": 7}, "id"),
            ({"id": "nobody"}, "id"),
            ({"id": "outsider"}, "id"),
            ({"id": "customs-xb", "role": "king"}, "role"),
            ({"id": "customs-xb", "role": ["member"]}, "role"),
            ({"id": "igo-unodc"}, "igo_confirmed"),
            ({"id": "igo-unodc", "igo_confirmed": "yes"}, "igo_confirmed"),
            ({"id": "igo-unodc", "igo_confirmed": True, "role": "moderator"}, "role"),
            ({"id": "customs-xa", "role": "guest"}, "role"),
            ({"id": "customs-xb", "more": 1}, "more"),
        )
        before = self.roles()
        for body, field in bad:
            answer = self.ask("POST", f"{self.workspace}/@roster", json=body)
            self.assertEqual(400, answer.status_code, answer.text)
            self.assertIn(field, answer.json()["message"])
        url = f"{self.workspace}/@roster/customs-xa"
        self.assertEqual(400, self.status("DELETE", url))
        self.assertEqual(before, self.roles())

    def test_members_of_igos_come_by_name_and_confirmed(self):
        self.invite("igo-unodc", igo_confirmed=True)
        self.assertEqual(200, self.status("GET", self.topic, "igo-unodc"))
        answer = self.ask("GET", f"{self.workspace}/@roster").json()
        self.assertTrue(answer["igo"])
        body = {"@type": "Workspace", "title": "EXERCISE"}
        self.assertEqual(403, self.status("POST", self.place, "igo-unodc", json=body))


class GroupTest(WorkspaceTestCase):
    """What becomes of a team when the group's roster changes."""

    def setUp(self):
        super().setUp()
        self.topic = self.make_topic("police-xa")
        self.who = {"acting_user": "secretariat"}

    def assertSees(self, user, sees):
        status = 200 if sees else 404
        self.assertEqual(status, self.status("GET", self.topic, user))
        found = self.found(user)
        self.assertEqual(sees, self.topic in found)
        self.assertEqual(sees, self.workspace in found)

    def test_who_is_suspended_loses_it_at_once_and_finds_it_again(self):
        self.assertSees("police-xa", True)
        self.do(suspend_member, self.site.cheetahs, "police-xa", **self.who)
        self.assertSees("police-xa", False)
        team = self.ask("GET", f"{self.workspace}/@roster").json()["items"]
        self.assertNotIn("police-xa", {one["id"] for one in team})
        self.do(reactivate_member, self.site.cheetahs, "police-xa", **self.who)
        self.assertSees("police-xa", True)

    def test_who_leaves_the_group_leaves_its_workspaces(self):
        self.invite("police-xb")
        self.assertSees("police-xb", True)
        self.do(remove_member, self.site.cheetahs, "police-xb", **self.who)
        self.assertSees("police-xb", False)
        group = self.site.cheetahs
        self.do(admit_member, group, "police-xb", Category.POLICE, **self.who)
        self.assertSees("police-xb", False)

    def test_who_goes_to_an_igo_has_to_be_invited_anew(self):
        group = self.site.cheetahs
        change = {"category": Category.IGO, **self.who}
        self.do(change_member, group, "police-xa", **change)
        self.assertSees("police-xa", False)
        self.invite("police-xa", igo_confirmed=True)
        self.assertSees("police-xa", True)
        self.do(change_member, group, "police-xa", function="Liaison", **self.who)
        self.assertSees("police-xa", True)

    def test_other_groups_are_no_way_in(self):
        self.invite("police-xb")
        self.do(remove_member, self.site.cheetahs, "police-xb", **self.who)
        # Still a member of the other group.
        self.assertEqual(200, self.status("GET", f"{self.portal}/ivory", "police-xb"))
        self.assertSees("police-xb", False)


class RemovalTest(WorkspaceTestCase):
    def test_who_runs_the_site_removes_a_group_with_all_its_workspaces(self):
        topic = self.make_topic("police-xa")
        self.assertEqual(404, self.status("GET", topic, "secretariat"))
        url = f"{self.portal}/cheetahs"
        members = self.ask("GET", f"{url}/@members?b_size=100", "secretariat").json()
        for member in members["items"]:
            if member["id"] != "secretariat":
                removed = f"{url}/@members/{member['id']}/remove"
                status = self.status("POST", removed, "secretariat", json={})
                self.assertEqual(204, status, member)
        answer = requests.delete(
            url,
            auth=(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
            headers={"Accept": "application/json"},
            timeout=60,
        )
        self.assertEqual(204, answer.status_code, answer.text)
        with engine(records_url()).connect() as connection:
            self.assertEqual([], list(connection.execute(select(TopicRow))))
        teams = self.object_at(f"{self.portal}/acl_users").workspace_groups.listGroupIds()
        self.assertFalse([name for name in teams if "@" in name])
