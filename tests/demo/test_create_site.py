"""The administrator's password: given, or made once and kept."""

import stat
import tempfile
import unittest
from cites.cug.demo.create_site import kept_password
from pathlib import Path


class PasswordTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "admin-password"

    def test_it_is_made_once_for_its_owner_alone(self):
        password = kept_password(self.file)
        self.assertGreaterEqual(len(password), 20)
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertEqual(kept_password(self.file), password)

    def test_each_deployment_has_its_own(self):
        other = self.file.with_name("other")
        self.assertNotEqual(kept_password(self.file), kept_password(other))

    def test_a_given_one_is_taken(self):
        self.file.write_text("of your own choice\n")
        self.assertEqual(kept_password(self.file), "of your own choice")

    def test_an_empty_file_is_no_empty_password(self):
        self.file.write_text("\n")
        self.assertGreaterEqual(len(kept_password(self.file)), 20)
