"""How much a request may bring: by its address, and by who sends it."""

import requests
import unittest
from App.config import getConfiguration
from base64 import b64encode
from cites.cug.core.settings.deployment import SECTION
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.login.cookies import SESSION
from cites.cug.wsgi import body_limits
from cites.cug.wsgi.body_limits import (
    body_limit,
    Credentials,
    FILE_PIECE,
    KB,
    limit_of,
    LOGIN_BYTES,
    max_file_bytes,
    MB,
    STRANGERS_BYTES,
    TEXTS_BYTES,
)
from unittest.mock import Mock, patch


JSON = "application/json"
FORM, URLENCODED = "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"
BASIC = b64encode(f"customs-xa:{PASSWORD}".encode()).decode()
#: Address, type of what is sent; how much a stranger may send, and who is logged in.
LIMITS = (
    ("/@login", JSON, 16 * KB, 16 * KB),
    ("/++api++/@login", FORM, 16 * KB, 16 * KB),
    ("/login", URLENCODED, 16 * KB, 16 * KB),
    ("/@@login", FORM, 16 * KB, 16 * KB),
    ("/second-step", URLENCODED, 16 * KB, 16 * KB),
    ("/passwordreset/0123", URLENCODED, 16 * KB, 16 * KB),
    ("/mail_password", URLENCODED, 16 * KB, 16 * KB),
    ("/@permits/../@login", FORM, 16 * KB, 16 * KB),
    ("/cheetahs/request-access", FORM, 64 * KB, 102 * MB),
    ("/cheetahs/@access-requests", JSON, 64 * KB, 2 * MB),
    ("/cheetahs/@search", JSON, 64 * KB, 2 * MB),
    ("/cheetahs/library/x/@workflow/publish", "", 64 * KB, 2 * MB),
    ("/cheetahs/library/x/edit", URLENCODED, 64 * KB, 2 * MB),
    ("/cheetahs/library/x/edit", FORM, 64 * KB, 102 * MB),
    ("/cheetahs/library", JSON, 64 * KB, 206 * MB // 3),
    ("/cheetahs/library/@tus-upload", "", 64 * KB, 2 * MB),
    ("/cheetahs/library/@tus-upload/0123", FILE_PIECE, 64 * KB, 50 * MB),
    ("/cheetahs/library", FILE_PIECE, 64 * KB, 206 * MB // 3),
    ("/cheetahs/@messages/1/attachments", FORM, 64 * KB, 102 * MB),
    ("/@permits", "application/xml", 64 * KB, 206 * MB // 3),
)


class LimitTest(unittest.TestCase):
    def test_a_deployment_may_take_larger_files(self):
        for given, largest in (("200", 200), ("", 50), ("251", 50), ("0", 50), ("x", 50)):
            section = {SECTION: {"largest-file": given}}
            config = getConfiguration()
            with (
                self.subTest(given),
                patch.object(config, "product_config", section, create=True),
            ):
                self.assertEqual(max_file_bytes(), largest * MB)
                form = body_limit("/portal/cheetahs/library", FORM, True)
                self.assertEqual(form, (2 * largest + 2) * MB)
                # What is held in memory is not more.
                json = body_limit("/portal/cheetahs/library", JSON, True)
                self.assertEqual(json, 206 * MB // 3)

    def test_by_address_and_login(self):
        for path, kind, stranger, member in LIMITS:
            for before in ("/portal", "/VirtualHostBase/https/a/portal/VirtualHostRoot"):
                with self.subTest(path=path, kind=kind):
                    for most, has_login in ((stranger, False), (member, True)):
                        limit = body_limit(before + path, kind, has_login)
                        self.assertEqual(limit, most)

    def test_what_shows_a_login(self):
        for authorization, cookies, secret in (
            ("", "", ""),
            ("", "I18N_LANGUAGE=fr", ""),
            ("", f"x-{SESSION}=a; {SESSION}=", ""),
            ("", f'x={{"y": [1]}}; {SESSION}="abc"; z', "abc"),
            ("", f"__Host-{SESSION}=abc", "abc"),
            ("Bearer abc", f"{SESSION}=other", "abc"),
            ("Digest x", f"{SESSION}=other", ""),
        ):
            shown = Credentials(authorization, cookies)
            self.assertEqual(shown.secret, secret, (authorization, cookies))
            self.assertEqual(shown.are_claimed, bool(secret))
        self.assertTrue(Credentials("Basic YTpi", "").are_claimed)

    def limit(self, size, is_valid=None, path="/portal/@search", **environ):
        """The limit that a body exceeds, and how often a secret was looked up.

        Without ``is_valid`` nothing is there that could look.
        """
        check = Mock(return_value=is_valid) if is_valid is not None else None
        asked = {"PATH_INFO": path, "CONTENT_LENGTH": str(size), "CONTENT_TYPE": JSON}
        with patch.object(body_limits, "queryUtility", lambda _interface: check):
            found = limit_of({**asked, **environ})
        return found, check.call_count if check else 0

    def test_whom_strangers_limit_holds_for(self):
        claim = {"HTTP_AUTHORIZATION": "Bearer abc"}
        large = STRANGERS_BYTES + 1
        for expected, found in (
            ((None, 0), self.limit("")),
            ((None, 0), self.limit(STRANGERS_BYTES)),
            ((STRANGERS_BYTES, 0), self.limit(large)),
            ((STRANGERS_BYTES, 0), self.limit(large, **claim)),
            # Only of a size that the answer decides on.
            ((None, 0), self.limit(STRANGERS_BYTES, False, **claim)),
            ((STRANGERS_BYTES, 1), self.limit(large, False, **claim)),
            ((STRANGERS_BYTES, 1), self.limit(TEXTS_BYTES, False, **claim)),
            ((TEXTS_BYTES, 0), self.limit(TEXTS_BYTES + 1, False, **claim)),
            ((None, 1), self.limit(TEXTS_BYTES, True, **claim)),
            ((None, 0), self.limit(TEXTS_BYTES, HTTP_AUTHORIZATION=f"Basic {BASIC}")),
        ):
            self.assertEqual(expected, found)

    def test_a_secret_is_known_if_it_is_looked_up_and_found(self):
        looked = patch.object(body_limits, "queryUtility")
        for authorization, found, is_known in (
            ("", True, False),
            ("Digest x", True, False),
            ("Basic YTpi", False, True),
            ("Bearer abc", True, True),
            ("Bearer abc", False, False),
        ):
            with self.subTest(authorization), looked as look:
                look.return_value = {"abc": found}.get
                credentials = Credentials(authorization, "")
                self.assertIs(is_known, credentials.are_known)


class AnswerTest(unittest.TestCase):
    """Over HTTP, with the door in front of Zope."""

    layer = CUG_HTTP

    def setUp(self):
        self.site = self.layer["portal"].absolute_url()
        self.group = f"{self.site}/cheetahs"

    def send(self, url, size, **headers):
        headers = {"Accept": JSON, "Content-Type": JSON, **headers}
        body = b'{"x": "' + b"y" * (size - 9) + b'"}'
        return requests.post(url, data=body, headers=headers)

    def log_in(self, account):
        given = {"login": account, "password": PASSWORD}
        headers = {"Accept": JSON}
        answer = requests.post(f"{self.site}/@login", json=given, headers=headers)
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def assertTooLarge(self, answer, limit):
        self.assertEqual(answer.status_code, 413, answer.text)
        said = f"You can send at most {limit} here."
        expected = {"type": "RequestEntityTooLarge", "message": said, "errors": []}
        self.assertEqual(answer.json(), expected)

    def test_a_login_is_short(self):
        url = f"{self.site}/@login"
        self.assertTooLarge(self.send(url, LOGIN_BYTES + 1), "16 kB")
        # It is read, and names nobody.
        self.assertEqual(self.send(url, LOGIN_BYTES).status_code, 400)
        member = self.log_in("customs-xa")
        self.assertTooLarge(self.send(url, LOGIN_BYTES + 1, **member), "16 kB")

    def test_strangers_send_little_whatever_they_claim(self):
        for claim in (
            {},
            {"Authorization": "Bearer no-such-token"},
            {"Authorization": "Bearer cug_api_none"},
            {"Authorization": "Basic bm9ib2R5OnBhc3N3b3Jk"},
            {"Cookie": f"{SESSION}=none"},
        ):
            for url in (self.group, f"{self.group}/@messages", f"{self.group}/nothing"):
                with self.subTest(url=url, claim=claim):
                    answer = self.send(url, STRANGERS_BYTES + 1, **claim)
                    self.assertTooLarge(answer, "64 kB")
                    answer = self.send(url, STRANGERS_BYTES, **claim)
                    self.assertEqual(answer.status_code, 401)

    def test_members_send_what_an_address_needs(self):
        member = self.log_in("customs-xa")
        url = f"{self.group}/@search"
        self.assertTooLarge(self.send(url, TEXTS_BYTES + 1, **member), "2 MB")
        for way in (member, {"Authorization": f"Basic {BASIC}"}):
            answer = self.send(f"{self.group}/@messages", TEXTS_BYTES + 1, **way)
            self.assertEqual(answer.status_code, 400, answer.text)

    def test_what_is_too_large_changes_nothing(self):
        member = self.log_in("secretariat")
        url = f"{self.group}/library/@move"
        self.assertTooLarge(self.send(url, TEXTS_BYTES + 1, **member), "2 MB")

    def test_pages_say_it_in_the_language_of_the_reader(self):
        for language, said in (("en", "at most 16 kB"), ("fr", "16 ko")):
            answer = self.send(
                f"{self.site}/login",
                LOGIN_BYTES + 1,
                **{"Accept": "text/html", "Cookie": f"I18N_LANGUAGE={language}"},
            )
            self.assertEqual(answer.status_code, 413)
            self.assertIn("text/html", answer.headers["Content-Type"])
            self.assertIn(said, answer.text.replace("\xa0", " "))
