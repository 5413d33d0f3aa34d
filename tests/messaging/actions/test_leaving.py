"""What stays of a mailbox when its owner leaves, and for how long."""

from cites.cug.access.roles import Category
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing
from cites.cug.membership.actions import admit_member, remove_member
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.leaving import clear_old, close_mailbox, count_old
from cites.cug.messaging.actions.retention import Rule
from cites.cug.messaging.models import Mailbox, Message
from datetime import datetime, timedelta, UTC
from plone import api
from sqlalchemy import select
from tests.messaging.case import MessagingCase


class LeavingTest(MessagingCase):
    def test_a_member_who_leaves_loses_the_mailbox(self):
        message = self.send("customs-xa", "wildlife-xc")
        own = self.send("wildlife-xc", "customs-xa")
        draft = self.draft("wildlife-xc", "customs-xa")
        remove_member(self.group, "wildlife-xc", acting_user="secretariat")
        self.assertEqual(self.listed("wildlife-xc", None), [])
        for gone in (message, own, draft):
            with self.assertRaises(Missing):
                self.open("wildlife-xc", gone)
        self.assertEqual(self.listed("customs-xa"), [own])

    def test_a_new_member_gets_no_older_messages(self):
        self.send("customs-xa", "wildlife-xc")
        remove_member(self.group, "wildlife-xc", acting_user="secretariat")
        wildlife = Category.WILDLIFE
        admit_member(self.group, "wildlife-xc", wildlife, acting_user="secretariat")
        self.assertEqual(self.listed("wildlife-xc", None), [])
        new = self.send("customs-xa", "wildlife-xc")
        self.assertEqual(self.listed("wildlife-xc"), [new])
        self.assertEqual(self.counts("wildlife-xc")["inbox"], (1, 1))

    def test_who_has_had_no_message_leaves_nothing(self):
        message = self.send("customs-xa", "police-xb")
        close_mailbox(self.group, "wildlife-xc")
        self.assertEqual(self.listed("police-xb"), [message])

    def test_what_would_be_discarded_is_what_is(self):
        trashed, _kept = (self.send("customs-xa", "police-xb") for _ in "12")
        self.draft("customs-xa", "police-xb")
        delete_messages(self.group, [trashed], acting_user="police-xb")
        now = datetime.now(UTC)
        for rule, days, number in (
            (Rule(30, None), 29, 0),
            (Rule(30, None), 31, 1),
            (Rule(30, 60), 59, 1),
            (Rule(30, 60), 61, 4),
            (Rule(90, 60), 61, 4),
        ):
            later = now + timedelta(days=days)
            found = count_old(self.group, rule, later)
            self.assertEqual(number, found, (rule, days))
            self.assertEqual(0, count_old(self.portal["ivory"], rule, later))
        self.assertEqual(1, clear_old(self.group, now + timedelta(days=31)))
        self.assertEqual(0, clear_old(self.group, now + timedelta(days=31)))

    def test_a_group_takes_its_messages_with_it(self):
        message = self.send("customs-xa", "police-xb")
        kept = self.portal["ivory"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(self.group)
        for table in (Message, Mailbox):
            query = select(table.group_uid).where(table.group_uid != kept.UID())
            self.assertEqual(session().scalars(query).all(), [], message)
