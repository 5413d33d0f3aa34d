"""Whoever can write to the database opens nothing, and passes nothing off as another's.

Each test writes as somebody would who has the database and not the message keys: copies
rows, points them elsewhere, changes what stands in the open.
"""

from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.sql.session import write_session
from cites.cug.messaging.actions.exporting import export_mailbox
from cites.cug.messaging.actions.filing import delete_messages, empty_trash, restore
from cites.cug.messaging.actions.leaving import close_mailbox
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.actions.sending import (
    load_draft,
    recall_message,
    save_draft,
    send_draft,
)
from cites.cug.messaging.filters import MailboxFilter, MailboxOrder
from cites.cug.messaging.mailbox import find_mailbox, need_mailboxes
from cites.cug.messaging.models import (
    Attachment,
    Delivery,
    FileChunk,
    Folder,
    Mailbox,
    Message,
)
from cites.cug.messaging.queries import list_conversations, list_messages
from cites.cug.messaging.receipts import addressees_of, receipts
from cites.cug.messaging.schema import Addressees, Letter
from datetime import date, datetime, UTC
from io import BytesIO
from sqlalchemy import delete, insert, select, update
from tests.messaging.case import a_file, MessagingCase
from zipfile import ZipFile


#: Sent it, received it, and neither.
SENDER, READER, THIEF = "customs-xa", "police-xb", "wildlife-xa"
EARLIER = datetime(2020, 1, 1, tzinfo=UTC)


class ForgedCase(MessagingCase):
    """Two messages with a file each, of one member to another."""

    def setUp(self):
        super().setUp()
        self.first, self.second = (
            self.send(
                SENDER,
                READER,
                subject=name,
                body=name,
                options={"uploads": [a_file(content=name.encode())]},
            )
            for name in ("first", "second")
        )

    def row(self, table, *here):
        return dict(
            write_session().execute(select(table.__table__).where(*here)).one()._asdict()
        )

    def set(self, table, *here, **values):
        write_session().execute(update(table.__table__).where(*here).values(values))

    def line_of(self, user, message_id):
        mailbox_id = find_mailbox(self.group, user)
        return Delivery.message_id == message_id, Delivery.mailbox_id == mailbox_id

    def mailbox(self, user):
        return need_mailboxes(write_session(), self.group.UID(), [user])[user]

    def lines(self, user, folder=Folder.INBOX, **more):
        page = list_messages(self.group, user, MailboxFilter(folder=folder, **more))
        return {line.id: line for line in page.lines}

    def assertClosed(self, user, message_id, folder=Folder.INBOX):
        """It opens nowhere, and the list that it lies in goes on."""
        with self.assertRaises(Untrusted) as raised:
            self.open(user, message_id)
        self.assertEqual(raised.exception.message_id, message_id)
        with self.assertRaises(Untrusted):
            open_file(self.group, message_id, 0, acting_user=user)
        line = self.lines(user, folder)[message_id]
        self.assertFalse(line.trusted)
        self.assertEqual((line.subject, line.sender, line.snippet), ("", "", ""))
        found = self.lines(user, folder, words=("first",))
        self.assertNotIn(message_id, found)


