"""What others change about an account: who asks, agrees, stops it and is told."""

import requests
import transaction
from cites.cug.core.sql.session import write_session
from cites.cug.demo.testing import PASSWORD
from cites.cug.login import pending_changes, recovery
from cites.cug.login.models import AccountChange
from cites.cug.login.new_password import keep_password
from cites.cug.membership.account_notices import AskedNotices
from cites.cug.membership.actions import change_member
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from lxml import html
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import update
from tests.membership.lost_factor_case import LostFactorCase, NOTE


class RemovalTest(LostFactorCase):
    def remove(self, user="secretariat", member="police-xa", password=PASSWORD, **body):
        path = f"/{member}/remove-second-factor"
        return self.ask(user, "POST", path, {"reason": NOTE, **body}, password)

    def waits(self, user="secretariat", group="cheetahs"):
        url = f"{self.portal}/{group}/@account-changes"
        answer = self.rest(user, url)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.json()["items"]

    def step(self, user, name, group="cheetahs"):
        (change,) = self.waits(user, group)
        return self.rest(user, f"{change['@id']}/{name}", "POST").status_code

    def rest(self, user, url, method="GET"):
        headers = {"Accept": "application/json"}
        sent = {"json": {}} if method == "POST" else {}
        auth = (user, PASSWORD)
        return requests.request(
            method, url, auth=auth, headers=headers, timeout=120, **sent
        )

    def test_it_waits_a_day_and_then_ends_all_that_it_had_opened(self):
        answer = self.remove()
        self.assertEqual(202, answer.status_code, answer.text)
        self.assertTrue(self.is_in(self.token))
        self.later(hours=23)
        self.assertTrue(self.has_factor())
        self.later(hours=25)
        self.assertFalse(self.has_factor())
        self.assertFalse(self.is_in(self.token))
        self.assertEqual(0, recovery.left("police-xa"))
        self.assertTrue(self.is_in(self.log_in("police-xa")))
        self.assertEqual([("secretariat", "police-xa")], self.trail("member.factor-ask"))
        self.assertEqual([("secretariat", "police-xa")], self.trail("member.lost-factor"))
        self.assertEqual(["police-xa"], self.outbox("lost-factor"))
        self.assertEqual(["secretariat"], self.outbox("lost-factor-office"))

    def test_owner_and_secretariats_are_told_at_once(self):
        self.appoint("customs-xb")
        self.remove()
        self.assertEqual(["police-xa"], self.outbox("change-asked"))
        told = ["customs-xb", "secretariat"]
        self.assertEqual(told, self.outbox("change-asked-office"))

    def test_another_secretariat_stops_it(self):
        self.appoint("customs-xb")
        self.remove()
        self.assertEqual(204, self.step("customs-xb", "stop"))
        self.later(hours=25)
        self.assertTrue(self.has_factor())
        self.assertEqual([("customs-xb", "police-xa")], self.trail("member.change-stop"))
        told = ["customs-xb", "police-xa", "secretariat"]
        self.assertEqual(told, self.outbox("change-stopped"))

    def test_a_second_secretariat_ends_the_delay_but_not_the_one_who_asked(self):
        self.appoint("customs-xb")
        self.remove()
        self.step("secretariat", "agree")
        self.assertTrue(self.has_factor())
        self.assertEqual(204, self.step("customs-xb", "agree"))
        self.assertFalse(self.has_factor())

    def test_a_colleague_made_for_the_purpose_does_not_end_it(self):
        self.remove()
        who = {"acting_user": "secretariat", "category": "secretariat"}
        group = self.layer["portal"].cheetahs
        self.do(change_member, group, "customs-xb", **who)
        self.assertEqual(204, self.step("customs-xb", "agree"))
        self.assertTrue(self.has_factor())

    def test_the_owner_stops_it_after_log_in_or_from_the_letter(self):
        for stop in (self.stop_logged_in, self.stop_by_letter):
            self.remove()
            stop()
            self.assertEqual([], self.waits())
            self.later(hours=25)
            self.assertTrue(self.has_factor())

    def stop_logged_in(self):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self.token}"}
        url = f"{self.portal}/@account-changes"
        (change,) = requests.get(url, headers=headers, timeout=120).json()["items"]
        address = f"{change['@id']}/stop"
        answer = requests.post(address, headers=headers, json={}, timeout=120)
        self.assertEqual(204, answer.status_code, answer.text)

    def stop_by_letter(self):
        transaction.abort()
        (change,) = pending_changes.pending(["police-xa"])
        address = AskedNotices().one(change.id, "en")[1]
        page = html.fromstring(requests.get(address, timeout=120).text)
        form = dict(page.forms[-1].fields)
        self.assertEqual(1, len(self.waits()))
        wrong = {**form, "key": form["key"][::-1]}
        url = f"{self.portal}/stop-change"
        self.assertEqual(400, requests.post(url, data=wrong, timeout=120).status_code)
        self.assertEqual(1, len(self.waits()))
        self.assertEqual(200, requests.post(url, data=form, timeout=120).status_code)

    def test_a_new_password_stops_it(self):
        """Whoever reads the mails does not come in without the factor."""
        self.remove()
        users = self.layer["portal"].acl_users
        self.do(keep_password, users, "police-xa", "lagoon trombone velvet 88")
        self.assertEqual([], self.waits())
        self.later(hours=25)
        self.assertTrue(self.has_factor())

    def test_whoever_shows_the_factor_has_not_lost_it(self):
        (code, *_others) = self.do(recovery.new_codes, "police-xa")
        self.remove()
        body = {"login": "police-xa", "password": PASSWORD, "code": code}
        headers = {"Accept": "application/json"}
        url = f"{self.portal}/@login"
        answer = requests.post(url, json=body, headers=headers, timeout=120)
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertEqual([], self.waits())

    def test_for_a_member_of_other_groups_their_secretariats_agree(self):
        self.appoint("customs-xb", "ivory")
        self.do(IWorkspace(self.layer["portal"].ivory).remove_from_team, "secretariat")
        self.give_factor("igo-unodc")
        self.assertEqual(202, self.remove(member="igo-unodc").status_code)
        self.later(hours=25)
        self.assertTrue(self.has_factor("igo-unodc"))
        told = ["customs-xb", "secretariat"]
        self.assertEqual(told, self.outbox("change-asked-office"))
        self.assertEqual(204, self.step("customs-xb", "agree", "ivory"))
        self.assertFalse(self.has_factor("igo-unodc"))

    def test_what_no_other_group_agrees_to_is_dropped(self):
        self.do(IWorkspace(self.layer["portal"].ivory).remove_from_team, "secretariat")
        self.give_factor("igo-unodc")
        self.remove(member="igo-unodc")
        self.later(days=16)
        self.assertEqual([], self.waits())
        self.assertTrue(self.has_factor("igo-unodc"))

    def test_never_that_of_a_secretariat_of_another_group(self):
        self.appoint("police-xa", "ivory")
        answer = self.remove()
        self.assertEqual(403, answer.status_code)
        self.assertEqual([], self.waits())
        # Nor of who comes to that office while it waits.
        self.give_factor("customs-xa")
        self.remove(member="customs-xa")
        self.appoint("customs-xa", "ivory")
        self.later(days=2)
        self.assertTrue(self.has_factor("customs-xa"))

    def test_it_ends_with_the_office_of_who_asked(self):
        self.appoint("customs-xb")
        self.remove("customs-xb")
        group = self.layer["portal"].cheetahs
        who = {"acting_user": "secretariat", "category": "customs"}
        self.do(change_member, group, "customs-xb", **who)
        self.later(hours=25)
        self.assertTrue(self.has_factor())

    def test_what_somebody_wrote_into_the_database_does_not_count(self):
        self.remove()
        for values in ({"due": datetime(2020, 1, 1)}, {"proof": None}):
            transaction.abort()
            write_session().execute(update(AccountChange.__table__).values(values))
            transaction.commit()
            self.assertEqual([], self.waits())
            self.later(hours=25)
            self.assertTrue(self.has_factor())

    def test_where_there_is_none_nothing_happens(self):
        token = self.log_in("customs-xb")
        answer = self.remove(member="customs-xb")
        self.assertEqual(204, answer.status_code)
        self.assertTrue(self.is_in(token))
        self.assertEqual([], self.trail("member.factor-ask"))

    def test_it_is_asked_once_and_said_how_one_knows(self):
        for body in ({}, {"reason": " "}, {"reason": 5}, {"why": NOTE}):
            path = "/police-xa/remove-second-factor"
            answer = self.ask("secretariat", "POST", path, body)
            self.assertEqual(400, answer.status_code, body)
            self.assertIn(next(iter(body), "reason"), answer.json()["message"])
        self.assertEqual(202, self.remove().status_code)
        self.assertEqual(400, self.remove().status_code)

    def test_nobody_else_asks(self):
        self.note("police-xa", country="XA")
        for user, expected in (
            ("contact-xa", 403),
            ("customs-xa", 403),
            ("igo-unodc", 403),
            ("outsider", 404),
        ):
            self.assertEqual(expected, self.remove(user).status_code, user)
        manager = self.remove(SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD)
        self.assertEqual(403, manager.status_code)
        self.assertEqual(404, self.remove(member="outsider").status_code)
        self.assertEqual([], self.waits())

    def test_neither_ones_own_nor_a_site_managers(self):
        self.assertEqual(403, self.remove(member="secretariat").status_code)
        transaction.abort()
        api.user.grant_roles(username="police-xa", roles=["Manager"])
        transaction.commit()
        self.assertEqual(403, self.remove().status_code)

    def test_only_the_secretariat_learns_who_has_one(self):
        self.assertIs(True, self.items("secretariat")["police-xa"]["second_factor"])
        self.assertIs(False, self.items("secretariat")["customs-xb"]["second_factor"])
        for user in ("contact-xa", "customs-xa"):
            for item in self.items(user).values():
                self.assertNotIn("second_factor", item)
