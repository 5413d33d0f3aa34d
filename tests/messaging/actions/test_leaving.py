"""What stays of a mailbox when its owner leaves, and for how long."""

from cites.cug.access.roles import Category
from cites.cug.membership.actions import admit_member, remove_member
from cites.cug.messaging.models import Mailbox, Message
from cites.cug.sql.session import session
from cites.cug.validation.errors import Missing
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

    def test_a_group_takes_its_messages_with_it(self):
        message = self.send("customs-xa", "police-xb")
        kept = self.portal["ivory"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(self.group)
        for table in (Message, Mailbox):
            query = select(table.group_uid).where(table.group_uid != kept.UID())
            self.assertEqual(session().scalars(query).all(), [], message)
