"""A member files messages in the own mailbox, and changes nothing for others."""

from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.actions import filing
from cites.cug.messaging.actions.filing import (
    delete_messages,
    empty_trash,
    file_messages,
    mark_all_read,
    MOST_AT_ONCE,
    restore,
)
from cites.cug.messaging.models import (
    Attachment,
    Delivery,
    FileChunk,
    Folder,
    Message,
)
from cites.cug.messaging.receipts import receipts
from sqlalchemy import func, select
from tests.messaging.case import a_file, MessagingCase
from unittest.mock import patch


class FilingCase(MessagingCase):
    def do(self, action, *arguments, user="police-xb", **more):
        action(self.group, *arguments, acting_user=user, **more)

    def stored(self, table):
        return session().scalar(select(func.count()).select_from(table))


class MarksTest(FilingCase):
    def test_read_and_unread(self):
        first, second = (self.send("customs-xa", "police-xb") for _ in "12")
        self.do(file_messages, [first, second], read=True)
        self.assertEqual(self.counts("police-xb"), {"inbox": (2, 0)})
        self.do(file_messages, [first], read=False)
        self.assertEqual(self.listed("police-xb", unread=True), [first])
        self.assertEqual(self.counts("police-xb"), {"inbox": (2, 1)})

    def test_all_of_the_inbox_at_once(self):
        self.do(mark_all_read)  # without a mailbox
        first, *_others = [self.send("customs-xa", "police-xb") for _ in "123"]
        self.do(file_messages, [first], folder=Folder.ARCHIVE)
        with patch.object(filing, "MOST_AT_ONCE", 1):
            self.do(mark_all_read)
        self.assertEqual(self.counts("police-xb"), {"inbox": (2, 0), "archive": (1, 1)})

    def test_marking_twice_counts_once(self):
        message = self.send("customs-xa", "police-xb")
        for _ in "12":
            self.do(file_messages, [message], read=True)
        self.assertEqual(self.counts("police-xb"), {"inbox": (1, 0)})

    def test_what_one_has_sent_is_never_unread(self):
        message = self.send("customs-xa", "police-xb")
        self.do(file_messages, [message], read=False, user="customs-xa")
        self.assertEqual(self.counts("customs-xa"), {"sent": (1, 0)})

    def test_the_first_reading_stays_on_the_receipt(self):
        message = self.send("customs-xa", "police-xb")
        self.do(file_messages, [message], read=True)
        (before,) = receipts(self.group, message, acting_user="customs-xa")
        self.do(file_messages, [message], read=False)
        self.do(file_messages, [message], read=True)
        self.assertIsNotNone(before.read)
        after = receipts(self.group, message, acting_user="customs-xa")
        self.assertEqual(after, [before])

    def test_stars(self):
        message = self.send("customs-xa", "police-xb")
        self.do(file_messages, [message], starred=True)
        self.assertEqual(self.listed("police-xb", starred=True), [message])
        self.assertEqual(self.listed("customs-xa", None, starred=True), [])
        self.do(file_messages, [message], starred=False)
        self.assertEqual(self.listed("police-xb", starred=True), [])


