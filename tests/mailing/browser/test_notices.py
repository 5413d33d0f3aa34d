"""The screens: a member's own choice, and for the Secretariat what has not arrived."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_HTTP
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import choice_of
from plone import api
from sqlalchemy import select
from tests.library.case import LibraryCase, text_of
from tests.mailing.api.test_notices import queue
from tests.mailing.case import set_mail_server


class NotificationsPageTest(LibraryCase):
    layer = CUG_HTTP

    def setUp(self):
        super().setUp()
        self.url = f"{self.portal}/notifications"

    def test_a_member_chooses(self):
        page = self.page("customs-xa", self.url)
        checked = page.xpath("//input[@name='choice'][@checked]/@value")
        self.assertEqual(["at_once"], checked)
        self.assertIn("customs-xa@example.org", text_of(page))
        answer = self.send(
            "customs-xa",
            page,
            "notifications",
            choice="hourly",
            follows="weekly",
            summary="weekly",
            language="es",
        )
        self.assertEqual(
            (302, self.url), (answer.status_code, answer.headers["Location"])
        )
        page = self.page("customs-xa", self.url)
        checked = page.xpath("//input[@name='choice'][@checked]/@value")
        self.assertEqual(["hourly"], checked)
        selected = page.xpath("//select[@name='language']/option[@selected]/@value")
        self.assertEqual(["es"], selected)
        selected = page.xpath("//select[@name='follows']/option[@selected]/@value")
        self.assertEqual(["weekly"], selected)
        selected = page.xpath("//select[@name='summary']/option[@selected]/@value")
        self.assertEqual(["weekly"], selected)
        self.assertIs(Choice.AT_ONCE, choice_of("customs-xb"))

    def test_bad_values_are_refused(self):
        page = self.page("customs-xa", self.url)
        for changes in (
            {"choice": "weekly"},
            {"choice": ""},
            {"choice": "off", "language": "de"},
        ):
            answer = self.send("customs-xa", page, "notifications", **changes)
            self.assertEqual(400, answer.status_code, changes)
        self.assertIs(Choice.AT_ONCE, choice_of("customs-xa"))

    def test_a_foreign_page_cannot_post(self):
        answer = self.ask("customs-xa", "POST", self.url, data={"choice": "off"})
        self.assertEqual(403, answer.status_code)
        self.assertIs(Choice.AT_ONCE, choice_of("customs-xa"))

    def test_who_has_no_address_is_told(self):
        api.user.get(userid="customs-xa").setMemberProperties({"email": ""})
        transaction.commit()
        self.assertIn("no e-mail address", text_of(self.page("customs-xa", self.url)))

    def test_it_is_found_from_every_page_and_only_by_members(self):
        links = self.page("customs-xa", self.library).xpath("//footer//a/@href")
        self.assertIn(self.url, links)
        self.assertEqual(302, self.ask(None, "GET", self.url).status_code)


class NoticesPageTest(LibraryCase):
    layer = CUG_HTTP

    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/notices"

    def readers(self, page):
        return [text_of(one) for one in page.xpath("//tbody//th/span")]

    def test_nothing_to_do(self):
        page = self.page("secretariat", self.url)
        self.assertIn("All notifications have been sent", text_of(page))

    def test_it_says_that_there_is_no_mail_server(self):
        self.assertIn("No mail server", text_of(self.page("secretariat", self.url)))
        set_mail_server(25)
        self.assertNotIn("No mail server", text_of(self.page("secretariat", self.url)))

    def test_readers_and_trying_again(self):
        queue(self, "customs-xa", "police-xa")
        page = self.page("secretariat", self.url)
        self.assertEqual(["customs-xa", "police-xa"], self.readers(page))
        self.assertNotIn("parcel", text_of(page))
        one, _other, every = [
            form for form in page.forms if form.action.endswith("notices")
        ]
        for form, tried in ((one, ["customs-xa"]), (every, "all")):
            values = dict(form.form_values())
            answer = self.ask("secretariat", "POST", form.action, data=values)
            self.assertEqual(302, answer.status_code)
            query = select(AuditEvent.detail).where(AuditEvent.action == "notice.retry")
            self.assertEqual(tried, list(session().scalars(query))[-1]["readers"])
            transaction.abort()
        self.ask("secretariat", "POST", every.action, data=values)
        self.assertEqual(2, len(list(session().scalars(query))), "sent twice, done once")

    def test_it_is_for_those_who_keep_the_roster(self):
        for user, status in (("customs-xa", 403), ("outsider", 404)):
            self.page(user, self.url, status)
        answer = self.ask("secretariat", "POST", self.url, data={})
        self.assertEqual(403, answer.status_code, "without a token")
        for user, shown in (("secretariat", True), ("contact-xa", False)):
            page = self.page(user, f"{self.group}/administration")
            self.assertEqual(shown, self.url in page.xpath("//main//a/@href"))
