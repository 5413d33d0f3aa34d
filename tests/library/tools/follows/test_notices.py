"""What the mail says of what is followed, to whom, and when."""

import transaction
from cites.cug.library.items.read_marks import mark_read
from cites.cug.library.tools.follows.actions import stop_following
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import set_follows_preference, set_preference
from datetime import datetime, timedelta, UTC
from plone import api
from tests.library.tools.follows.case import AUTHOR, FollowsCase, IGO, READER
from tests.mailing.case import text_of


class FollowedNoticesTest(FollowsCase):
    def setUp(self):
        super().setUp()
        self.one = self.follow("species", "Acinonyx")

    def go_out(self, later=timedelta(0)):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC) + later)

    def test_it_tells_nothing_but_handling_code_and_the_page(self):
        item = self.published(handling="amber")
        self.tell()
        self.go_out()
        (mail,) = self.mails()
        self.assertEqual([READER], self.readers())
        self.assertIn("TLP:AMBER", text_of(mail))
        self.assertIn(
            f"{self.group.absolute_url()}/followed",
            text_of(mail),
        )
        for secret in ("zq", AUTHOR, "Acinonyx", item.getId()):
            self.assertNotIn(secret, mail.as_string())

    def test_several_are_one_mail(self):
        set_follows_preference(READER, Choice.WEEKLY, at=datetime.now(UTC))
        for handling in ("green", "amber"):
            self.published(handling=handling)
        self.tell()
        self.go_out(timedelta(days=7))
        (mail,) = self.mails()
        self.assertIn("2 new items of what you follow", text_of(mail))
        self.assertIn("up to TLP:AMBER", text_of(mail))

    def test_not_of_what_was_restricted_opened_deleted_or_is_not_followed(self):
        self.follow("species", "Acinonyx", IGO)
        item = self.published()
        self.move(item, "share")
        self.tell()
        self.move(item, "restrict")
        mark_read(READER, item.UID())
        api.content.delete(self.published())
        self.tell()
        self.published(specimens=[])
        self.tell()
        stop_following(self.group, self.one, acting_user=READER)
        self.go_out()
        self.assertEqual([], self.mails())

    def test_not_of_an_item_that_hides_its_country_meanwhile(self):
        self.follow("author_country", "XA", "police-xa")
        item = self.published()
        self.tell()
        item.hide_country = True
        transaction.commit()
        self.go_out()
        self.assertEqual([READER], self.readers())

    def test_they_have_a_choice_of_their_own(self):
        set_follows_preference(READER, Choice.OFF, at=datetime.now(UTC))
        self.published()
        self.tell()
        self.assertEqual([], self.told())
        set_follows_preference(READER, None, at=datetime.now(UTC))
        set_preference(READER, Choice.OFF, at=datetime.now(UTC))
        self.published()
        self.tell()
        self.assertEqual([], self.told())
        set_preference(READER, Choice.HOURLY, at=datetime.now(UTC))
        self.published()
        self.tell()
        self.assertEqual(1, len(self.told()))
