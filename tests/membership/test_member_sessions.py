"""The Secretariat ends the sessions of a member: who may, what follows, what is told."""

import requests
import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import PASSWORD
from cites.cug.mailing.preferences import choose_language
from cites.cug.membership.member_sessions import end_member_sessions
from datetime import datetime, UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
from tests.mailing.case import MailingCase, text_of
from tests.membership.case import MembersCase


NOTE = "The laptop was stolen"
PATH = "end-sessions?member=police-xa"


class MemberSessionsTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.token = self.log_in("police-xa")
        self.others = self.log_in("customs-xb")

    def log_in(self, name):
        answer = requests.post(
            f"{self.portal}/@login",
            json={"login": name, "password": PASSWORD},
            headers={"Accept": "application/json"},
            timeout=120,
        )
        return answer.json()["token"]

    def is_in(self, token):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        return requests.get(self.group, headers=headers, timeout=120).status_code == 200

    def end(self, user, member="police-xa", password=PASSWORD, **body):
        return self.ask(user, "POST", f"/{member}/end-sessions", body, password)

    def told(self):
        query = select(AuditEvent.actor, AuditEvent.detail)
        found = session().execute(query.where(AuditEvent.action == "member.end-sessions"))
        return [tuple(row) for row in found]

    def test_all_of_that_member_end_and_no_others(self):
        answer = self.end("secretariat", reason=NOTE)
        self.assertEqual(204, answer.status_code, answer.text)
        self.assertFalse(self.is_in(self.token))
        self.assertTrue(self.is_in(self.others))
        self.assertTrue(self.is_in(self.log_in("police-xa")))
        detail = {"member": "police-xa", "note": NOTE}
        self.assertEqual([("secretariat", detail)], self.told())

    def test_it_is_said_why(self):
        for body in ({}, {"reason": " "}, {"reason": 5}, {"why": NOTE}):
            answer = self.end("secretariat", **body)
            self.assertEqual(400, answer.status_code, body)
        self.assertTrue(self.is_in(self.token))

    def test_nobody_else_does(self):
        self.note("police-xa", country="XA")
        for user, expected in (
            ("contact-xa", 403),
            ("customs-xa", 403),
            ("igo-unodc", 403),
            ("outsider", 404),
        ):
            answer = self.end(user, reason=NOTE)
            self.assertEqual(expected, answer.status_code, user)
        manager = self.end(SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD, reason=NOTE)
        self.assertEqual(403, manager.status_code)
        self.assertEqual(404, self.end("secretariat", "outsider").status_code)
        self.assertTrue(self.is_in(self.token))

    def test_not_those_of_site_managers(self):
        transaction.abort()
        api.user.grant_roles(username="police-xa", roles=["Manager"])
        transaction.commit()
        self.assertEqual(403, self.end("secretariat", reason=NOTE).status_code)
        self.assertFalse(
            self.page("secretariat", PATH).xpath("//form[@id='end-sessions']")
        )
        self.assertTrue(self.is_in(self.token))

    def test_the_page_says_how_many_and_asks_why(self):
        def ways(user):
            one = self.page(user, "member?id=police-xa")
            return one.xpath(f"//a[contains(@href, '{PATH}')]")

        self.assertTrue(ways("secretariat"))
        self.assertFalse(ways("contact-xa"))
        facts = self.page("secretariat", PATH).xpath("//form[@id='end-sessions']//dd")
        self.assertEqual(["1", "0"], [fact.text_content() for fact in facts])
        answer = self.send("secretariat", PATH, member="police-xa", note=" ")
        self.assertEqual(400, answer.status_code)
        self.assertTrue(self.is_in(self.token))
        answer = self.send("secretariat", PATH, member="police-xa", note=NOTE)
        self.assertTrue(answer.url.endswith("/members"))
        self.assertIn("have ended", answer.text)
        self.assertFalse(self.is_in(self.token))

    def test_others_do_not_see_it(self):
        for user, status in (("contact-xa", 403), ("customs-xa", 403), ("outsider", 404)):
            self.page(user, PATH, status=status)
        for query in ("", "?member=outsider", "?member:list=police-xa"):
            self.page("secretariat", f"end-sessions{query}", status=404)


class LetterTest(MailingCase):
    def test_the_member_is_told_in_their_language_and_of_nobody(self):
        choose_language(api.user.get(userid="police-xa"), "fr")
        transaction.commit()
        end_member_sessions(self.group, "police-xa", acting_user="secretariat", note=NOTE)
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
        (mail,) = self.mails()
        self.assertEqual("police-xa@example.org", mail["To"])
        text = " ".join(text_of(mail).split())
        self.assertIn("Le Secrétariat d’un groupe", text)
        self.assertIn("/account", text)
        for name in ("Cheetahs", "secretariat", NOTE):
            self.assertNotIn(name, text)