class MoveTest(FilingCase):
    def test_archive_and_back(self):
        message = self.send("customs-xa", "police-xb")
        self.do(file_messages, [message], folder=Folder.ARCHIVE)
        self.assertEqual(self.listed("police-xb"), [])
        self.assertEqual(self.listed("police-xb", Folder.ARCHIVE), [message])
        self.do(restore, [message])
        self.assertEqual(self.listed("police-xb"), [message])

    def test_each_goes_back_where_it_came_from(self):
        sent = self.send("police-xb", "customs-xa")
        received = self.send("customs-xa", "police-xb")
        draft = self.draft("police-xb", "customs-xa")
        self.do(delete_messages, [sent, received, draft])
        self.assertEqual(len(self.listed("police-xb", Folder.TRASH)), 3)
        self.do(restore, [sent, received, draft])
        for folder, message in (("sent", sent), ("inbox", received), ("drafts", draft)):
            self.assertEqual(self.listed("police-xb", Folder(folder)), [message])

    def test_marks_and_folder_in_one(self):
        message = self.send("customs-xa", "police-xb")
        changes = {"read": True, "starred": True, "folder": Folder.ARCHIVE}
        self.do(file_messages, [message], **changes)
        found = self.listed("police-xb", Folder.ARCHIVE, starred=True)
        self.assertEqual(found, [message])
        self.assertEqual(self.counts("police-xb")["archive"], (1, 0))

    def test_what_has_no_place_in_a_folder_stays(self):
        sent = self.send("police-xb", "customs-xa")
        draft = self.draft("police-xb", "customs-xa")
        for message, folder in ((sent, "inbox"), (draft, "sent"), (draft, "archive")):
            with self.subTest(folder), self.assertRefused("folder"):
                self.do(file_messages, [message], folder=Folder(folder))

    def test_messages_of_others(self):
        own = self.send("customs-xa", "police-xb")
        foreign = self.send("customs-xa", "wildlife-xa")
        for action in (delete_messages, restore):
            with self.subTest(action), self.assertRaises(Missing):
                self.do(action, [own, foreign])
        with self.assertRaises(Missing):
            self.do(file_messages, [foreign], read=True)
        self.assertEqual(self.listed("police-xb"), [own])
        self.assertEqual(self.listed("wildlife-xa"), [foreign])

    def test_too_many_at_once(self):
        with self.assertRefused("ids"):
            self.do(file_messages, ["0" * 32] * (MOST_AT_ONCE + 1), starred=True)
        some = [self.send("customs-xa", "police-xb") for _ in "12"]
        with patch.object(filing, "MOST_AT_ONCE", 2):
            self.do(file_messages, some, starred=True)
        self.assertEqual(len(self.listed("police-xb", starred=True)), 2)

    def test_those_that_are_not_there_are_named(self):
        own = self.send("customs-xa", "police-xb")
        missing = ["0" * 32, "1" * 32]
        for user, ids, named in (
            ("police-xb", [own, *reversed(missing)], missing),
            ("igo-unodc", [own], [own]),  # who has no mailbox
        ):
            with self.assertRaises(Missing) as caught:
                self.do(delete_messages, ids, user=user)
            self.assertEqual(tuple(named), caught.exception.args)

    def test_what_one_has_filed_is_not_touched_by_a_mark(self):
        first, second = (self.send("customs-xa", "police-xb") for _ in "12")
        self.do(file_messages, [first], folder=Folder.ARCHIVE)
        self.do(file_messages, [first], starred=True)
        self.assertEqual(self.counts("police-xb"), {"inbox": (1, 1), "archive": (1, 1)})
        self.do(file_messages, [first], read=True)
        self.assertEqual(self.listed("police-xb", Folder.ARCHIVE, starred=True), [first])
        self.assertEqual(self.listed("police-xb", unread=True), [second])


class DeleteTest(FilingCase):
    def test_first_to_the_trash_then_gone_for_oneself(self):
        message = self.send("customs-xa", "police-xb")
        self.do(delete_messages, [message])
        self.assertEqual(self.listed("police-xb", Folder.TRASH), [message])
        self.do(delete_messages, [message])
        with self.assertRaises(Missing):
            self.open("police-xb", message)
        self.assertEqual(self.open("customs-xa", message).line.subject, "Exercise")
        (receipt,) = receipts(self.group, message, acting_user="customs-xa")
        self.assertEqual(receipt.user_id, "police-xb")

    def test_of_what_one_has_deleted_the_key_is_gone(self):
        message, other = (self.send("customs-xa", "police-xb") for _ in "12")
        self.do(delete_messages, [message, other])
        self.do(restore, [other])
        self.do(empty_trash)
        keys = select(Delivery.message_id, Delivery.folder, Delivery.trashed)
        found = session().execute(keys.where(Delivery.sealed_key.is_(None))).all()
        self.assertEqual([message], [row.message_id for row in found])
        self.assertEqual(Folder.GONE, found[0].folder)
        kept = session().scalars(
            select(Delivery.trashed).where(Delivery.message_id == other)
        )
        self.assertEqual({None}, set(kept))

    def test_one_in_the_trash_and_one_beside_it(self):
        gone, kept = (self.send("customs-xa", "police-xb") for _ in "12")
        self.do(delete_messages, [gone])
        self.do(delete_messages, [gone, kept])
        self.assertEqual(self.listed("police-xb", Folder.TRASH), [kept])
        self.do(empty_trash, user="igo-unodc")  # who has no mailbox

    def test_what_nobody_keeps_is_deleted_with_its_files(self):
        message = self.send("customs-xa", "police-xb", options={"uploads": [a_file()]})
        for user in ("police-xb", "customs-xa"):
            self.do(delete_messages, [message], user=user)
            self.do(empty_trash, user=user)
        for table in (Message, Attachment, FileChunk):
            self.assertEqual(self.stored(table), 0, table)

    def test_emptying_the_trash_leaves_the_rest(self):
        kept, doomed = (self.send("customs-xa", "police-xb") for _ in "12")
        self.do(delete_messages, [doomed])
        self.do(empty_trash)
        self.assertEqual(self.listed("police-xb", None), [kept])
        self.assertEqual(self.counts("police-xb"), {"inbox": (1, 1), "trash": (0, 0)})