class DeliveryTest(ForgedCase):
    def deliver(self, user, **changes):
        """A row for another mailbox, copied from the reader's."""
        row = self.row(Delivery, *self.line_of(READER, self.first))
        row |= {"mailbox_id": self.mailbox(user), **changes}
        write_session().execute(insert(Delivery.__table__), row)

    def test_a_copied_row_in_another_mailbox(self):
        self.deliver(THIEF)
        self.assertClosed(THIEF, self.first)

    def test_without_a_key(self):
        for key in (None, b"", b"\x00" * 68):
            self.deliver(THIEF, sealed_key=key)
            self.assertClosed(THIEF, self.first)
            write_session().execute(
                delete(Delivery.__table__).where(*self.line_of(THIEF, self.first))
            )

    def test_a_row_that_is_pointed_to_another_mailbox(self):
        here = self.line_of(READER, self.first)
        self.set(Delivery, *here, mailbox_id=self.mailbox(THIEF))
        self.assertClosed(THIEF, self.first)

    def test_keys_that_are_swapped(self):
        for one, other in ((self.first, self.second), (self.second, self.first)):
            key = self.row(Delivery, *self.line_of(SENDER, other))["sealed_key"]
            self.set(Delivery, *self.line_of(READER, one), sealed_key=key)
            self.assertClosed(READER, one)

    def test_a_received_message_is_not_made_a_sent_one(self):
        here = self.line_of(READER, self.first)
        self.set(Delivery, *here, kind="sent", folder="sent")
        self.assertClosed(READER, self.first, Folder.SENT)
        for act in (recall_message, receipts):
            with self.assertRaises(Untrusted):
                act(self.group, self.first, acting_user=READER)

    def test_what_was_taken_back_stays_taken_back(self):
        recall_message(self.group, self.first, acting_user=SENDER)
        here = self.line_of(READER, self.first)
        self.assertIsNone(self.row(Delivery, *here)["sealed_key"])
        self.set(Delivery, *here, folder="inbox")
        self.assertClosed(READER, self.first)

    def test_what_was_thrown_away_stays_away(self):
        for _ in range(2):
            delete_messages(self.group, [self.first], acting_user=READER)
        self.set(Delivery, *self.line_of(READER, self.first), folder="inbox")
        self.assertClosed(READER, self.first)

    def test_what_a_mailbox_held_before_its_owner_left(self):
        close_mailbox(self.group, READER)
        self.set(Delivery, *self.line_of(READER, self.first), folder="inbox")
        self.assertClosed(READER, self.first)


class MailboxTest(ForgedCase):
    def test_a_mailbox_of_somebody_else(self):
        mailbox_id = find_mailbox(self.group, READER)
        self.set(Mailbox, Mailbox.id == mailbox_id, user_id=THIEF)
        self.assertClosed(THIEF, self.first)

    def test_a_mailbox_of_another_group(self):
        mailbox_id = find_mailbox(self.group, READER)
        self.group = self.portal["ivory"]
        self.set(Mailbox, Mailbox.id == mailbox_id, group_uid=self.group.UID())
        self.assertClosed(READER, self.first)

    def test_mailboxes_that_change_places(self):
        ids = {user: self.mailbox(user) for user in (READER, THIEF)}
        self.set(Mailbox, Mailbox.id == ids[READER], user_id="nobody")
        self.set(Mailbox, Mailbox.id == ids[THIEF], user_id=READER)
        self.set(Mailbox, Mailbox.id == ids[READER], user_id=THIEF)
        self.assertClosed(THIEF, self.first)


