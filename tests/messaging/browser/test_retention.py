"""For how long messages are kept: who decides, what it would delete, wrong input."""

import transaction
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.sql.session import write_session
from cites.cug.messaging.actions.leaving import clear_old
from cites.cug.messaging.actions.retention import DELAY, retention
from cites.cug.messaging.key_wrapping import rewrap_keys
from cites.cug.messaging.models import Message
from datetime import datetime, timedelta, UTC
from plone.app.testing import login, logout, SITE_OWNER_NAME
from sqlalchemy import select
from tests.library.case import text_of
from tests.messaging.browser.case import ScreenCase


class RetentionTest(ScreenCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/message-retention"

    def set(self, status=200, user="secretariat", **form):
        page = self.page(user, self.url)
        data = {"_authenticator": self.token(page), **form}
        answer = self.ask(user, "POST", self.url, data=data)
        self.assertEqual(answer.status_code, status, answer.text[:2000])
        return self.parse(answer) if answer.content else None

    def rule(self, now=None):
        transaction.begin()
        return tuple(retention(self.cug, now or datetime.now(UTC)))

    def age(self, days):
        """Make all messages so old."""
        time = datetime.now(UTC) - timedelta(days=days)
        records = write_session()
        ids = list(records.scalars(select(Message.id)))
        rewrap_keys(records, ids, time, sent=time)
        transaction.commit()

    def test_it_says_first_what_it_would_delete(self):
        self.sent("police-xb", "customs-xa", "customs-xb")
        self.age(40)
        page = self.set(trash_days="10", keep_days="30")
        self.assertIn("would be deleted now: 3", text_of(page))
        self.assertEqual(self.rule(), (30, None))
        page = self.set(trash_days="10", keep_days="41")
        self.assertIn("would be deleted now: 0", text_of(page))
        self.set(302, trash_days="10", keep_days="30", sure="1")
        self.assertEqual(self.rule(), (30, None))
        self.assertEqual(clear_old(self.cug, datetime.now(UTC)), 0)
        then = datetime.now(UTC) + DELAY
        self.assertEqual(self.rule(then), (10, 30))
        self.assertEqual(clear_old(self.cug, then), 3)

    def test_for_ever(self):
        self.set(302, trash_days="40", keep_days="", sure="1")
        self.assertEqual(self.rule(), (40, None))

    def test_members_read_of_it_and_any_secretariat_takes_it_back(self):
        self.set(302, trash_days="30", keep_days="30", sure="1")
        start = datetime.now(UTC) + DELAY
        said = f"From {start:%-d %b %Y} on, messages that are more than 30 days old"
        pages = ("", "/write", "/export")
        for path in pages:
            page = text_of(self.page("customs-xa", f"{self.messages}{path}"))
            self.assertIn(said, page, path)
        french = self.page("customs-xa", f"{self.messages}?set_language=fr")
        self.assertIn("plus de 30 jours", text_of(french))
        page = self.page("secretariat", self.url)
        self.assertIn(said, text_of(page))
        # Who changes the other number does not take this one back unawares.
        self.assertEqual("30", page.get_element_by_id("keep_days").get("value"))
        self.set(302, take_back="1")
        self.assertEqual(self.rule(start), (30, None))
        for path in pages:
            page = text_of(self.page("customs-xa", f"{self.messages}{path}"))
            self.assertNotIn("days old", page, path)

    def test_who_runs_the_site_does_not_decide(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        self.assertFalse(may(Permission.SET_RETENTION, self.cug))
        logout()

    def test_wrong_numbers_are_said_and_kept(self):
        for form, field in (
            ({"trash_days": "", "keep_days": ""}, "trash_days"),
            ({"trash_days": "0", "keep_days": ""}, "trash_days"),
            ({"trash_days": "ten", "keep_days": ""}, "trash_days"),
            ({"trash_days": "10", "keep_days": "6"}, "keep_days"),
            ({"trash_days": "10", "keep_days": "-1"}, "keep_days"),
            ({"trash_days": "10", "keep_days": "9" * 50}, "keep_days"),
        ):
            page = self.set(400, sure="1", **form)
            links = page.xpath("//*[@id='form-errors']//a/@href")
            self.assertEqual(links, [f"#{field}"], form)
            for name, value in form.items():
                typed = page.get_element_by_id(name).get("value") or ""
                self.assertEqual(typed, value)
        self.assertEqual(self.rule(), (30, None))

    def test_members_do_not_decide(self):
        for user in ("customs-xa", "igo-unodc", "contact-xa"):
            self.page(user, self.url, 403)
        self.page("outsider", self.url, 404)

    def test_a_foreign_page_cannot_post(self):
        form = {"trash_days": "1", "keep_days": "7", "sure": "1"}
        answer = self.ask("secretariat", "POST", self.url, data=form)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.rule(), (30, None))
