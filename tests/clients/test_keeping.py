"""Where the token is kept, and from whom."""

import os
import tempfile
import unittest
from cug_client.keeping import find_login, forget_login, keep_login, Login, NotLoggedIn
from pathlib import Path
from unittest.mock import patch


LOGIN = Login("https://cug.example.org/portal", "secret", "cheetahs")


class KeepingTest(unittest.TestCase):
    def setUp(self):
        home = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.file = home / "cug" / "login.json"
        self.enterContext(patch.dict(os.environ))
        for name in ("CUG_URL", "CUG_TOKEN", "CUG_GROUP"):
            os.environ.pop(name, None)

    def test_it_is_for_its_owner_alone(self):
        for _time in range(2):
            keep_login(LOGIN, self.file)
            self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
            self.assertEqual(find_login(self.file), LOGIN)
        self.file.chmod(0o640)
        with self.assertRaises(NotLoggedIn):
            find_login(self.file)
        forget_login(self.file)
        with self.assertRaises(NotLoggedIn):
            find_login(self.file)

    def test_the_environment_comes_first(self):
        keep_login(LOGIN, self.file)
        os.environ.update(CUG_TOKEN="other", CUG_URL="https://other.example.org")
        expected = Login("https://other.example.org", "other", "")
        self.assertEqual(find_login(self.file), expected)
