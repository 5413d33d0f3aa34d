"""How long messages stay."""

from cites.cug.access.roles import Category
from cites.cug.membership.actions import admit_member
from cites.cug.membership.actions import remove_member
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.filing import restore
from cites.cug.messaging.actions.leaving import clear_old
from cites.cug.messaging.actions.leaving import retention
from cites.cug.messaging.actions.leaving import set_retention
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.model import Folder
from cites.cug.messaging.model import Mailbox
from cites.cug.messaging.model import Message
from cites.cug.records.store import session
from datetime import datetime
from datetime import timedelta
from datetime import UTC
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
            with self.assertRaises(UnknownMessage):
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


class RetentionTest(MessagingCase):
    def in_days(self, days):
        clear_old(self.group, datetime.now(UTC) + timedelta(days=days))

    def test_the_trash_empties_itself(self):
        kept, doomed = (self.send("customs-xa", "police-xb") for _ in "12")
        delete_messages(self.group, [doomed], acting_user="police-xb")
        self.in_days(29)
        self.assertEqual(self.listed("police-xb", Folder.TRASH), [doomed])
        self.in_days(31)
        self.assertEqual(self.listed("police-xb", Folder.TRASH), [])
        self.assertEqual(self.listed("police-xb"), [kept])

    def test_restored_in_time(self):
        message = self.send("customs-xa", "police-xb")
        delete_messages(self.group, [message], acting_user="police-xb")
        restore(self.group, [message], acting_user="police-xb")
        self.in_days(31)
        self.assertEqual(self.listed("police-xb"), [message])

    def test_a_greatest_age_is_set_by_choice(self):
        message = self.send("customs-xa", "police-xb")
        draft = self.draft("customs-xa", "police-xb")
        self.in_days(3650)
        self.assertEqual(self.listed("police-xb"), [message])
        set_retention(self.group, trash_days=7, keep_days=365, acting_user="secretariat")
        self.in_days(366)
        self.assertEqual(self.listed("police-xb", None), [])
        self.assertEqual(self.listed("customs-xa", None), [draft])

    def test_each_group_has_its_own(self):
        set_retention(self.group, trash_days=7, keep_days=None, acting_user="secretariat")
        self.assertEqual(retention(self.group).trash_days, 7)
        self.assertEqual(retention(self.portal["ivory"]).trash_days, 30)
