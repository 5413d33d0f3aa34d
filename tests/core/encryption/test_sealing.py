"""What is sealed opens in its own place with its own key, and nowhere else."""

import hypothesis.strategies as st
import unittest
from cites.cug.core.encryption.keys import key_id, UnknownKey
from cites.cug.core.encryption.sealing import (
    KEY_ID_BYTES,
    Owner,
    Seal,
    Untrusted,
    unwrap,
    unwrap_for,
    wrap,
    wrap_for,
    WRAPPED_BYTES,
)
from cryptography.exceptions import InvalidTag
from hypothesis import given
from tests.core.encryption.case import KeysInEnvironment
from tests.core.encryption.test_keys import NEW, OLD


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
