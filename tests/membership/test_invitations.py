"""Invitations: who makes them, what they tell, who comes to a roster by them."""

import requests
import transaction
from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import accounts
from cites.cug.mailing.models import Notice
from cites.cug.membership import invitations
from cites.cug.membership.actions import remove_member
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.access.mailboxes import newest_event, told_since
from tests.membership.case import MembersCase


DAY = timedelta(days=1)


class InvitationsCase(MembersCase):
    def rest(self, user, path, method="GET", body=None):
        password = SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD
        return requests.request(
            method,
            f"{self.portal}/{path}",
            auth=(user, password),
            headers={"Accept": "application/json"},
            json=body,
            timeout=120,
        )

    def invite(self, name="outsider", user="secretariat", group="cheetahs", **more):
        body = {"user": name, "category": "customs", **more}
        return self.rest(user, f"{group}/@invitations", "POST", body)

    def mine(self, user="outsider"):
        return self.rest(user, "@invitations").json()["items"]

    def answer(self, name, user="outsider"):
        (one,) = self.mine(user)
        path = f"@invitations/{one['id']}/{name}"
        return self.rest(user, path, "POST", {}).status_code

    def do(self, action, *args, **kw):
        transaction.abort()
        done = action(*args, **kw)
        transaction.commit()
        return done

    def place(self, name="cheetahs"):
        transaction.abort()
        return self.layer["portal"][name]

    def on_roster(self, user, group="cheetahs"):
        return user in IWorkspace(self.place(group)).members

    def outbox(self, kind):
        transaction.abort()
        wanted = select(Notice.user_id).where(Notice.kind == f"membership.{kind}")
        return sorted(session().scalars(wanted))

    def new_group(self):
        """One that has never had a Secretariat."""
        transaction.abort()
        with api.env.adopt_roles(["Manager"]):
            api.content.create(self.layer["portal"], "ClosedUserGroup", id="new")
        transaction.commit()


