"""What ends an account's credentials ends them all, at the next request."""

from cites.cug.demo.testing import PASSWORD
from cites.cug.login import accounts
from cites.cug.login.models import LoginSession
from tests.login.case import LoginCase, MEMBER, NEW_PASSWORD
from zExceptions import BadRequest


class AccountTest(LoginCase):
    def setUp(self):
        super().setUp()
        self.browser_in, self.bearer = self.logged_in(), self.token()
        self.users = self.layer["portal"].acl_users

    def assert_ended(self, password=401):
        """Cookie and token are; what the old password answers is given."""
        self.assertFalse(self.is_in(self.browser_in))
        self.assertEqual(401, self.status(self.bearer))
        self.assertEqual(401, self.rest("@login-renew", self.bearer, "POST").status_code)
        self.assertEqual(password, self.status(basic=(MEMBER, PASSWORD)))

    def test_ending_all_sessions(self):
        self.change(accounts.end_sessions, MEMBER)
        self.assert_ended(password=200)
        self.logged_in()

    def test_a_disabled_account(self):
        self.assertEqual(200, self.status(basic=(MEMBER, PASSWORD)))
        self.change(accounts.disable, MEMBER)
        self.assert_ended()
        self.assertEqual(401, self.ask_for_token().status_code)
        self.assertEqual(200, self.send_login(self.browser()).status_code)
        self.change(accounts.enable, MEMBER)
        self.assert_ended(password=200)
        self.logged_in()

    def test_others_are_not_concerned(self):
        other = self.token("customs-xb")
        self.change(accounts.disable, MEMBER)
        self.assertEqual(200, self.status(other))

    def test_a_change_that_is_not_kept_ends_nothing(self):
        accounts.disable(MEMBER)
        import transaction

        transaction.abort()
        self.assertTrue(self.is_in(self.browser_in))

    def test_a_new_password(self):
        self.change(self.users.userSetPassword, MEMBER, NEW_PASSWORD)
        self.assert_ended()
        self.logged_in(MEMBER, NEW_PASSWORD)

    def test_a_deleted_account_whose_name_is_not_given_again(self):
        self.change(self.users.userFolderDelUsers, [MEMBER])
        self.assert_ended()
        self.assertEqual([], self.kept(LoginSession.id))
        with self.assertRaises(BadRequest):
            self.users.userFolderAddUser(MEMBER, NEW_PASSWORD, ["Member"], [])

    def test_an_account_removed_behind_our_back(self):
        self.change(self.users.source_users.removeUser, MEMBER)
        self.assert_ended()

    def test_when_it_was_last_used(self):
        self.assertIsNotNone(accounts.last_login(MEMBER))
        self.assertIsNone(accounts.last_login("igo-unodc"))
