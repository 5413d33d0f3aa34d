"""Members of a group, asked over HTTP."""

import requests
import transaction
import unittest
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from collective.workspace.interfaces import IWorkspace
from lxml import html


class MembersCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.group = f"{self.portal}/cheetahs"
        self.members = f"{self.group}/@members"

    def ask(self, user, method="GET", path="", json=None, password=PASSWORD):
        return requests.request(
            method,
            f"{self.members}{path}",
            auth=(user, password),
            headers={"Accept": "application/json"},
            json=json,
            timeout=120,
        )

    def items(self, user, path=""):
        answer = self.ask(user, path=path)
        self.assertEqual(200, answer.status_code, answer.text)
        return {item["id"]: item for item in answer.json()["items"]}

    def sees_group(self, user):
        answer = requests.get(
            self.group,
            auth=(user, PASSWORD),
            headers={"Accept": "application/json"},
            timeout=120,
        )
        return answer.status_code == 200

    def page(self, user, path="members", status=200):
        answer = requests.get(f"{self.group}/{path}", auth=(user, PASSWORD), timeout=120)
        self.assertEqual(status, answer.status_code, answer.text)
        return html.fromstring(answer.text)

    def send(self, user, path="members", /, **form):
        page = self.page(user, path)
        form["_authenticator"] = page.xpath("//input[@name='_authenticator']/@value")[0]
        url = f"{self.group}/{path.partition('?')[0]}"
        return requests.post(url, auth=(user, PASSWORD), data=form, timeout=120)

    def note(self, user_id, **values):
        """Change dates on the roster, as time would."""
        transaction.abort()
        IWorkspace(self.layer["portal"].cheetahs).note(user_id, **values)
        transaction.commit()

    def entry(self, user_id):
        transaction.abort()
        return IWorkspace(self.layer["portal"].cheetahs).get(user_id)
