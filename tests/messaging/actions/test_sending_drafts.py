"""Drafts are changed and given up by their writer alone."""

from cites.cug.core.validation.errors import Missing
from cites.cug.membership.actions import remove_member
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.sending import save_draft, send_draft
from cites.cug.messaging.models import Folder
from cites.cug.messaging.schema import Addressees, Letter
from cites.cug.web.limits import use
from cites.cug.web.limits.use import OverLimit
from cites.cug.web.uploads.files import Upload
from io import BytesIO
from plone.app.testing import login
from tests.messaging.case import MessagingCase
from unittest.mock import patch


class DraftTest(MessagingCase):
    def test_a_draft_is_nobody_elses_until_it_is_sent(self):
        draft = self.draft("customs-xa", "police-xb")
        self.assertEqual(self.listed("customs-xa", Folder.DRAFTS), [draft])
        self.assertEqual(self.listed("police-xb"), [])
        with self.assertRaises(Missing):
            send_draft(self.group, draft, acting_user="police-xb")
        send_draft(self.group, draft, acting_user="customs-xa")
        self.assertEqual(self.listed("police-xb"), [draft])
        self.assertEqual(self.counts("customs-xa"), {"drafts": (0, 0), "sent": (1, 0)})

    def test_as_many_can_be_kept_as_the_limit_says(self):
        login(self.portal, "customs-xa")
        with patch.object(use, "number_of", lambda _limit: 2):
            for _ in "12":
                draft = self.draft("customs-xa")
            with self.assertRaises(OverLimit):
                self.draft("customs-xa")
            who = {"draft_id": draft, "acting_user": "customs-xa"}
            save_draft(self.group, Letter("Changed"), Addressees(), **who)
        self.assertEqual(self.counts("customs-xa"), {"drafts": (2, 0)})

    def test_it_is_sent_once(self):
        draft = self.draft("customs-xa", "police-xb")
        send_draft(self.group, draft, acting_user="customs-xa")
        with self.assertRaises(Missing):
            send_draft(self.group, draft, acting_user="customs-xa")

    def test_an_answer_to_what_was_deleted_since(self):
        first = self.send("customs-xa", "police-xb")
        answer = Letter("Exercise", reply_to=first)
        to = Addressees(to=("customs-xa",))
        draft = save_draft(self.group, answer, to, acting_user="police-xb")
        for _ in ("to the trash", "for good"):
            delete_messages(self.group, [first], acting_user="police-xb")
        who = {"acting_user": "police-xb", "draft_id": draft}
        save_draft(self.group, answer, to, **who)
        send_draft(self.group, draft, acting_user="police-xb")
        self.assertEqual(self.listed("customs-xa", None, thread=first), [draft, first])

    def test_a_draft_cannot_be_answered(self):
        draft = self.draft("customs-xa", "police-xb")
        with self.assertRefused("reply_to"):
            self.send("customs-xa", "police-xb", reply_to=draft)

    def test_a_recipient_who_has_left_since(self):
        draft = self.draft("customs-xa", "wildlife-xc")
        remove_member(self.group, "wildlife-xc", acting_user="secretariat")
        with self.assertRefused("to[0]"):
            send_draft(self.group, draft, acting_user="customs-xa")

    def test_a_draft_is_written_anew_and_sent_in_one(self):
        uploads = [Upload("crate.txt", BytesIO(b"three cubs"))]
        draft = self.draft("customs-xa", "police-xb", uploads=uploads)
        options = {"draft_id": draft, "addressees": Addressees(to=("wildlife-xa",))}
        with self.assertRefused("subject"):
            self.send("customs-xa", subject="", options=options)
        self.assertEqual(self.listed("customs-xa", Folder.DRAFTS), [draft])
        sent = self.send("customs-xa", subject="Later", options=options)
        self.assertEqual(sent, draft)
        self.assertEqual(self.counts("customs-xa"), {"drafts": (0, 0), "sent": (1, 0)})
        self.assertEqual(self.listed("police-xb"), [])
        opened = self.open("wildlife-xa", draft)
        self.assertEqual(opened.line.subject, "Later")
        self.assertEqual([file.filename for file in opened.files], ["crate.txt"])
        with self.assertRaises(Missing):
            self.send("police-xb", options={**options, "draft_id": draft})
