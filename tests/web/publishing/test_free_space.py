"""A disk that is nearly full: what goes on, and what is refused."""

import requests
import shutil
import tempfile
import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import least_free, SECTION
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing import free_space
from cites.cug.web.publishing.free_space import (
    check_free_space,
    disk_of,
    has_room,
    keep_reserve_at_start,
    LAST,
    NoSpaceLeft,
    RESERVE,
    reserve_file,
)
from contextlib import contextmanager
from pathlib import Path
from Products.Five.browser import BrowserView
from types import SimpleNamespace
from unittest.mock import Mock, patch
from zope.interface import implementer


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

    def test_it_is_kept_where_there_is_room_for_it_besides(self):
        needed = (least_free() + RESERVE) // MB
        for megabytes, is_kept in ((needed, False), (needed + 1, True)):
            with free(megabytes):
                self.assertTrue(has_room())
            self.assertIs(is_kept, reserve_file().exists(), megabytes)

    def test_it_is_not_written_anew(self):
        reserve_file().write_bytes(b"kept")
        with free(1000):
            self.assertTrue(has_room())
        self.assertEqual(b"kept", reserve_file().read_bytes())

    def test_it_is_given_up_at_last_and_once(self):
        for megabytes, is_kept in ((LAST // MB, True), (LAST // MB - 1, False)):
            reserve_file().write_bytes(b"kept")
            for _time in range(2):
                with free(megabytes):
                    self.assertFalse(has_room())
                self.assertIs(is_kept, reserve_file().exists())

    def test_a_deployment_makes_it_at_its_start(self):
        needed = (least_free() + RESERVE) // MB
        for is_one, megabytes, is_made in (
            (False, 1000, False),
            (True, needed, False),
            (True, needed + 1, True),
        ):
            deployed = patch.object(
                free_space, "is_deployment", Mock(return_value=is_one)
            )
            with self.subTest(megabytes), deployed, free(megabytes):
                keep_reserve_at_start(None)
                self.assertIs(is_made, reserve_file().exists())

    def test_without_a_folder_of_data_nothing_is_refused(self):
        with patch.object(free_space, "data_folder", lambda: Path("/nowhere/var")):
            self.assertTrue(has_room())

    def test_a_folder_that_is_not_there_yet_lies_on_the_disk_above_it(self):
        self.assertEqual(disk_of(Path("/")).total, disk_of(Path("/nowhere/var")).total)

    def test_how_much_stays_free_is_a_setting(self):
        config = getConfiguration()
        section = {SECTION: {"least-free": "50"}}
        with patch.object(config, "product_config", section, create=True):
            for megabytes, is_enough in ((49, False), (50, True)):
                with free(megabytes):
                    self.assertIs(is_enough, has_room())

    def test_the_disk_is_not_looked_at_for_each_request(self):
        now = 1000.0
        clock = patch.object(free_space.time, "monotonic", lambda: now)
        with free(1000), clock:
            self.assertTrue(has_room())
            with patch.object(free_space, "free_bytes", lambda: 0):
                now += free_space.PAUSE
                self.assertTrue(has_room())
                now += 0.01
                self.assertFalse(has_room())


@implementer(ICugLayer)
class Request:
    """For a page or a service of that name."""

    def __init__(self, method, name, service=""):
        self.method, self._rest_service_id = method, service
        self.view = BrowserView(None, self)
        self.view.__name__ = f"{service}{name}"

    def get(self, _name):
        return self.view


class CheckTest(unittest.TestCase):
    def is_refused(self, request, room=False):
        with patch.object(free_space, "has_room", lambda: room):
            try:
                check_free_space(SimpleNamespace(request=request))
            except NoSpaceLeft:
                return True
        return False

    def test_changes_are_refused_but_what_writes_little(self):
        post = "POST_application_json_"
        for method, name, service, is_refused in (
            ("POST", "edit", "", True),
            ("PATCH", "", "PATCH_application_json_", True),
            ("DELETE", "@messages/1", "DELETE_application_json_", True),
            ("GET", "library", "", False),
            ("POST", "login", "", False),
            ("POST", "@login", post, False),
            ("POST", "@members/police-xa/suspend", post, False),
        ):
            request = Request(method, name, service)
            self.assertIs(is_refused, self.is_refused(request), name)
            self.assertIs(False, self.is_refused(request, room=True), name)

    def test_requests_outside_the_portal_are_not_ours_to_refuse(self):
        self.assertFalse(self.is_refused(SimpleNamespace(method="POST")))


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
