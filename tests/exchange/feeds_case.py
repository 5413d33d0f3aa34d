"""A portal whose library feed readers and browsers ask for."""

import requests
from cites.cug.demo.testing import PASSWORD
from lxml import etree
from tests.login.case import LoginCase, MEMBER


NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
READER = "application/atom+xml, application/xml;q=0.9, */*;q=0.8"
ALERT = {
    "@type": "Alert",
    "title": "EXERCISE: zqcubs",
    "alert_type": "seizure",
    "handling": "green",
}


class FeedsCase(LoginCase):
    def setUp(self):
        super().setUp()
        self.group = f"{self.portal}/cheetahs"

    def do(self, method, path, user=MEMBER, status=None, **kw):
        answer = self.rest(path, method=method, basic=(user, PASSWORD), **kw)
        if status is not None:
            self.assertEqual(status, answer.status_code, answer.text)
        return answer

    def key(self, user=MEMBER, path="cheetahs"):
        """The address of a feed, with a new key."""
        return self.do("POST", f"{path}/@feed-key", user, 201).json()["feed"]

    def add(self, **fields):
        made = self.do("POST", "cheetahs/library", status=201, json={**ALERT, **fields})
        return made.json()["@id"]

    def move(self, item, *transitions):
        for name in transitions:
            path = item.removeprefix(f"{self.portal}/")
            way = f"{path}/@workflow/{name}"
            self.do("POST", way, "secretariat", 200, json={})

    def read(self, address, accept=READER, **headers):
        return requests.get(
            address,
            headers={"Accept": accept, **headers},
            allow_redirects=False,
            timeout=120,
        )

    def feed(self, address):
        answer = self.read(address)
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertEqual(
            "application/atom+xml; charset=utf-8", answer.headers["Content-Type"]
        )
        return etree.fromstring(answer.content)


def find(feed, path):
    return feed.xpath(path, namespaces=NAMES)
