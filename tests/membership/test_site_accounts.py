"""What who runs the site does with accounts: nothing by which one gets into another's."""

import requests
import transaction
from cites.cug.access.global_roles import LOCAL
from cites.cug.core.sql.session import session
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import accounts, codes, reset
from cites.cug.mailing.models import Notice
from cites.cug.membership import account_changes
from cites.cug.membership.actions import remove_member
from cites.cug.membership.invitations import invitations_for
from cites.cug.membership.models import Invitation
from cites.cug.web.publishing import publication_policy
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, timedelta, UTC
from lxml import html
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.login.case import LoginCase, NEW_PASSWORD
from unittest.mock import patch
from zExceptions import BadRequest


MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
VICTIM = "police-xa"


class SiteAccountsCase(LoginCase):
    def send(self, method, path, body=None, auth=MANAGER):
        return requests.request(
            method,
            f"{self.portal}/{path}",
            auth=auth,
            headers={"Accept": "application/json"},
            json=body,
            timeout=120,
        )

    def lets_in(self, user, password):
        return self.ask_for_token(user, password).status_code == 200

    def email(self, user):
        transaction.abort()
        return api.user.get(userid=user).getProperty("email")

    def outbox(self, kind):
        transaction.abort()
        wanted = select(Notice.user_id).where(Notice.kind == kind)
        return sorted(session().scalars(wanted))

    def page(self, path):
        answer = requests.get(f"{self.portal}/{path}", auth=MANAGER, timeout=120)
        self.assertEqual(200, answer.status_code, path)
        return html.fromstring(answer.text)


class PasswordTest(SiteAccountsCase):
    def test_nobody_sets_the_password_of_another(self):
        reset_path = f"@users/{VICTIM}/reset-password"
        for method, path, body in (
            ("PATCH", f"@users/{VICTIM}", {"password": NEW_PASSWORD}),
            ("POST", reset_path, {"reset_token": "x", "new_password": NEW_PASSWORD}),
            (
                "POST",
                reset_path,
                {"old_password": PASSWORD, "new_password": NEW_PASSWORD},
            ),
        ):
            answer = self.send(method, path, body)
            self.assertIn(answer.status_code, (400, 403, 404), answer.text)
            self.assertFalse(self.lets_in(VICTIM, NEW_PASSWORD))
            self.assertTrue(self.lets_in(VICTIM, PASSWORD))

    def test_the_user_folder_refuses_it_whatever_asks(self):
        """Of tools and methods that set passwords there are many."""
        for path in (
            "acl_users/userSetPassword",
            "acl_users/userFolderEditUser",
            "acl_users/source_users/manage_updateUserPassword",
            "portal_membership/setPassword",
        ):
            values = {
                "userid": VICTIM,
                "user_id": VICTIM,
                "principal_id": VICTIM,
                "login_name": VICTIM,
                "password": NEW_PASSWORD,
                "confirm": NEW_PASSWORD,
                "roles:list": "Member",
                "domains": "",
            }
            with patch.object(publication_policy, "is_operator", lambda address: False):
                self.post_form(path, values)
            self.assertFalse(self.lets_in(VICTIM, NEW_PASSWORD), path)
            self.assertTrue(self.lets_in(VICTIM, PASSWORD), path)

    def post_form(self, path, values):
        url = f"{self.portal}/{path}"
        return requests.post(url, auth=MANAGER, data=values, timeout=120)

    def test_ones_own_is_set_as_before(self):
        body = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}
        path = f"@users/{VICTIM}/reset-password"
        answer = self.send("POST", path, body, (VICTIM, PASSWORD))
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertTrue(self.lets_in(VICTIM, NEW_PASSWORD))

    def test_a_manager_has_a_link_sent(self):
        self.assertEqual(
            202, self.send("POST", f"@users/{VICTIM}/reset-password", {}).status_code
        )
        self.assertEqual([VICTIM], self.outbox("login.reset"))
        self.assertEqual([("password.ask", MANAGER[0])], self.trail("password"))

    def test_the_list_of_accounts_sends_links_too(self):
        record = {
            "form.submitted": "1",
            "form.button.Modify": "1",
            "users.id:records": VICTIM,
            "users.resetpassword:records": "on",
            "users.email:records": self.email(VICTIM),
            "users.roles:list:records": "Member",
        }
        url = f"{self.portal}/@@usergroup-userprefs"
        asked = requests.get(url, auth=MANAGER, allow_redirects=False, timeout=120)
        self.assertEqual(200, asked.status_code, "no page that asks to confirm")
        page = self.page("@@usergroup-userprefs")
        record["_authenticator"] = page.xpath("//input[@name='_authenticator']/@value")[0]
        answer = self.post_form("@@usergroup-userprefs", record)
        self.assertEqual(200, answer.status_code)
        self.assertEqual([VICTIM], self.outbox("login.reset"))
        self.assertTrue(self.lets_in(VICTIM, PASSWORD))
        self.assertEqual([("password.ask", MANAGER[0])], self.trail("password"))
        self.assertEqual([], self.trail("account"))
        record["users.roles:list:records"] = ["Member", "Reviewer"]
        answer = self.post_form("@@usergroup-userprefs", record)
        self.assertEqual(200, answer.status_code)
        self.assertEqual([("account.roles", MANAGER[0])], self.trail("account"))


