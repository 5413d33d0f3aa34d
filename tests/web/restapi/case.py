"""A portal with a thing of each kind that our services are about, and who asks."""

import requests
import unittest
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from cites.cug.web.restapi.services import Nothing, RestService
from collections.abc import Iterator
from tests.access import addresses
from typing import Any, NamedTuple
from zope.interface.declarations import Implements


#: What stands at the open part of an address where nothing is.
NO_UUID = "00000000-0000-0000-0000-000000000000"
NOBODY = {
    "{id}": "nobody",
    "{key}": "0" * 32,
    "{n}": "0",
    "{collection}": NO_UUID,
    "{event}": f"{NO_UUID}.json",
}

ALERT = {
    "@type": "Alert",
    "title": "EXERCISE",
    "alert_type": "seizure",
    "handling": "green",
}


class Service(NamedTuple):
    """A verb at an address, as ZCML registers it."""

    verb: str
    context: str
    #: As ``@members/{id}/suspend``; empty for content itself.
    name: str
    factory: Any

    @property
    def path(self) -> str:
        steps = self.name.split("/")
        return "/".join(NOBODY.get(step, step) for step in steps)


def services() -> Iterator[Service]:
    """All of ours that answer something, each once."""
    seen = set()
    for one in filter(addresses.is_ours, addresses.registrations()):
        verb, name = addresses.verb_and_name(one)
        is_error = isinstance(one.required[0], Implements)
        is_ours = isinstance(one.factory, type) and issubclass(one.factory, RestService)
        if not verb or is_error or not is_ours or issubclass(one.factory, Nothing):
            continue
        service = Service(verb, one.required[0].__name__, name, one.factory)
        if service[:3] not in seen:
            seen.add(service[:3])
            yield service


class ServicesCase(unittest.TestCase):
    layer = CUG_HTTP
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.group = f"{self.portal}/cheetahs"
        self.alert = self.make(f"{self.group}/library", ALERT)
        content = {"filename": "list.txt", "data": "ZXhlcmNpc2U=", "encoding": "base64"}
        note = {"@type": "File", "title": "EXERCISE", "file": content}
        self.note = self.make(self.alert, note)
        team = {"@type": "Workspace", "title": "EXERCISE"}
        self.workspace = self.make(f"{self.group}/workspaces", team)
        self.topic = self.make(self.workspace, {"@type": "Topic", "title": "EXERCISE"})
        #: Interface that a service is for → an address of such a thing.
        self.places = {
            "IPloneSiteRoot": self.portal,
            "IClosedUserGroup": self.group,
            "ILibraryFolder": f"{self.group}/library",
            "ILibraryContent": self.alert,
            "ILibraryItem": self.alert,
            "IContentish": self.alert,
            "IInsideGroup": self.alert,
            "IFile": self.note,
            "IImage": self.note,
            "IAlert": self.alert,
            "IWorkspaces": f"{self.group}/workspaces",
            "ITeamWorkspace": self.workspace,
            "ITopic": self.topic,
        }

    def published_and_reported(self):
        """An alert that one may report, and a topic on whose report is to be decided."""
        published = self.make(f"{self.group}/library", ALERT)
        self.ask("POST", f"{published}/@workflow/publish", "secretariat", json={})
        reported = self.make(self.workspace, {"@type": "Topic", "title": "EXERCISE"})
        because = {"comment": "It names somebody."}
        answer = self.ask("POST", f"{reported}/@workflow/report", json=because)
        self.assertEqual(answer.status_code, 200, answer.text)
        return published, reported

    def make(self, url, fields, user="customs-xa"):
        answer = self.ask("POST", url, user, json=fields)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()["@id"]

    def ask(self, verb, url, user="customs-xa", headers=(), **kw):
        return requests.request(
            verb,
            url,
            auth=(user, PASSWORD) if user else None,
            headers={"Accept": "application/json", **dict(headers)},
            timeout=60,
            **kw,
        )
