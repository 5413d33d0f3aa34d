"""What is sealed opens in its own place with its own key, and nowhere else."""

import hypothesis.strategies as st
import logging
import os
import transaction
import unittest
from cites.cug.encryption.authentic import is_proof
from cites.cug.encryption.authentic import keyed_digest
from cites.cug.encryption.authentic import keyed_digests
from cites.cug.encryption.authentic import row_proof
from cites.cug.encryption.keys import BOUND_ONLY
from cites.cug.encryption.keys import ENVIRONMENT
from cites.cug.encryption.keys import key_id
from cites.cug.encryption.keys import UnknownKey
from cites.cug.encryption.sealing import KEY_ID_BYTES
from cites.cug.encryption.sealing import Owner
from cites.cug.encryption.sealing import Seal
from cites.cug.encryption.sealing import Untrusted
from cites.cug.encryption.sealing import unwrap
from cites.cug.encryption.sealing import unwrap_for
from cites.cug.encryption.sealing import wrap
from cites.cug.encryption.sealing import wrap_for
from cites.cug.encryption.sealing import WRAPPED_BYTES
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.content import plain_text
from cites.cug.messaging.filters import MailboxFilter
from cites.cug.messaging.queries import list_messages
from cites.cug.settings.deployment import records_url
from cryptography.exceptions import InvalidTag
from datetime import datetime
from datetime import UTC
from hypothesis import given
from sqlalchemy import make_url
from tests.encryption.test_keys import NEW
from tests.encryption.test_keys import OLD
from tests.encryption.test_keys import word
from tests.messaging.case import a_file
from tests.messaging.case import MessagingCase
from unittest import mock


class KeysInEnvironment(unittest.TestCase):
    def setUp(self):
        self.keys(OLD)

    def keys(self, *keys):
        value = " ".join(map(word, keys))
        patch = mock.patch.dict(os.environ, {ENVIRONMENT: value})
        patch.start()
        self.addCleanup(patch.stop)


class SealTest(unittest.TestCase):
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

    def test_the_same_text_never_looks_the_same(self):
        seal = Seal.new("a" * 32)
        self.assertNotEqual(seal.close("body", b"x"), seal.close("body", b"x"))


OWNER = Owner("group", "customs-xa")


class WrappedTest(KeysInEnvironment):
    """The key of a message opens in the mailbox it was wrapped for, and as it was."""

    def wrapped(self, owner=OWNER, key=b"k" * 32, bound=b"as sent"):
        (wrapped,) = wrap_for([owner], key, bound)
        return wrapped

    def test_for_its_owner(self):
        self.assertEqual(unwrap_for(OWNER, self.wrapped(), b"as sent"), b"k" * 32)

    def test_many_at_once_are_each_for_its_own(self):
        owners = [Owner("group", f"member-{number}") for number in range(5)]
        wrapped = wrap_for(owners, b"k" * 32, b"")
        self.assertEqual({len(one) for one in wrapped}, {WRAPPED_BYTES})
        for position, one in enumerate(wrapped):
            for place, owner in enumerate(owners):
                if place == position:
                    self.assertEqual(unwrap_for(owner, one, b""), b"k" * 32)
                    continue
                with self.assertRaises(Untrusted):
                    unwrap_for(owner, one, b"")

    @given(st.text(max_size=9), st.text(max_size=9), st.text(max_size=9))
    def test_nobody_elses_whatever_the_names(self, group, user, other):
        wrapped = self.wrapped(Owner(group, user))
        for owner in (Owner(group, other), Owner(other, user), Owner(user, group)):
            if owner == (group, user):
                continue
            with self.assertRaises(Untrusted):
                unwrap_for(owner, wrapped, b"as sent")

    def test_what_is_bound_must_be_as_it_was(self):
        with self.assertRaises(Untrusted):
            unwrap_for(OWNER, self.wrapped(), b"as sent by another")

    @given(st.data())
    def test_a_changed_byte_is_noticed(self, data):
        wrapped = bytearray(self.wrapped())
        place = data.draw(st.integers(0, len(wrapped) - 1))
        wrapped[place] ^= data.draw(st.integers(1, 255))
        with self.assertRaises((Untrusted, UnknownKey)):
            unwrap_for(OWNER, bytes(wrapped), b"as sent")

    def test_what_is_no_key(self):
        for wrapped in (None, b"", b"x", self.wrapped()[:-1], self.wrapped() + b"x"):
            with self.assertRaises(Untrusted):
                unwrap_for(OWNER, wrapped, b"as sent")

    def test_the_same_key_never_looks_the_same(self):
        self.assertNotEqual(self.wrapped(), self.wrapped())

    def test_without_its_key_it_stays_closed(self):
        wrapped = self.wrapped()
        self.keys(NEW)
        with self.assertRaises(UnknownKey) as raised:
            unwrap_for(OWNER, wrapped, b"as sent")
        self.assertIn(key_id(OLD), str(raised.exception))

    def test_another_key_under_its_id(self):
        wrapped = self.wrapped()
        self.keys(OLD, NEW)
        other = self.wrapped()[:KEY_ID_BYTES] + wrapped[KEY_ID_BYTES:]
        with self.assertRaises(Untrusted):
            unwrap_for(OWNER, other, b"as sent")

    def test_older_keys_open_and_the_newest_closes(self):
        wrapped = self.wrapped()
        self.keys(OLD, NEW)
        self.assertEqual(unwrap_for(OWNER, wrapped, b"as sent"), b"k" * 32)
        self.assertEqual(self.wrapped()[:KEY_ID_BYTES].hex(), key_id(NEW))

    def test_a_secret_of_an_account_is_its_own(self):
        wrapped = wrap("login:a", b"secret")
        self.assertEqual(unwrap("login:a", wrapped), b"secret")
        with self.assertRaises(Untrusted):
            unwrap("login:b", wrapped)


class ProofTest(KeysInEnvironment):
    VALUES = ("a", 1, True, None, ["x"], b"\x00", datetime(2026, 1, 2, tzinfo=UTC))

    def test_of_what_a_row_says(self):
        proof = row_proof("table", self.VALUES)
        self.assertTrue(is_proof("table", self.VALUES, proof))
        self.assertFalse(is_proof("other", self.VALUES, proof))
        for place, value in enumerate(self.VALUES):
            changed = [*self.VALUES[:place], f"{value}x", *self.VALUES[place + 1 :]]
            self.assertFalse(is_proof("table", changed, proof), value)

    def test_what_is_none(self):
        proof = row_proof("table", self.VALUES)
        for other in (b"", proof[:-1], proof[:KEY_ID_BYTES], b"\x00" * len(proof)):
            self.assertFalse(is_proof("table", self.VALUES, other))

    def test_none_is_one_until_everything_is_bound(self):
        self.assertTrue(is_proof("table", self.VALUES, None))
        with mock.patch.dict(os.environ, {ENVIRONMENT: f"{BOUND_ONLY} {word(OLD)}"}):
            self.assertFalse(is_proof("table", self.VALUES, None))

    def test_an_older_key_proves_until_it_is_removed(self):
        proof, digests = row_proof("table", self.VALUES), keyed_digests("links", "a")
        self.keys(OLD, NEW)
        self.assertTrue(is_proof("table", self.VALUES, proof))
        self.assertEqual(keyed_digests("links", "a")[1:], digests)
        self.assertEqual(keyed_digests("links", "a")[0], keyed_digest("links", "a"))
        self.keys(NEW)
        self.assertFalse(is_proof("table", self.VALUES, proof))
        self.assertNotIn(digests[0], keyed_digests("links", "a"))


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
