"""A portal asked over HTTP, with a workspace in it."""

import transaction
from tests.library.http import HttpTestCase


class WorkspaceTestCase(HttpTestCase):
    """``customs-xa`` moderates, ``police-xa`` takes part, ``wildlife-xa`` reads."""

    author = "customs-xa"

    def setUp(self):
        super().setUp()
        self.group = f"{self.portal}/cheetahs"
        self.place = f"{self.group}/workspaces"
        self.workspace = self.make_workspace()
        self.invite("police-xa")
        self.invite("wildlife-xa", role="guest")

    def make_workspace(self, user=None, **fields):
        body = {
            "@type": "Workspace",
            "title": "EXERCISE: route through XB",
            "description": "Who carries what through which port.",
            **fields,
        }
        return self.created(self.ask("POST", self.place, user, json=body))

    def make_topic(self, user=None, where=None, **fields):
        body = {"@type": "Topic", "title": "EXERCISE: crates", "text": "<p>Who?</p>"}
        url = where or self.workspace
        return self.created(self.ask("POST", url, user, json={**body, **fields}))

    def created(self, answer):
        self.assertEqual(201, answer.status_code, answer.text)
        return answer.json()["@id"]

    def invite(self, user, by=None, where=None, status=204, **more):
        url = f"{where or self.workspace}/@roster"
        answer = self.ask("POST", url, by, json={"id": user, **more})
        self.assertEqual(status, answer.status_code, answer.text)
        return answer

    def status(self, method, url, user=None, **kw):
        return self.ask(method, url, user, **kw).status_code

    def do(self, action, *args, **kw):
        """Something that happens in the portal itself, and is kept."""
        transaction.abort()
        result = action(*args, **kw)
        transaction.commit()
        return result

    @property
    def site(self):
        return self.layer["portal"]

    def object_at(self, url):
        transaction.abort()
        return self.site.unrestrictedTraverse(url[len(self.portal) + 1 :])

    def found(self, user, **query):
        """Addresses that a search shows."""
        url = f"{self.portal}/@search"
        answer = self.ask("GET", url, user, params={"b_size": 500, **query})
        if answer.status_code != 200:
            return answer.status_code
        return {row["@id"] for row in answer.json()["items"]}
