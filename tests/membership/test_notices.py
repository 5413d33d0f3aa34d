"""What notices about a membership say, sent by a real mail server."""

import transaction
from cites.cug.mailing.models import NoticeState
from cites.cug.membership.renewal import revalidate_members
from cites.cug.membership.revalidation import review_memberships
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import date
from tests.mailing.case import MailingCase, NOON, text_of


class MembershipNoticesTest(MailingCase):
    def setUp(self):
        super().setUp()
        self.roster = IWorkspace(self.group)
        for user_id in list(self.roster.members):
            self.roster.note(
                user_id, valid_until=date(2030, 1, 1), active_since=NOON.date()
            )
        for user_id in ("police-xa", "customs-xa"):
            self.roster.note(user_id, valid_until=date(2026, 12, 20))
        review_memberships(self.group, NOON)
        transaction.commit()

    def texts(self):
        with self.server():
            self.round()
        return {
            mail["To"].removesuffix("@example.org"): " ".join(text_of(mail).split())
            for mail in self.mails()
        }

    def test_keepers_are_told_how_many_and_members_until_when(self):
        texts = self.texts()
        self.assertEqual(
            {"police-xa", "customs-xa", "contact-xa", "secretariat"}, texts.keys()
        )
        for keeper in ("contact-xa", "secretariat"):
            self.assertIn("still in office: 2.", texts[keeper])
            self.assertIn("/cheetahs/members?due=30", texts[keeper])
        self.assertIn("ends after 20 Dec 2026", texts["police-xa"])
        for text in texts.values():
            for name in ("Police", "Customs officer", "customs-xa", "police-xa"):
                self.assertNotIn(name, text)

    def test_what_is_settled_meanwhile_is_not_told(self):
        revalidate_members(self.group, ["police-xa"], acting_user="contact-xa")
        suspend_member(self.group, "customs-xa", acting_user="secretariat")
        transaction.commit()
        self.assertEqual({}, self.texts())
        self.assertEqual({NoticeState.DROPPED.value}, set(self.states()))
