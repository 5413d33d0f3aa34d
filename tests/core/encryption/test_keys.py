"""Keys come from a file or the environment; without the right ones nothing starts."""

import base64
import os
import stat
import tempfile
import unittest
from App.config import getConfiguration
from cites.cug.core.encryption.keys import (
    add_key,
    ENVIRONMENT,
    has_trail_key,
    key_id,
    keyring,
    KeyTrouble,
    make_keys,
    make_trail_key,
    remove_keys,
    UnknownKey,
)
from pathlib import Path
from unittest import mock


def word(key):
    return base64.b64encode(key).decode()


OLD, NEW = bytes(range(32)), bytes(range(32, 64))


class KeysCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-keys-")
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "keys" / "message-keys"
        config = getConfiguration()
        self.addCleanup(
            setattr, config, "product_config", getattr(config, "product_config", None)
        )
        config.product_config = {"cites.cug": {"message-keys": str(self.path)}}

    def write(self, text, mode=0o600):
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(text)
        self.path.chmod(mode)

    def environment(self, value):
        return mock.patch.dict(os.environ, {ENVIRONMENT: value})


class FileTest(KeysCase):
    def test_the_first_key_is_for_its_owners_eyes_only(self):
        make_keys()
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(self.path.parent.stat().st_mode), 0o700)
        self.assertEqual(len(keyring().ids), 1)
        (key,) = self.path.read_text().split()
        self.assertEqual(len(base64.b64decode(key)), 32)

    def test_it_is_made_once(self):
        make_keys()
        before = self.path.read_text()
        make_keys()
        self.assertEqual(self.path.read_text(), before)

    def test_a_key_that_is_added_counts_at_once(self):
        make_keys()
        first = keyring().newest()[0]
        for _ in range(5):
            added = add_key()
            self.assertEqual(keyring().newest()[0], added)
        self.assertEqual(keyring().ids[0], first)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)

    def test_removed_keys_are_gone_and_others_stay_in_order(self):
        make_keys()
        first, second, third = keyring().ids[0], add_key(), add_key()
        remove_keys([second])
        self.assertEqual(keyring().ids, (first, third))
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(os.listdir(self.path.parent), [self.path.name])

    def test_the_key_of_the_trail_is_none_of_messages(self):
        make_keys()
        first = keyring().ids
        self.assertFalse(has_trail_key())
        make_trail_key()
        make_trail_key()
        self.assertEqual((first, 2), (keyring().ids, len(keyring().trail_keys)))
        added = add_key()
        remove_keys(first)
        self.assertEqual(keyring().ids, (added,))
        self.assertEqual(2, len(set(keyring().trail_keys)))

    def test_a_derived_key_is_for_one_purpose_and_from_one_key(self):
        self.write(f"{word(OLD)}\n{word(NEW)}\n")
        keys = keyring()
        derived = {
            keys.derived(purpose, one)
            for purpose in ("rates", "links")
            for one in keys.ids
        }
        self.assertEqual(len(derived), 4)
        self.assertEqual(keys.derived("links"), keys.derived("links", key_id(NEW)))
        with self.assertRaises(UnknownKey):
            keys.derived("links", "0" * 16)

    def test_an_id_tells_nothing_of_its_key(self):
        self.assertNotEqual(key_id(OLD), key_id(NEW))
        self.assertRegex(key_id(OLD), "^[0-9a-f]{16}$")
        self.assertNotIn(key_id(OLD), OLD.hex())


class RefusedTest(KeysCase):
    def assertTrouble(self, *words):
        with self.assertRaises(KeyTrouble) as raised:
            keyring()
        for one in words:
            self.assertIn(one, str(raised.exception))

    def test_no_file(self):
        self.assertTrouble(str(self.path), "no file")

    def test_an_empty_file(self):
        self.write("\n")
        self.assertTrouble(str(self.path), "no message key")

    def test_what_is_no_key(self):
        for text in ("changeme", word(OLD)[:-4], word(OLD + b"x"), "é", word(OLD) + " x"):
            with self.subTest(text):
                self.write(text)
                self.assertTrouble(str(self.path), "32 bytes")

    def test_a_key_is_never_repeated_in_what_is_said(self):
        self.write(word(OLD)[:-4])
        with self.assertRaises(KeyTrouble) as raised:
            keyring()
        self.assertNotIn(word(OLD)[:8], str(raised.exception))

    def test_a_file_that_everybody_can_read(self):
        self.write(word(OLD), mode=0o604)
        self.assertTrouble(f"chmod 600 {self.path}")


class EnvironmentTest(KeysCase):
    def test_it_counts_instead_of_the_file(self):
        self.write(word(NEW))
        with self.environment(f"{word(OLD)} {word(NEW)}"):
            self.assertEqual(keyring().ids, (key_id(OLD), key_id(NEW)))
            self.assertEqual(keyring().newest()[0], key_id(NEW))

    def test_then_no_file_is_made(self):
        with self.environment(word(OLD)):
            make_keys()
        self.assertFalse(self.path.exists())

    def test_what_is_wrong_with_it_is_said(self):
        for value in ("", "changeme"):
            with self.environment(value), self.assertRaises(KeyTrouble) as raised:
                keyring()
            self.assertIn(ENVIRONMENT, str(raised.exception))

    def test_it_is_not_changed_from_here(self):
        with self.environment(word(OLD)):
            for change in (add_key, lambda: remove_keys([])):
                with self.assertRaises(KeyTrouble) as raised:
                    change()
                self.assertIn(ENVIRONMENT, str(raised.exception))