class InviteTest(InvitationsCase):
    def test_nobody_is_on_a_roster_before_they_accept(self):
        self.assertEqual(201, self.invite().status_code)
        self.assertFalse(self.on_roster("outsider"))
        self.assertFalse(self.sees_group("outsider"))
        self.assertEqual(["outsider"], self.outbox("invited"))
        newest = newest_event()
        self.assertEqual(204, self.answer("accept"))
        self.assertEqual(["member.admit", "member.accept"], told_since(newest))
        self.assertTrue(self.sees_group("outsider"))
        self.assertEqual([], self.mine())
        self.assertEqual([], self.listed())

    def test_a_name_has_no_marks_that_cannot_be_seen(self):
        made = self.invite("some\x00\u200bbody\n", organisation="A\r\nB").json()
        self.assertEqual("some body", made["user"])
        self.assertEqual(["some body"], self.listed())
        self.assertEqual(400, self.invite("\x00\n").status_code)

    def listed(self, group="cheetahs"):
        found = self.rest("secretariat", f"{group}/@invitations").json()["items"]
        return [item["user"] for item in found]

    def test_who_declines_stays_out_and_nobody_is_told(self):
        self.invite()
        newest = newest_event()
        self.assertEqual(204, self.answer("decline"))
        self.assertFalse(self.on_roster("outsider"))
        self.assertEqual(["outsider"], self.listed())
        self.assertEqual([], self.mine())
        # The trail knows, and the group's readers of it do not.
        self.assertEqual(["member.decline"], told_since(newest))
        events = self.rest("secretariat", "cheetahs/@audit?q=outsider").json()["items"]
        self.assertNotIn("member.decline", {one["action"] for one in events})

    def test_existing_missing_and_declining_accounts_look_alike(self):
        self.invite("igo-interpol", group="ivory")
        self.answer("decline", "igo-interpol")
        shapes = []
        for name in ("customs-xa", "nobody-here"):
            answer = self.invite(name, group="ivory")
            shapes.append((answer.status_code, sorted(answer.json())))
        self.assertEqual(shapes[0], shapes[1])
        found = self.rest("secretariat", "ivory/@invitations").json()["items"]
        self.assertEqual(3, len(found))
        for item in found:
            self.assertEqual(sorted(found[0]), sorted(item))
        again = [
            self.invite(name, group="ivory")
            for name in ("igo-interpol", "customs-xa", "nobody-here")
        ]
        self.assertEqual({400}, {answer.status_code for answer in again})
        self.assertEqual(1, len({answer.json()["message"] for answer in again}))
        page = self.page("secretariat", "roster").text_content()
        self.assertNotIn("no account", page)

    def test_a_name_of_another_is_not_told(self):
        self.invite("customs-xa", group="ivory")
        answer = requests.get(
            f"{self.portal}/ivory/roster", auth=("secretariat", PASSWORD), timeout=120
        )
        self.assertNotIn("Customs officer, XA", answer.text)

    def test_only_its_owner_answers_it(self):
        self.invite()
        (one,) = self.mine()
        for step in ("accept", "decline"):
            path = f"@invitations/{one['id']}/{step}"
            answer = self.rest("police-xb", path, "POST", {})
            self.assertEqual(404, answer.status_code)
        self.assertFalse(self.on_roster("outsider"))

    def test_it_is_revoked_and_ends(self):
        made = self.invite().json()
        path = f"cheetahs/@invitations/{made['id']}"
        self.assertEqual(403, self.rest("customs-xa", path, "DELETE").status_code)
        self.assertEqual(204, self.rest("secretariat", path, "DELETE").status_code)
        self.assertEqual([], self.mine())
        self.invite()
        late = datetime.now(UTC) + 31 * DAY
        self.assertEqual([], invitations.invitations_for("outsider", late))

    def test_it_ends_with_the_office_of_who_made_it(self):
        self.appoint("police-xa")
        self.invite(user="police-xa", category="secretariat")
        who = {"acting_user": "secretariat"}
        self.do(suspend_member, self.place(), "police-xa", **who)
        self.assertEqual([], self.mine())

    def appoint(self, user):
        body = {"category": "secretariat"}
        self.assertEqual(
            204, self.ask("secretariat", "PATCH", f"/{user}", body).status_code
        )

    def test_all_others_of_the_office_are_told_of_a_new_colleague(self):
        self.appoint("police-xa")
        self.assertEqual(["secretariat"], self.outbox("new-secretariat"))
        self.invite(category="secretariat")
        self.answer("accept")
        told = ["police-xa", "secretariat", "secretariat"]
        self.assertEqual(told, self.outbox("new-secretariat"))

    def test_who_left_the_last_roster_can_come_back_or_stays_closed(self):
        self.do(remove_member, self.place(), "customs-xb", acting_user="secretariat")
        self.assertTrue(accounts.account_status("customs-xb").disabled)
        self.invite("customs-xb")
        self.assertEqual(204, self.answer("decline", "customs-xb"))
        self.assertTrue(accounts.account_status("customs-xb").disabled)
        self.do(remove_member, self.place(), "customs-xa", acting_user="secretariat")
        self.invite("customs-xa")
        self.assertEqual(204, self.answer("accept", "customs-xa"))
        self.assertTrue(self.sees_group("customs-xa"))

    def test_the_page_shows_what_waits_on_every_page(self):
        self.invite()
        page = self.own_page("")
        self.assertIn("waiting for you", page.text)
        page = self.own_page("invitations")
        self.assertIn("Closed User Group on Cheetahs", page.text)

    def own_page(self, path):
        url = f"{self.portal}/{path}"
        return requests.get(url, auth=("outsider", PASSWORD), timeout=120)