class NewAccountTest(SiteAccountsCase):
    NEW = {"username": "new-officer", "email": "new@customs.example", "fullname": "New"}

    def test_its_owner_gets_a_link_and_nobody_a_password(self):
        answer = self.send("POST", "@users", {**self.NEW, "password": NEW_PASSWORD})
        self.assertEqual(400, answer.status_code)
        self.assertEqual("password", answer.json()["error"]["errors"][0]["field"])
        answer = self.send("POST", "@users", self.NEW)
        self.assertEqual(201, answer.status_code, answer.text)
        self.assertEqual(["new-officer"], self.outbox("login.first"))
        link = reset.FirstPasswordNotices()
        (notice,) = session().scalars(select(Notice).where(Notice.kind == "login.first"))
        lines = link.lines([notice], None, "en")
        transaction.commit()
        page = requests.get(lines[1], timeout=120).text
        self.assertIn("new-officer", page)

    def test_a_spreadsheet_sets_none_either(self):
        rows = "username,email,password\nnew-officer,n@customs.example,lagoon trombone 8"
        url = f"{self.portal}/@users"
        files = {"file": ("users.csv", rows, "text/csv")}
        headers = {"Accept": "application/json"}
        answer = requests.post(
            url, auth=MANAGER, headers=headers, files=files, timeout=120
        )
        self.assertEqual(400, answer.status_code, answer.text)

    def test_the_form_asks_for_no_password(self):
        page = self.page("@@new-user")
        names = page.xpath("//form//input/@name")
        self.assertFalse(
            [name for name in names if "password" in name or "mail_me" in name]
        )
        self.assertFalse([name for name in names if "groups" in name])

    def test_the_form_makes_an_account_and_sends_a_link(self):
        page = self.page("@@new-user")
        (form,) = [one for one in page.forms if "form.widgets.email" in one.fields]
        names = {"username": "new-officer", "email": "n@customs.example", "fullname": "N"}
        data = {**dict(form.form_values()), "form.buttons.register": "Register"}
        data |= {f"form.widgets.{name}": value for name, value in names.items()}
        answer = requests.post(
            f"{self.portal}/@@new-user", auth=MANAGER, data=data, timeout=120
        )
        self.assertEqual(200, answer.status_code)
        self.assertEqual(["new-officer"], self.outbox("login.first"))
        self.assertEqual("n@customs.example", self.email("new-officer"))

    def test_a_user_id_is_no_name_of_a_roster_and_given_once(self):
        transaction.abort()
        uid = self.layer["portal"].cheetahs.UID()
        users = self.layer["portal"].acl_users
        self.change(accounts.end_sessions, "once-here")
        for name in (f"Secretariat:{uid}", "once-here"):
            with self.assertRaises(BadRequest, msg=name):
                users.userFolderAddUser(name, NEW_PASSWORD, ["Member"], [])
            transaction.abort()
            self.assertIsNone(api.user.get(userid=name))


class DeletionTest(SiteAccountsCase):
    def test_who_is_on_a_roster_is_not_deleted(self):
        for name in ("secretariat", VICTIM):
            self.assertEqual(400, self.send("DELETE", f"@users/{name}").status_code)
            self.assertTrue(self.lets_in(name, PASSWORD))
        self.assertEqual(204, self.send("DELETE", "@users/outsider").status_code)


