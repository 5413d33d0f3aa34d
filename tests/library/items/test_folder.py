"""Tests of `cites.cug.library.items.folder`: the library of a group stays."""

import http.client
import unittest
from base64 import b64encode
from cites.cug.core.validation.errors import Refusal
from cites.cug.demo.testing import CUG_INTEGRATION, PASSWORD
from OFS.event import ObjectWillBeMovedEvent
from plone.app.testing import login, SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.case import LibraryCase
from urllib.parse import urlsplit
from zope.event import notify


class LibraryStaysTest(LibraryCase):
    def test_nobody_deletes_the_library_of_a_group(self):
        self.rest("secretariat", "DELETE", self.library, 403)
        for user in ("customs-xa", "igo-unodc", None):
            answer = self.ask(user, "DELETE", self.library)
            self.assertIn(answer.status_code, (401, 403), user)
        manager = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.assertIn(self.raw("DELETE", "/library", manager), (401, 403, 404))
        self.rest("secretariat", "GET", f"{self.group}/@library", 200)

    def test_no_address_with_dots_reaches_it(self):
        office = ("secretariat", PASSWORD)
        folder = self.make_folder().removeprefix(self.group)
        for dots in ("..", "%2e%2e", "..%2f", "%2E.%2F", ".", "%2e"):
            for verb in ("GET", "HEAD", "POST", "PATCH", "DELETE"):
                for place in ("/library/@tus-upload", folder):
                    status = self.raw(verb, f"{place}/{dots}", office)
                    self.assertEqual(status, 400, f"{verb} {place}/{dots}")
        self.rest("secretariat", "GET", f"{self.group}/@library", 200)

    def raw(self, verb, path, auth):
        """The status of an answer to an address as it is: other clients resolve dots."""
        address = urlsplit(self.group)
        connection = http.client.HTTPConnection(address.netloc, timeout=120)
        self.addCleanup(connection.close)
        login = b64encode(":".join(auth).encode()).decode()
        connection.request(
            verb,
            f"{address.path}{path}",
            body=b"{}" if verb in ("POST", "PATCH") else None,
            headers={
                "Accept": "application/json",
                "Authorization": f"Basic {login}",
                "Content-Type": "application/json",
            },
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def test_a_name_that_cannot_be_changed_is_refused(self):
        alert = self.make(user="secretariat")
        for content in (self.library, self.make_folder(), alert):
            body = {"id": "other", "title": "EXERCISE"}
            answer = self.rest("secretariat", "PATCH", content, 400, json=body)
            self.assertEqual([one["field"] for one in answer["errors"]], ["id"])
            body["id"] = content.rpartition("/")[2]
            self.rest("secretariat", "PATCH", content, 204, json=body)


class CodeTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_no_code_removes_renames_or_moves_it(self):
        portal = self.layer["portal"]
        login(portal, "secretariat")
        group = portal.cheetahs
        library = group.library
        for act in (
            lambda: group.manage_delObjects(["library"]),
            lambda: group._delObject("library"),
            lambda: notify(
                ObjectWillBeMovedEvent(library, group, "library", group, "other")
            ),
            lambda: notify(
                ObjectWillBeMovedEvent(library, group, "library", portal, "library")
            ),
        ):
            self.assertRaises(Refusal, act)