class OpenColumnsTest(ForgedCase):
    """What stands in the open is as it was sent, or the message opens nowhere."""

    CHANGES = (
        {"sender": "secretariat"},
        {"sender_country": "XB"},
        {"sender_category": "secretariat"},
        {"handling": "green"},
        {"thread": "0" * 32},
        {"sent": EARLIER},
        {"sent": None},
        {"answer_by": date(2026, 12, 24)},
        {"recipients_total": 500},
        {"attachments_total": 0},
        {"group_uid": "0" * 32},
        {"details": b""},
        {"details": b"\x00" * 32},
    )

    def test_of_the_message(self):
        for changes in self.CHANGES:
            with self.subTest(changes):
                row = self.row(Message, Message.id == self.first)
                self.set(Message, Message.id == self.first, **changes)
                for user in (SENDER, READER):
                    with self.assertRaises(Untrusted):
                        self.open(user, self.first)
                # The list knows the conversation by the line in the mailbox.
                if "thread" not in changes:
                    self.assertClosed(READER, self.first)
                self.set(Message, Message.id == self.first, **row)
                self.assertEqual(self.open(READER, self.first).body, "<p>first</p>")

    def test_of_its_line_in_the_mailbox(self):
        here = self.line_of(READER, self.first)
        for changes in ({"thread": "0" * 32}, {"time": EARLIER}, {"kind": "draft"}):
            with self.subTest(changes):
                row = self.row(Delivery, *here)
                self.set(Delivery, *here, **changes)
                self.assertFalse(self.lines(READER)[self.first].trusted)
                self.set(Delivery, *here, **row)
                self.assertTrue(self.lines(READER)[self.first].trusted)

    def test_what_lists_do_not_read(self):
        """Whoever answers all must not write to a thief."""
        named = {"to": [THIEF], "categories": [], "countries": [], "everyone": False}
        for changes in ({"addressed": named}, {"receipt": False}, {"reply_to": "0" * 32}):
            with self.subTest(changes):
                row = self.row(Message, Message.id == self.first)
                self.set(Message, Message.id == self.first, **changes)
                with self.assertRaises(Untrusted):
                    self.open(READER, self.first)
                shown = addressees_of(self.group, SENDER, [self.first])
                self.assertEqual(shown, {})
                self.set(Message, Message.id == self.first, **row)
                shown = addressees_of(self.group, SENDER, [self.first])
                self.assertEqual(shown[self.first].to, (READER,))

    def test_a_whole_message_under_another_id(self):
        """The row, the line and its key copied, with an id that the thief can name."""
        forged = "f" * 32
        message = self.row(Message, Message.id == self.first)
        write_session().execute(insert(Message.__table__), message | {"id": forged})
        line = self.row(Delivery, *self.line_of(READER, self.first))
        write_session().execute(insert(Delivery.__table__), line | {"message_id": forged})
        self.assertClosed(READER, forged)
        self.assertEqual(self.open(READER, self.first).body, "<p>first</p>")


class PartsTest(ForgedCase):
    """What is sealed, in the place of something else that is."""

    def swap(self, table, *names):
        columns = [table.__table__.c[name] for name in names]
        key = table.__table__.c["id" if table is Message else "message_id"]
        rows = {
            one: write_session()
            .execute(select(*columns).where(key == one))
            .one()
            ._asdict()
            for one in (self.first, self.second)
        }
        for here, there in ((self.first, self.second), (self.second, self.first)):
            write_session().execute(update(table).where(key == here).values(rows[there]))

    def assertNotRead(self):
        with self.assertRaises(Untrusted) as raised:
            self.open(READER, self.first)
        self.assertEqual(raised.exception.message_id, self.first)

    def test_a_text_in_another_message(self):
        self.swap(Message, "body")
        self.assertNotRead()
        lines = self.lines(READER)
        self.assertEqual(lines[self.first].subject, "first")

    def test_it_does_not_count_as_opened(self):
        self.swap(Message, "body")
        self.assertNotRead()
        self.assertTrue(self.lines(READER)[self.first].unread)
        (told,) = receipts(self.group, self.first, acting_user=SENDER)
        self.assertIsNone(told.read)

    def test_a_subject_in_another_message(self):
        self.swap(Message, "head")
        self.assertNotRead()
        self.assertFalse(self.lines(READER)[self.first].trusted)

    def test_a_text_in_place_of_a_subject(self):
        self.set(Message, head=Message.body)
        self.assertNotRead()
        self.assertFalse(self.lines(READER)[self.first].trusted)

    def test_words_in_another_message(self):
        self.swap(Message, "words")
        self.assertEqual(self.lines(READER, words=("first",)), {})

    def test_a_files_name_in_another_message(self):
        self.swap(Attachment, "head")
        self.assertNotRead()

    def test_a_file_that_was_taken_out(self):
        here = Attachment.message_id == self.first
        self.set(Attachment, here, number=7)
        self.assertNotRead()
        write_session().execute(delete(Attachment.__table__).where(here))
        self.assertNotRead()

    def test_a_files_content_in_another_message(self):
        self.swap(FileChunk, "data")
        _file, pieces = open_file(self.group, self.first, 0, acting_user=READER)
        with self.assertRaises(Untrusted):
            b"".join(pieces)