class AddressTest(SiteAccountsCase):
    NEW = "somebody.else@example.org"

    def change_address(self, user=VICTIM):
        return self.send("PATCH", f"@users/{user}", {"email": self.NEW})

    def later(self, **time):
        at = datetime.now(UTC) + timedelta(**time)
        self.change(account_changes.apply_due, at)

    def test_that_of_a_member_waits_and_all_are_told(self):
        self.assertEqual(204, self.change_address().status_code)
        self.assertEqual("police-xa@example.org", self.email(VICTIM))
        self.assertEqual([VICTIM], self.outbox("membership.change-asked"))
        told = self.outbox("membership.change-asked-office")
        self.assertEqual(["secretariat"], told)
        self.assertEqual(400, self.change_address().status_code)
        self.later(hours=23)
        self.assertEqual("police-xa@example.org", self.email(VICTIM))

    def test_afterwards_the_mailbox_opens_the_account_and_no_password(self):
        transaction.abort()
        codes.store_secret(VICTIM, codes.new_generator(), 0)
        transaction.commit()
        self.change_address()
        self.later(hours=25)
        self.assertEqual(self.NEW, self.email(VICTIM))
        self.assertEqual([VICTIM], self.outbox("login.first"))
        answer = self.ask_for_token(VICTIM, PASSWORD)
        self.assertEqual(401, answer.status_code)
        self.assertNotIn("second_factor", answer.json())

    def test_the_secretariat_stops_it(self):
        self.change_address()
        who = ("secretariat", PASSWORD)
        answer = self.send("GET", "cheetahs/@account-changes", auth=who)
        (change,) = answer.json()["items"]
        path = f"cheetahs/@account-changes/{change['id']}/stop"
        self.assertEqual(204, self.send("POST", path, {}, who).status_code)
        self.later(hours=25)
        self.assertEqual("police-xa@example.org", self.email(VICTIM))

    def test_that_of_an_account_in_no_group_is_changed_at_once(self):
        self.assertEqual(204, self.change_address("outsider").status_code)
        self.assertEqual(self.NEW, self.email("outsider"))
        self.assertFalse(self.lets_in("outsider", PASSWORD))
        self.assertEqual(["outsider"], self.outbox("login.first"))

    def test_the_page_of_the_account_does_the_same(self):
        path = f"@@user-information?userid={VICTIM}"
        page = self.page(path)
        (form,) = [one for one in page.forms if "form.widgets.email" in one.fields]
        data = {**dict(form.form_values()), "form.widgets.email": self.NEW}
        data["form.buttons.save"] = "Save"
        answer = requests.post(
            f"{self.portal}/{path}", auth=MANAGER, data=data, timeout=120
        )
        self.assertEqual(200, answer.status_code)
        self.assertEqual("police-xa@example.org", self.email(VICTIM))
        self.assertEqual([VICTIM], self.outbox("membership.change-asked"))

    def test_no_login_name_is_changed(self):
        body = {"username": "another"}
        self.assertEqual(400, self.send("PATCH", f"@users/{VICTIM}", body).status_code)
        self.assertTrue(self.lets_in(VICTIM, PASSWORD))


class RolesTest(SiteAccountsCase):
    def test_a_role_of_ours_that_is_given_by_hand_opens_nothing(self):
        roles = dict.fromkeys(sorted(LOCAL), True)
        self.send("PATCH", "@users/outsider", {"roles": roles})
        who = ("outsider", PASSWORD)
        for path in ("cheetahs", "cheetahs/@library", "cheetahs/@members", "@permits"):
            answer = self.send("GET", path, auth=who)
            self.assertIn(answer.status_code, (403, 404), path)

    def test_no_group_is_made_or_filled_by_hand(self):
        transaction.abort()
        uid = self.layer["portal"].cheetahs.UID()
        roster = f"Secretariat:{uid}"
        for method, path, body in (
            ("POST", "@groups", {"groupname": roster}),
            ("PATCH", f"@groups/{roster}", {"users": {"outsider": True}}),
            ("DELETE", f"@groups/{roster}", None),
        ):
            self.assertEqual(404, self.send(method, path, body).status_code, method)
        for name in ("groupprefs", "groupmembership", "usermembership", "groupdetails"):
            url = f"{self.portal}/@@usergroup-{name}"
            self.assertEqual(
                404, requests.get(url, auth=MANAGER, timeout=120).status_code
            )
        transaction.abort()
        self.assertNotIn("outsider", IWorkspace(self.layer["portal"].cheetahs).members)
        answer = self.send("GET", "cheetahs", auth=("outsider", PASSWORD))
        self.assertEqual(404, answer.status_code)


