"""What is delivered is sealed: no word of it lies open in any store."""

import logging
import os
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.content import plain_text
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.queries import list_messages
from sqlalchemy import make_url
from tests.messaging.case import a_file, MessagingCase


class NothingInTheOpenTest(MessagingCase):
    """Words that stand in a message alone are looked for wherever bytes are kept."""

    SECRET = "Zqxsecret"
    NAME = "zqxroute.txt"

    def test_neither_in_the_database_nor_in_its_log(self):
        records = []
        handler = logging.Handler()
        handler.emit = lambda record: records.append(record.getMessage())
        root = logging.getLogger()
        level = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        self.addCleanup(root.setLevel, level)
        self.addCleanup(root.removeHandler, handler)
        body = f"<p>{self.SECRET} in a crate</p>"
        message = self.send(
            "customs-xa",
            "police-xb",
            subject=f"{self.SECRET} cubs",
            body=body,
            options={"uploads": [a_file(self.NAME, f"{self.SECRET}\n".encode() * 9)]},
        )
        self.draft("customs-xa", "police-xb", subject=self.SECRET, body=body)
        self.assertIn(plain_text(body), plain_text(self.open("police-xb", message).body))
        open_file(self.group, message, 0, acting_user="police-xb")
        found = list_messages(
            self.group, "police-xb", MailboxFilter(words=(self.SECRET,))
        )
        self.assertEqual([line.id for line in found.lines], [message])
        transaction.commit()
        self.assertNothingIn(self.stored())
        self.assertNothingIn("\n".join(records).encode())

    def stored(self):
        """Every byte of the records: the file, its log, and what is in neither yet."""
        path = make_url(records_url()).database
        parts = [
            open(path + end, "rb").read()  # noqa: SIM115
            for end in ("", "-wal", "-shm")
            if os.path.exists(path + end)
        ]
        self.assertIn(b"customs-xa", b"".join(parts), "the right file was read")
        return b"".join(parts)

    def assertNothingIn(self, kept):
        for text in (self.SECRET, self.NAME, "zqxsecret", "in a crate"):
            for encoded in (text.encode(), text.encode("utf-16-le"), text.encode().hex()):
                needle = encoded if isinstance(encoded, bytes) else encoded.encode()
                self.assertNotIn(needle, kept)
