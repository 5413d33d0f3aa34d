"""How passwords are kept."""

import transaction
import unittest
from AuthEncoding import AuthEncoding
from cites.cug.demo.testing import WORK_OF_DEPLOYMENTS
from cites.cug.login import passwords
from tests.login.case import LoginCase, MEMBER, NEW_PASSWORD
from unittest.mock import patch


class HashTest(unittest.TestCase):
    @patch.object(passwords, "hasher", WORK_OF_DEPLOYMENTS)
    def test_argon2id_with_the_recommended_work(self):
        kept = passwords.hashed("correct horse")
        self.assertTrue(kept.startswith(b"{ARGON2}$argon2id$v=19$m=19456,t=2,p=1$"))
        self.assertTrue(passwords.matches(kept, "correct horse"))
        self.assertFalse(passwords.matches(kept, "correct horse "))
        self.assertFalse(passwords.is_outdated(kept))

    def test_older_hashes_count_until_they_are_replaced(self):
        kept = AuthEncoding.pw_encrypt("correct horse", "SSHA")
        self.assertTrue(passwords.matches(kept, "correct horse"))
        self.assertFalse(passwords.matches(kept, "other"))
        self.assertTrue(passwords.is_outdated(kept))

    def test_what_is_no_hash_matches_nothing(self):
        for kept in ("plain", b"plain", "", b"{ARGON2}broken"):
            self.assertFalse(passwords.matches(kept, "plain"), kept)
            self.assertFalse(passwords.matches(kept, ""), kept)

    def test_nobodys_password_matches_nothing(self):
        for attempt in ("", "x", "x" * 5000):
            self.assertFalse(passwords.matches(None, attempt))

    def test_too_long_ones_match_nothing(self):
        kept = passwords.hashed("x" * 5000)
        self.assertFalse(passwords.matches(kept, "x" * 5000))


class KeptTest(LoginCase):
    def kept_password(self):
        transaction.abort()
        return self.layer["portal"].acl_users.source_users._user_passwords[MEMBER]

    def set_old_hash(self):
        users = self.layer["portal"].acl_users.source_users
        old = AuthEncoding.pw_encrypt(NEW_PASSWORD, "SSHA")
        self.change(users.updateUserPassword, MEMBER, old)

    def test_new_accounts_and_new_passwords(self):
        self.assertTrue(self.kept_password().startswith(passwords.PREFIX))
        users = self.layer["portal"].acl_users
        self.change(users.userSetPassword, MEMBER, "{SSHA}is no hash here")
        self.assertTrue(self.kept_password().startswith(passwords.PREFIX))
        self.token(MEMBER, "{SSHA}is no hash here")

    def test_an_old_hash_is_replaced_at_the_login_page(self):
        self.set_old_hash()
        browser = self.logged_in(MEMBER, NEW_PASSWORD)
        self.assertTrue(self.kept_password().startswith(passwords.PREFIX))
        self.assertTrue(self.is_in(browser))

    def test_an_old_hash_is_replaced_by_a_program_too(self):
        self.set_old_hash()
        token = self.token(MEMBER, NEW_PASSWORD)
        self.assertTrue(self.kept_password().startswith(passwords.PREFIX))
        self.assertEqual(200, self.status(token))
        self.token(MEMBER, NEW_PASSWORD)
