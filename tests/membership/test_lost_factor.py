"""A second factor that was lost: who takes it away, what follows, what is told."""

import requests
import transaction
from cites.cug.audit.trail import AuditEvent
from cites.cug.login import codes
from cites.cug.login import factors
from cites.cug.login import recovery
from cites.cug.mailing.choices import choose_language
from cites.cug.membership.lost_factor import remove_lost_factor
from cites.cug.records.store import session
from cites.cug.testing import PASSWORD
from datetime import datetime
from datetime import UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.mailing.case import MailingCase
from tests.membership.case import MembersCase


NOTE = "Called back on the number of the office"


class LostFactorCase(MembersCase):
    def setUp(self):
        super().setUp()
        self.token = self.log_in("police-xa")
        self.give_factor("police-xa")

    def log_in(self, name):
        answer = requests.post(
            f"{self.portal}/@login",
            json={"login": name, "password": PASSWORD},
            headers={"Accept": "application/json"},
            timeout=30,
        )
        return answer.json().get("token")

    def give_factor(self, name):
        transaction.abort()
        codes.keep(name, codes.new_generator(), 0)
        recovery.new_codes(name)
        transaction.commit()

    def has_factor(self, name="police-xa"):
        transaction.abort()
        return factors.has_factor(name)

    def is_in(self, token):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        return requests.get(self.group, headers=headers, timeout=30).status_code == 200

    def told(self):
        query = select(AuditEvent.actor, AuditEvent.detail)
        found = session().execute(query.where(AuditEvent.action == "member.lost-factor"))
        return [tuple(row) for row in found]


class ServiceTest(LostFactorCase):
    def remove(self, user, member="police-xa", password=PASSWORD, **body):
        path = f"/{member}/remove-second-factor"
        return self.ask(user, "POST", path, body, password)

    def test_the_secretariat_takes_it_away_and_all_that_it_opened_ends(self):
        self.assertTrue(self.is_in(self.token))
        self.assertIsNone(self.log_in("police-xa"))
        answer = self.remove("secretariat", reason=NOTE)
        self.assertEqual(204, answer.status_code, answer.text)
        self.assertIs(False, self.items("secretariat")["police-xa"]["second_factor"])
        self.assertFalse(self.is_in(self.token))
        self.assertFalse(self.has_factor())
        self.assertEqual(0, recovery.left("police-xa"))
        self.assertTrue(self.is_in(self.log_in("police-xa")))
        detail = {"member": "police-xa", "note": NOTE}
        self.assertEqual([("secretariat", detail)], self.told())

    def test_where_there_is_none_nothing_happens(self):
        token = self.log_in("customs-xb")
        answer = self.remove("secretariat", "customs-xb", reason=NOTE)
        self.assertEqual(204, answer.status_code)
        self.assertTrue(self.is_in(token))
        self.assertEqual([], self.told())

    def test_it_is_said_how_one_knows(self):
        for body in ({}, {"reason": " "}, {"reason": 5}, {"why": NOTE}):
            answer = self.remove("secretariat", **body)
            self.assertEqual(400, answer.status_code, body)
            self.assertIn(next(iter(body), "reason"), answer.json()["message"])
        self.assertTrue(self.has_factor())

    def test_nobody_else_does(self):
        self.note("police-xa", country="XA")
        for user, expected in (
            ("contact-xa", 403),
            ("customs-xa", 403),
            ("igo-unodc", 403),
            ("outsider", 404),
        ):
            answer = self.remove(user, reason=NOTE)
            self.assertEqual(expected, answer.status_code, user)
        manager = self.remove(SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD, reason=NOTE)
        self.assertEqual(403, manager.status_code)
        self.assertEqual(404, self.remove("secretariat", "outsider").status_code)
        self.assertTrue(self.has_factor())

    def test_neither_ones_own_nor_a_site_managers(self):
        answer = self.remove("secretariat", "secretariat", reason=NOTE)
        self.assertEqual(403, answer.status_code)
        transaction.abort()
        api.user.grant_roles(username="police-xa", roles=["Manager"])
        transaction.commit()
        answer = self.remove("secretariat", reason=NOTE)
        self.assertEqual(403, answer.status_code)
        self.assertTrue(self.has_factor())

    def test_only_the_secretariat_learns_who_has_one(self):
        self.assertIs(True, self.items("secretariat")["police-xa"]["second_factor"])
        self.assertIs(False, self.items("secretariat")["customs-xb"]["second_factor"])
        for user in ("contact-xa", "customs-xa"):
            for item in self.items(user).values():
                self.assertNotIn("second_factor", item)


class PageTest(LostFactorCase):
    PATH = "lost-device?member=police-xa"

    def test_the_directory_leads_there(self):
        def ways(user):
            return self.page(user).xpath("//a[contains(@href, 'lost-device')]/@href")

        self.assertEqual([f"{self.group}/{self.PATH}"], ways("secretariat"))
        self.assertEqual([], ways("contact-xa"))

    def test_it_asks_how_one_knows_and_then_does_it(self):
        answer = self.send("secretariat", self.PATH, member="police-xa", note=" ")
        self.assertEqual(400, answer.status_code)
        self.assertTrue(self.has_factor())
        answer = self.send("secretariat", self.PATH, member="police-xa", note=NOTE)
        self.assertTrue(answer.url.endswith("/members"))
        self.assertIn("has been removed", answer.text)
        self.assertFalse(self.has_factor())
        self.assertFalse(self.is_in(self.token))

    def test_whose_cannot_be_removed(self):
        for member in ("secretariat", "customs-xb"):
            page = self.page("secretariat", f"lost-device?member={member}")
            self.assertFalse(page.xpath("//form[@id='lost-device']"), member)
            self.assertTrue(page.xpath("//p[@class='message info']"), member)

    def test_others_do_not_see_it(self):
        for user, status in (("contact-xa", 403), ("customs-xa", 403), ("outsider", 404)):
            self.page(user, self.PATH, status=status)
        for query in ("", "?member=outsider", "?member:list=police-xa"):
            self.page("secretariat", f"lost-device{query}", status=404)


class LetterTest(MailingCase):
    def test_the_member_is_told_in_their_language_and_of_nobody(self):
        choose_language(api.user.get(userid="police-xa"), "fr")
        codes.keep("police-xa", codes.new_generator(), 0)
        transaction.commit()
        remove_lost_factor(self.group, "police-xa", acting_user="secretariat", note=NOTE)
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
        (mail,) = self.mails()
        self.assertEqual("police-xa@example.org", mail["To"])
        text = " ".join(mail.get_content().split())
        self.assertIn("Le Secrétariat d’un groupe", text)
        self.assertIn("/second-factor", text)
        for name in ("Cheetahs", "secretariat", NOTE):
            self.assertNotIn(name, text)