class ManagerTest(InvitationsCase):
    MANAGER = SITE_OWNER_NAME

    def test_a_site_manager_fills_no_roster_that_has_a_secretariat(self):
        for category in ("customs", "secretariat"):
            answer = self.invite(user=self.MANAGER, category=category)
            self.assertEqual(403, answer.status_code, answer.text)
        self.assertEqual([], self.mine())
        for method, path, body in (
            ("PATCH", "@members/customs-xa", {"category": "secretariat"}),
            ("POST", "@members/customs-xa/suspend", {"reason": "x"}),
            ("POST", "@members/secretariat/remove", {"reason": "x"}),
            ("POST", "@access-requests/x/approve", {"category": "customs"}),
        ):
            answer = self.rest(self.MANAGER, f"cheetahs/{path}", method, body)
            self.assertIn(answer.status_code, (403, 404), path)

    def test_the_first_secretariat_ends_what_a_site_manager_began(self):
        self.new_group()
        for name in ("outsider", "police-xb"):
            made = self.invite(name, self.MANAGER, "new", category="secretariat")
            self.assertEqual(201, made.status_code, made.text)
        self.assertEqual(204, self.answer("accept"))
        self.assertTrue(self.on_roster("outsider", "new"))
        self.assertEqual([], self.mine("police-xb"))
        answer = self.invite("customs-xa", self.MANAGER, "new")
        self.assertEqual(403, answer.status_code)

    def test_a_group_whose_secretariat_is_gone_is_not_new(self):
        self.new_group()
        self.invite("outsider", self.MANAGER, "new", category="secretariat")
        self.answer("accept")
        self.do(IWorkspace(self.place("new")).remove_from_team, "outsider")
        answer = self.invite("customs-xa", self.MANAGER, "new")
        self.assertEqual(403, answer.status_code)

    def appoint(self, **more):
        body = {"category": "secretariat", "reason": "Has retired", **more}
        return self.invite(user=self.MANAGER, **body)

    def test_appointing_takes_a_reason_and_a_silent_secretariat(self):
        self.assertEqual(403, self.appoint(category="customs").status_code)
        self.assertEqual(403, self.appoint(reason="").status_code)
        self.do(accounts.logged_in, "secretariat", datetime.now(UTC) - 13 * DAY)
        self.assertEqual(403, self.appoint().status_code)
        self.do(accounts.logged_in, "secretariat", datetime.now(UTC) - 15 * DAY)
        self.assertEqual(201, self.appoint().status_code)
        told = self.outbox("appointed")
        self.assertEqual(sorted(IWorkspace(self.place()).members), told)

    def test_an_appointment_opens_after_seven_days(self):
        self.appoint()
        self.assertEqual(404, self.answer("accept"))
        (one,) = invitations.invitations_for("outsider", datetime.now(UTC))
        self.do(self.accept, one.id, datetime.now(UTC) + 8 * DAY)
        entry = IWorkspace(self.place())["outsider"]
        self.assertEqual("secretariat", entry.category)
        self.assertEqual(["secretariat"], self.outbox("new-secretariat"))

    def accept(self, invitation_id, at):
        own = invitations.find_own("outsider", invitation_id, at)
        invitations.accept(own, at=at)

    def test_it_is_void_once_the_secretariat_uses_the_portal(self):
        self.appoint()
        self.do(accounts.logged_in, "secretariat", datetime.now(UTC) + DAY)
        self.assertEqual([], self.mine())

    def test_a_contact_point_revokes_it_and_all_are_told(self):
        self.appoint()
        (one,) = invitations.invitations_for("outsider", datetime.now(UTC))
        page = self.page("customs-xa", "appointments")
        self.assertFalse(page.xpath("//button[@value='revoke']"))
        form = {"id": one.id, "do": "revoke"}
        self.send("contact-xa", "appointments", **form)
        self.assertEqual([], self.mine())
        told = self.outbox("appointment-revoked")
        self.assertEqual(sorted(IWorkspace(self.place()).members), told)


class ActionsTest(InvitationsCase):
    def test_a_member_is_not_invited(self):
        answer = self.invite("customs-xa")
        self.assertEqual(400, answer.status_code)
        with self.assertRaisesRegex(InvalidValues, "already a member"):
            invitations.invite(
                self.place(),
                "customs-xa",
                Category.IGO,
                acting_user="secretariat",
                at=datetime.now(UTC),
            )
