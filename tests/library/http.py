"""A portal asked over HTTP, and what lies in its library."""

import requests
import unittest
from cites.cug.testing import CUG_HTTP
from cites.cug.testing import PASSWORD
from pathlib import Path


class HttpTestCase(unittest.TestCase):
    layer = CUG_HTTP
    author = "customs-xa"

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.library = f"{self.portal}/cheetahs/library"

    def ask(self, method, url, user=None, headers=(), **kw):
        return requests.request(
            method,
            url,
            auth=(user or self.author, PASSWORD),
            headers={"Accept": "application/json", **dict(headers)},
            timeout=60,
            **kw,
        )

    def alert(self, **fields):
        """What to send for an alert."""
        return {
            "@type": "Alert",
            "title": "EXERCISE: cubs in a crate",
            "alert_type": "seizure",
            "handling": "green",
            **fields,
        }

    def document(self, **fields):
        """What to send for a document, without its file."""
        return {
            "@type": "LibraryDocument",
            "title": "EXERCISE: a report",
            "document_type": "report",
            "handling": "green",
            **fields,
        }

    def make(self, fields, where=None):
        answer = self.ask("POST", where or self.library, json=fields)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()

    def stored(self):
        """Ids of all that lies in the library, and the number of files on disk."""
        self.layer["portal"]._p_jar.sync()
        library = self.layer["portal"].cheetahs.library
        ids = {
            "/".join(item.getPhysicalPath())
            for parent in (library, *library.objectValues())
            for item in getattr(parent, "objectValues", list)()
        }
        storage = self.layer["portal"]._p_jar.db().storage
        blobs = Path(storage.temporaryDirectory()).parent
        return ids, sorted(str(path) for path in blobs.rglob("*.bl*"))
