"""What the mail says of a related alert, to whom, and when."""

import transaction
from cites.cug.library.items.read_marks import mark_read
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import set_preference
from cites.cug.membership.suspension import suspend_member
from datetime import datetime, timedelta, UTC
from plone import api
from tests.library.tools.follows.case import AUTHOR, OFFICE, READER
from tests.library.tools.relations.case import PERMIT, RelationsCase
from tests.mailing.case import text_of


class RelatedNoticesTest(RelationsCase):
    def go_out(self, later=timedelta(0)):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC) + later)

    def related(self, **fields):
        made = self.published(**PERMIT | fields)
        self.tell()
        return made

    def test_it_tells_nothing_but_handling_code_and_address(self):
        readers = [f"member:{READER}"]
        red = {"id": "alert-7", "handling": "red", "readers": readers}
        later = self.alert("submit", "choose", **red, **PERMIT)
        self.tell()
        self.go_out()
        (mail,) = self.mails()
        self.assertEqual([READER], self.readers())
        self.assertIn("related to one of yours [TLP:RED", text_of(mail))
        self.assertIn(f"{later.absolute_url()}/#related", text_of(mail))
        for secret in ("zq", AUTHOR, "XA-2026", "ermit"):
            self.assertNotIn(secret, mail.as_string())

    def test_several_are_one_mail_when_their_reader_wants_it(self):
        set_preference(READER, Choice.DAILY, at=datetime.now(UTC))
        for handling in ("green", "amber"):
            self.related(handling=handling)
        self.go_out()
        self.assertEqual([], self.mails())
        self.go_out(timedelta(days=1))
        (mail,) = self.mails()
        self.assertIn("2 alerts that you can read are related", text_of(mail))
        self.assertIn("up to TLP:AMBER", text_of(mail))

    def test_not_to_who_wants_no_notices(self):
        set_preference(READER, Choice.OFF, at=datetime.now(UTC))
        self.related()
        self.go_out()
        self.assertEqual([], self.mails())

    def test_what_is_not_readable_any_more_is_not_even_counted(self):
        narrowed, changed, opened, deleted = (self.related() for _each in range(4))
        stays = self.related(handling="amber")
        self.move(narrowed, "choose", readers=["member:wildlife-xc"])
        changed.permits = []
        changed.reindexObject()
        mark_read(READER, opened.UID())
        api.content.delete(deleted)
        self.go_out()
        (mail,) = self.mails()
        self.assertIn("An alert that you can read is", text_of(mail))
        self.assertIn(f"{stays.absolute_url()}/#related", text_of(mail))

    def test_not_to_an_author_who_is_suspended_or_whose_own_is_hidden(self):
        self.related()
        self.report(self.own)
        self.go_out()
        self.move(self.own, "return", "submit", "publish")
        self.related()
        suspend_member(self.group, READER, acting_user=OFFICE)
        self.go_out()
        about = [text_of(mail) for mail in self.mails()]  # of reports, to others
        self.assertFalse([text for text in about if "related" in text])
