"""Members who send and read messages over HTTP."""

import requests
import unittest
from base64 import b64encode
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import Base, engine
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from sqlalchemy import func, select


MISSING = "0123456789abcdef0123456789abcdef"


def in_json(filename, data=b"found: three cubs\n", **more):
    """A file as it stands in JSON."""
    return {"filename": filename, "data": b64encode(data).decode(), **more}


class MessagesHttpCase(unittest.TestCase):
    layer = CUG_HTTP
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.group = f"{self.portal}/cheetahs"
        self.messages = f"{self.group}/@messages"

    def ask(self, user, method, url, headers=(), **kw):
        if not url.startswith("http"):
            url = f"{self.messages}/{url}".removesuffix("/")
        headers = {"Accept": "application/json", **dict(headers)}
        auth = (user, PASSWORD) if user else None
        return requests.request(method, url, auth=auth, headers=headers, timeout=60, **kw)

    def done(self, user, method, url, status=200, **kw):
        """What is answered to a request that succeeds."""
        answer = self.ask(user, method, url, **kw)
        self.assertEqual(answer.status_code, status, answer.text[:500])
        return answer.json() if answer.content else None

    def post(self, user="customs-xa", to=("police-xb",), headers=(), **fields):
        """A new message as its sender gets it."""
        letter = {"subject": "EXERCISE: cubs", "body": "A crate.", "to": [*to], **fields}
        return self.done(user, "POST", "", 201, headers=headers, json=letter)

    def get(self, user, message_id):
        return self.done(user, "GET", message_id)

    def listed(self, user, **query):
        return self.done(user, "GET", "", params=query)

    def ids(self, user, **query):
        return [item["id"] for item in self.listed(user, **query)["items"]]

    def assertMissing(self, user, method, url, **kw):
        """Answered like a place that was never there."""
        answer = self.ask(user, method, url, **kw)
        never = self.ask(user, "GET", f"{self.group}/nothing")
        self.assertEqual(answer.status_code, 404, (url[-80:], answer.text[:300]))
        self.assertEqual(answer.text, never.text)

    def assertBad(self, answer, *fields):
        """400 that names these fields, each with words."""
        self.assertEqual(answer.status_code, 400, answer.text[:500])
        said = answer.json()
        self.assertEqual(said["type"], "BadRequest")
        self.assertEqual([error["field"] for error in said["errors"]], list(fields))
        for error in said["errors"]:
            self.assertIn(f"{error['field']}: {error['message']}", said["message"])
            self.assertTrue(error["message"])

    def stored(self):
        """How many rows each table of messages holds."""
        names = ("message", "message_delivery", "message_attachment", "mailbox_count")
        tables = [Base.metadata.tables[name] for name in names]
        with engine(records_url()).connect() as connection:
            return [
                connection.scalar(select(func.count()).select_from(table))
                for table in tables
            ]