class SurvivingTest(ForgedCase):
    """Everything else goes on, and what cannot be trusted can be thrown away."""

    def setUp(self):
        super().setUp()
        self.set(Message, Message.id == self.first, sender="secretariat")

    def test_lists_in_every_order(self):
        for by in ("time", "subject", "sender"):
            page = list_messages(
                self.group, READER, MailboxFilter(folder=Folder.INBOX), MailboxOrder(by)
            )
            trusted = {line.id: line.trusted for line in page.lines}
            self.assertEqual(trusted, {self.first: False, self.second: True})

    def test_conversations(self):
        page = list_conversations(self.group, READER, Folder.INBOX)
        trusted = {line.id: line.trusted for line in page.lines}
        self.assertEqual(trusted, {self.first: False, self.second: True})

    def test_an_export_says_so(self):
        target = BytesIO()
        self.assertEqual(
            list(export_mailbox(self.group, target, acting_user=READER)), [1, 2]
        )
        with ZipFile(target) as archive:
            texts = {name[-12:-4]: archive.read(name) for name in archive.namelist()}
        self.assertIn(b"cannot be trusted", texts[self.first[:8]])
        self.assertNotIn(b"Subject", texts[self.first[:8]])
        self.assertIn(b"Subject: second", texts[self.second[:8]])

    def test_it_is_moved_and_thrown_away_like_others(self):
        delete_messages(self.group, [self.first], acting_user=READER)
        self.assertIn(self.first, self.lines(READER, Folder.TRASH))
        restore(self.group, [self.first], acting_user=READER)
        self.assertIn(self.first, self.lines(READER))
        delete_messages(self.group, [self.first], acting_user=READER)
        empty_trash(self.group, acting_user=READER)
        self.assertEqual(list(self.lines(READER)), [self.second])


class DraftTest(MessagingCase):
    def setUp(self):
        super().setUp()
        self.kept = self.draft(SENDER, READER, subject="kept", body="kept")

    def assertClosed(self):
        for act in (load_draft, send_draft):
            with self.assertRaises(Untrusted):
                act(self.group, self.kept, acting_user=SENDER)

    def test_recipients_that_its_writer_did_not_choose(self):
        named = {"to": [THIEF], "categories": [], "countries": [], "everyone": False}
        write_session().execute(update(Message.__table__).values(addressed=named))
        self.assertClosed()

    def test_a_draft_of_somebody_else(self):
        write_session().execute(update(Message.__table__).values(sender=THIEF))
        self.assertClosed()

    def test_an_earlier_row_of_a_line_that_was_rewritten(self):
        query = select(Delivery.sealed_key, Delivery.time)
        before = write_session().execute(query).one()._asdict()
        letter, to = Letter("changed", "changed"), Addressees(to=(READER,))
        who = {"acting_user": SENDER, "draft_id": self.kept}
        save_draft(self.group, letter, to, **who)
        changed = load_draft(self.group, self.kept, acting_user=SENDER)
        self.assertEqual(changed.letter.subject, "changed")
        write_session().execute(
            update(Delivery.__table__).values(sealed_key=before["sealed_key"])
        )
        self.assertClosed()

    def test_as_a_draft_it_is_nobody_elses(self):
        send_draft(self.group, self.kept, acting_user=SENDER)
        here = Delivery.kind == "received"
        changes = {"kind": "draft", "folder": "drafts"}
        write_session().execute(update(Delivery.__table__).where(here).values(changes))
        with self.assertRaises(Untrusted):
            load_draft(self.group, self.kept, acting_user=READER)
