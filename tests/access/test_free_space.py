"""A disk that is nearly full: what goes on, and what is refused."""

import requests
import shutil
import tempfile
import unittest
from App.config import getConfiguration
from cites.cug.access import free_space
from cites.cug.access.free_space import disk_of, has_room, RESERVE, reserve_file
from cites.cug.settings.deployment import SECTION
from cites.cug.testing import CUG_HTTP, PASSWORD
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch


MB = 2**20
JSON = {"Accept": "application/json"}


@contextmanager
def free(megabytes):
    """As if so much were free on the disk."""
    disk = shutil.disk_usage("/")._replace(free=megabytes * MB)
    with (
        patch.object(free_space.shutil, "disk_usage", lambda _folder: disk),
        patch.object(free_space, "_seen", []),
    ):
        yield


class ReserveTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="cug-space-")
        self.addCleanup(folder.cleanup)
        home = patch.object(free_space, "data_folder", lambda: Path(folder.name))
        self.enterContext(home)

    def test_it_is_kept_given_up_and_made_again(self):
        with free(1000):
            self.assertTrue(has_room())
        self.assertEqual(RESERVE, reserve_file().stat().st_blocks * 512)
        with free(100):
            self.assertFalse(has_room())
        self.assertTrue(reserve_file().exists())
        with free(0):
            self.assertFalse(has_room())
        self.assertFalse(reserve_file().exists())
        with free(1000):
            self.assertTrue(has_room())
        self.assertTrue(reserve_file().exists())

    def test_without_a_folder_of_data_nothing_is_refused(self):
        with patch.object(free_space, "data_folder", lambda: Path("/nowhere/var")):
            self.assertTrue(has_room())

    def test_a_folder_that_is_not_there_yet_lies_on_the_disk_above_it(self):
        self.assertEqual(disk_of(Path("/")).total, disk_of(Path("/nowhere/var")).total)

    def test_how_much_stays_free_is_a_setting(self):
        config = getConfiguration()
        section = {SECTION: {"least-free": "50"}}
        with patch.object(config, "product_config", section, create=True):
            with free(49):
                self.assertFalse(has_room())
            with free(51):
                self.assertTrue(has_room())

    def test_the_disk_is_not_looked_at_for_each_request(self):
        now = 1000.0
        clock = patch.object(free_space.time, "monotonic", lambda: now)
        with free(1000), clock:
            self.assertTrue(has_room())
            with patch.object(free_space, "free_bytes", lambda: 0):
                self.assertTrue(has_room())
                now += 2
                self.assertFalse(has_room())


class RefusalTest(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.enterContext(free(100))

    def ask(self, method, path, **options):
        options = {"headers": JSON, "auth": ("secretariat", PASSWORD), **options}
        return requests.request(method, f"{self.portal}/{path}", timeout=60, **options)

    def test_nothing_is_taken_in(self):
        alert = {"@type": "Alert", "title": "x", "alert_type": "seizure"}
        letter = {"to": ["police-xb"], "subject": "x", "body": "x", "handling": "amber"}
        for path, body in (("library", alert), ("@messages", letter)):
            answer = self.ask("POST", f"cheetahs/{path}", json=body)
            self.assertEqual(507, answer.status_code, answer.text)
            said = answer.json()
            self.assertEqual("InsufficientStorage", said["type"])
            self.assertEqual([], said["errors"])
            self.assertEqual(answer.headers["Retry-After"], "600")

    def test_a_page_says_so_in_the_readers_language(self):
        headers = {"Cookie": "I18N_LANGUAGE=fr"}
        answer = self.ask("POST", "cheetahs/members", data={"q": "x"}, headers=headers)
        self.assertEqual(507, answer.status_code)
        self.assertIn("Le portail n’a plus de place", answer.text)
        self.assertIn(answer.headers["X-Request-ID"], answer.text)

    def test_strangers_are_asked_to_log_in_as_ever(self):
        answer = self.ask("POST", "cheetahs/library", json={}, auth=None)
        self.assertEqual(401, answer.status_code)

    def test_login_reading_and_suspension_go_on(self):
        body = {"login": "customs-xa", "password": PASSWORD}
        self.assertEqual(200, self.ask("POST", "@login", json=body).status_code)
        self.assertEqual(200, self.ask("GET", "cheetahs/@library").status_code)
        suspended = self.ask("POST", "cheetahs/@members/igo-unodc/suspend", json={})
        self.assertIn(suspended.status_code, (200, 204), suspended.text)
