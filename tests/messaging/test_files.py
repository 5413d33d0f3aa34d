"""Files of messages: whole, in order, and only with their message."""

from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.actions.sending import (
    load_draft,
    remove_file,
    save_draft,
    send_draft,
)
from cites.cug.messaging.files import CHUNK_BYTES, MAX_FILES
from cites.cug.messaging.models import FileChunk
from cites.cug.messaging.schema import Addressees, Letter
from cryptography.exceptions import InvalidTag
from sqlalchemy import delete
from tests.messaging.case import a_file, MessagingCase


class FilesTest(MessagingCase):
    def send_files(self, *uploads, to="police-xb"):
        return self.send("customs-xa", to, options={"uploads": uploads})

    def content(self, user, message, number=0):
        file, pieces = open_file(self.group, message, number, acting_user=user)
        return file, b"".join(pieces)

    def names(self, user, message):
        return [file.filename for file in self.open(user, message).files]

    def change(self, draft_id, *uploads):
        draft = load_draft(self.group, draft_id, acting_user="customs-xa")
        save_draft(
            self.group,
            draft.letter,
            draft.addressees,
            acting_user="customs-xa",
            draft_id=draft_id,
            uploads=uploads,
        )

    def test_a_file_comes_as_it_was_sent(self):
        text = b"one line\n" * (2 * CHUNK_BYTES // 9)
        message = self.send_files(a_file("route.txt", text), a_file("notes.txt"))
        file, content = self.content("police-xb", message)
        self.assertEqual(content, text)
        expected = ("route.txt", "text/plain", len(text))
        self.assertEqual((file.filename, file.content_type, file.size), expected)
        self.assertEqual(self.names("customs-xa", message), ["route.txt", "notes.txt"])

    def test_nobody_else_gets_it(self):
        message = self.send_files(a_file())
        for user in ("wildlife-xa", "secretariat", "admin"):
            with self.subTest(user), self.assertRaises(Missing):
                self.content(user, message)
        with self.assertRaises(Missing):
            self.content("police-xb", message, number=1)

    def test_refused_files_are_named(self):
        script = a_file("run.txt", b"<html><script>1</script></html>")
        with self.assertRefused("attachments[1]", "attachments[2]"):
            self.send_files(a_file(), script, a_file("empty.txt", b""))
        with self.assertRefused("attachments"):
            self.send_files(*[a_file() for _ in range(MAX_FILES + 1)])

    def test_what_is_refused_removes_no_file(self):
        draft = self.draft("customs-xa", "police-xb", uploads=[a_file("a.txt")])
        who = {"acting_user": "customs-xa", "draft_id": draft}
        with self.assertRefused("body"):
            letter = Letter("Exercise", "<script>1</script>")
            save_draft(self.group, letter, Addressees(), **who, removed=0)
        kept = load_draft(self.group, draft, acting_user="customs-xa").files
        self.assertEqual([file.filename for file in kept], ["a.txt"])
        save_draft(self.group, Letter("Exercise"), Addressees(), **who, removed=0)
        self.assertEqual(
            load_draft(self.group, draft, acting_user="customs-xa").files, []
        )

    def test_files_of_a_draft_come_and_go(self):
        draft = self.draft("customs-xa", "police-xb", uploads=[a_file("a.txt")])
        self.change(draft, a_file("b.txt"))
        remove_file(self.group, draft, 0, acting_user="customs-xa")
        self.change(draft, a_file("c.txt"))
        with self.assertRaises(Missing):
            remove_file(self.group, draft, 0, acting_user="customs-xa")
        send_draft(self.group, draft, acting_user="customs-xa")
        self.assertEqual(self.names("police-xb", draft), ["b.txt", "c.txt"])

    def test_a_file_can_be_passed_on(self):
        message = self.send_files(a_file("route.txt", b"by sea"))
        draft = self.draft("police-xb", "wildlife-xa", files_from=message)
        send_draft(self.group, draft, acting_user="police-xb")
        self.assertEqual(self.content("wildlife-xa", draft)[1], b"by sea")

    def test_only_by_who_has_it(self):
        message = self.send_files(a_file())
        with self.assertRaises(Missing):
            self.draft("wildlife-xa", "police-xa", files_from=message)

    def test_a_missing_piece_is_noticed(self):
        message = self.send_files(a_file("a.txt", b"x" * (CHUNK_BYTES + 1)))
        session().execute(delete(FileChunk).where(FileChunk.position == 1))
        with self.assertRaises(InvalidTag):
            self.content("police-xb", message)