class WholeAttackTest(SiteAccountsCase):
    """As it was found: an account, the roster, the second factor, the password."""

    def test_a_site_manager_does_not_come_to_read_a_message(self):
        transaction.abort()
        codes.store_secret(VICTIM, codes.new_generator(), 0)
        transaction.commit()
        made = {"username": "mallory", "email": "mallory@example.org"}
        self.assertEqual(201, self.send("POST", "@users", made).status_code)
        invite = {"user": "mallory", "category": "secretariat"}
        answer = self.send("POST", "cheetahs/@invitations", invite)
        self.assertEqual(403, answer.status_code)
        path = f"cheetahs/@members/{VICTIM}/remove-second-factor"
        answer = self.send("POST", path, {"reason": "x"})
        self.assertIn(answer.status_code, (403, 404))
        answer = self.send("PATCH", f"@users/{VICTIM}", {"password": NEW_PASSWORD})
        self.assertEqual(400, answer.status_code)
        self.assertFalse(self.lets_in(VICTIM, NEW_PASSWORD))


class BorrowedNameTest(SiteAccountsCase):
    """A name that looks like an address makes no account that of who reads it."""

    JANE = "jane.doe@customs.example"

    def invite(self, name):
        body = {"user": name, "category": "customs"}
        path = "cheetahs/@invitations"
        return self.send("POST", path, body, ("secretariat", PASSWORD)).status_code

    def invited(self):
        transaction.abort()
        return sorted(session().scalars(select(Invitation.user_id)))

    def test_an_invitation_of_an_address_reaches_who_reads_it_alone(self):
        puppet = {"username": self.JANE, "email": "mallory@example.org"}
        self.assertEqual(201, self.send("POST", "@users", puppet).status_code)
        self.assertEqual(201, self.invite(self.JANE))
        self.assertEqual([""], self.invited())

    def test_the_own_address_of_a_site_manager_is_changed_as_all_are(self):
        roles = {"Manager": True}
        self.send("PATCH", "@users/outsider", {"roles": roles})
        own = ("outsider", PASSWORD)
        for body in ({"username": self.JANE}, {"password": NEW_PASSWORD}):
            answer = self.send("PATCH", "@users/outsider", body, own)
            self.assertEqual(400, answer.status_code, body)
        answer = self.send("PATCH", "@users/outsider", {"email": self.JANE}, own)
        self.assertEqual(204, answer.status_code)
        self.assertFalse(self.lets_in("outsider", PASSWORD))
        self.assertEqual(["outsider"], self.outbox("login.first"))

    def test_an_invitation_ends_when_another_comes_to_read_the_mailbox(self):
        self.assertEqual(201, self.invite("outsider"))
        address = {"email": "mallory@example.org"}
        self.assertEqual(204, self.send("PATCH", "@users/outsider", address).status_code)
        transaction.abort()
        self.assertEqual([], invitations_for("outsider", datetime.now(UTC)))
        self.assertEqual(400, self.invite("outsider"))

    def test_the_page_of_an_account_in_no_group_changes_its_address_at_once(self):
        path = "@@user-information?userid=outsider"
        page = self.page(path)
        (form,) = [one for one in page.forms if "form.widgets.email" in one.fields]
        data = {**dict(form.form_values()), "form.widgets.email": self.JANE}
        data["form.buttons.save"] = "Save"
        url = f"{self.portal}/{path}"
        answer = requests.post(url, auth=MANAGER, data=data, timeout=120)
        self.assertEqual(200, answer.status_code)
        self.assertEqual(self.JANE, self.email("outsider"))


class GroupTest(SiteAccountsCase):
    """A site manager makes groups, and comes to no library by that."""

    def test_a_group_is_not_copied(self):
        url = f"{self.portal}/cheetahs"
        self.send("POST", "@copy", {"source": url})
        transaction.abort()
        self.assertNotIn("copy_of_cheetahs", self.layer["portal"])

    def test_a_group_with_members_is_not_deleted(self):
        answer = self.send("DELETE", "cheetahs")
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertIn("members", answer.json()["message"])
        transaction.abort()
        portal = self.layer["portal"]
        self.assertIn("cheetahs", portal)
        group = portal.cheetahs
        for name in {*IWorkspace(group).members} - {"secretariat"}:
            remove_member(group, name, acting_user="secretariat")
        transaction.commit()
        self.assertEqual(204, self.send("DELETE", "cheetahs").status_code)
