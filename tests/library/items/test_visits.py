"""What is new in the library since one's last visit."""

import transaction
from cites.cug.library.items.read_marks import mark_read
from cites.cug.library.items.visits import (
    FIRST_VISIT,
    mark_all_read,
    new_among,
    PAUSE,
    visit,
)
from datetime import datetime, timedelta, UTC
from tests.library.case import LibraryCase, text_of


NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


def row(uid, published=None, state="enforcement", author="customs-xa"):
    effective = published and published.isoformat()
    return ("", uid, {"author": author, "state": state, "effective": effective})


class VisitsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.cug = self.layer["portal"]["cheetahs"]
        self.addCleanup(transaction.abort)

    def new(self, *rows):
        return new_among("police-xb", self.cug, rows)

    def test_what_is_opened_old_one_s_own_or_not_out_is_not_new(self):
        old = NOW - FIRST_VISIT - HOUR
        rows = (
            row("1" * 32, NOW),
            row("2" * 32, old),
            row("3" * 32, NOW, author="police-xb"),
            row("4" * 32, NOW, state="draft"),
            row("5" * 32, state="pending"),
            row("6" * 32, NOW),
        )
        mark_read("police-xb", "6" * 32)
        self.assertEqual(self.new(*rows), {"1" * 32})

    def test_a_visit_begins_after_a_pause_and_makes_the_one_before_old(self):
        rows = row("1" * 32, NOW - 20 * HOUR), row("2" * 32, NOW - HOUR)
        visit("police-xb", self.cug, NOW - 10 * HOUR)
        self.assertEqual(len(self.new(*rows)), 2)
        visit("police-xb", self.cug, NOW - 10 * HOUR + PAUSE / 2)
        self.assertEqual(len(self.new(*rows)), 2, "the same visit")
        visit("police-xb", self.cug, NOW + PAUSE)
        self.assertEqual(self.new(*rows), {"2" * 32})

    def test_all_is_marked_as_read(self):
        rows = row("1" * 32, NOW - HOUR), row("2" * 32, NOW + HOUR)
        mark_all_read("police-xb", self.cug, NOW)
        self.assertEqual(self.new(*rows), {"2" * 32})

    def test_the_buttons_of_library_and_mailbox(self):
        self.published()
        letter = {"to": ["igo-interpol"], "subject": "EXERCISE", "body": "x"}
        self.rest("customs-xa", "POST", f"{self.group}/@messages", 201, json=letter)
        for user, url, button in (
            ("wildlife-xc", self.library, {}),
            ("igo-interpol", f"{self.group}/messages", {"action": "read_all"}),
        ):
            page = self.page(user, url)
            self.assertIn("Mark all as read", text_of(page))
            token = page.xpath("//main//input[@name='_authenticator']/@value")[0]
            data = {"_authenticator": token, **button}
            self.assertEqual(self.ask(user, "POST", url, data={}).status_code, 403)
            self.assertEqual(self.ask(user, "POST", url, data=data).status_code, 302)
            self.assertNotIn("Mark all as read", text_of(self.page(user, url)))
