"""What is sealed opens in its own place with its own key, and nowhere else."""

import hypothesis.strategies as st
import logging
import os
import transaction
import unittest
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.content import plain_text
from cites.cug.messaging.filters import Filter
from cites.cug.messaging.listing import list_messages
from cites.cug.messaging.model import Attachment
from cites.cug.messaging.model import Chunk
from cites.cug.messaging.model import Message
from cites.cug.records.store import session
from cites.cug.records.store import writing
from cites.cug.sealing.keys import ENVIRONMENT
from cites.cug.sealing.keys import UnknownKey
from cites.cug.sealing.seals import Seal
from cites.cug.sealing.seals import unwrap
from cites.cug.sealing.seals import Wrapped
from cites.cug.settings.deployment import records_url
from cryptography.exceptions import InvalidTag
from hypothesis import given
from sqlalchemy import make_url
from sqlalchemy import select
from sqlalchemy import update
from tests.messaging.case import a_file
from tests.messaging.case import MessagingCase
from tests.sealing.test_keys import NEW
from tests.sealing.test_keys import OLD
from tests.sealing.test_keys import word
from unittest import mock


class SealTest(unittest.TestCase):
    def setUp(self):
        self.keys(OLD)

    def keys(self, *keys):
        value = " ".join(map(word, keys))
        patch = mock.patch.dict(os.environ, {ENVIRONMENT: value})
        patch.start()
        self.addCleanup(patch.stop)

    @given(st.binary(max_size=300), st.data())
    def test_a_changed_byte_is_noticed(self, text, data):
        seal = Seal.new("a" * 32)
        sealed = bytearray(seal.close("body", text))
        self.assertEqual(seal.open("body", bytes(sealed)), text)
        place = data.draw(st.integers(0, len(sealed) - 1))
        sealed[place] ^= data.draw(st.integers(1, 255))
        with self.assertRaises(InvalidTag):
            seal.open("body", bytes(sealed))

    @given(st.binary(max_size=50), st.integers(1, 40))
    def test_a_missing_end_is_noticed(self, text, missing):
        seal = Seal.new("a" * 32)
        with self.assertRaises(InvalidTag):
            seal.open("body", seal.close("body", text)[:-missing])

    def test_another_part_or_message(self):
        seal, other = Seal.new("a" * 32), Seal.new("b" * 32)
        sealed = seal.close("body", b"exercise")
        with self.assertRaises(InvalidTag):
            seal.open("head", sealed)
        with self.assertRaises(InvalidTag):
            other.open("body", sealed)

    def test_a_key_moved_to_another_message(self):
        seal = Seal.new("a" * 32)
        with self.assertRaises(InvalidTag):
            unwrap("b" * 32, seal.wrapped)

    def test_the_same_text_never_looks_the_same(self):
        seal = Seal.new("a" * 32)
        self.assertNotEqual(seal.close("body", b"x"), seal.close("body", b"x"))
        self.assertNotEqual(seal.wrapped.key, Seal.new("a" * 32).wrapped.key)

    def test_without_its_key_it_stays_closed(self):
        seal = Seal.new("a" * 32)
        self.keys(NEW)
        with self.assertRaises(UnknownKey) as raised:
            Seal.of("a" * 32, *seal.wrapped)
        self.assertIn(seal.wrapped.key_id, str(raised.exception))

    def test_another_key_under_its_id(self):
        seal = Seal.new("a" * 32)
        self.keys(OLD, NEW)
        other = Seal.new("a" * 32).wrapped.key_id
        with self.assertRaises(InvalidTag):
            Seal.of("a" * 32, *Wrapped(other, seal.wrapped.key))

    def test_older_keys_open_and_the_newest_closes(self):
        seal = Seal.new("a" * 32)
        sealed = seal.close("body", b"exercise")
        self.keys(OLD, NEW)
        again = Seal.of("a" * 32, *seal.wrapped)
        self.assertEqual(again.open("body", sealed), b"exercise")
        self.assertNotEqual(Seal.new("a" * 32).wrapped.key_id, seal.wrapped.key_id)


class RowsTest(MessagingCase):
    """Whoever can write to the database cannot pass one thing off as another."""

    def setUp(self):
        super().setUp()
        self.first, self.second = (
            self.send(
                "customs-xa",
                "police-xb",
                subject=name,
                body=name,
                options={"uploads": [a_file(content=name.encode())]},
            )
            for name in ("first", "second")
        )

    def swap(self, table, *names):
        """What stands in a column of two messages, each in the other's row."""
        columns = [table.__table__.c[name] for name in names]
        key = table.__table__.c["id" if table is Message else "message_id"]
        rows = {
            one: session().execute(select(*columns).where(key == one)).one()._asdict()
            for one in (self.first, self.second)
        }
        for here, there in ((self.first, self.second), (self.second, self.first)):
            writing().execute(update(table).where(key == here).values(rows[there]))

    def assertNotOpened(self, read):
        with self.assertRaises(InvalidTag):
            read()

    def read(self):
        return self.open("police-xb", self.first)

    def download(self):
        _file, pieces = open_file(self.group, self.first, 0, acting_user="police-xb")
        return b"".join(pieces)

    def test_a_text_in_another_message(self):
        self.swap(Message, "body")
        self.assertNotOpened(self.read)

    def test_a_text_with_its_key_in_another_message(self):
        self.swap(Message, "body", "head", "words", "wrapped_key")
        self.assertNotOpened(self.read)

    def test_a_subject_in_another_message(self):
        self.swap(Message, "head")
        self.assertNotOpened(lambda: self.listed("police-xb"))

    def test_words_in_another_message(self):
        self.swap(Message, "words")
        self.assertNotOpened(lambda: self.listed("police-xb", words=("first",)))

    def test_a_text_in_place_of_a_subject(self):
        writing().execute(update(Message).values(head=Message.body))
        self.assertNotOpened(lambda: self.listed("police-xb"))

    def test_a_files_name_in_another_message(self):
        self.swap(Attachment, "head")
        self.assertNotOpened(self.read)

    def test_a_files_content_in_another_message(self):
        self.swap(Chunk, "data")
        self.assertNotOpened(self.download)


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
        found = list_messages(self.group, "police-xb", Filter(words=(self.SECRET,)))
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
