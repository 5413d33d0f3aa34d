"""Who may begin to send a document in pieces, and that nobody else may go on with it."""

import json
import os
import unittest
from base64 import b64encode
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.access.layer import CANARY_HTTP
from tests.access.matrix import CALLERS, may_see, read_table
from tests.access.probe import Caller
from typing import Any
from unittest.mock import patch


#: By hand, as in writes.py: into which folder of ``cheetahs``.
UPLOADS = read_table(
    """
                              an ou ic is ig au cu po wi co se ma sv
library                       .  .  .  .  x  x  x  x  x  x  x  .  x
folder shared                 .  .  .  .  x  x  x  x  x  x  x  .  x
folder enforcement            .  .  .  .  .  x  x  x  x  x  x  .  x
folder chosen                 .  .  .  .  x  .  .  x  x  .  x  .  .
alert enforcement             .  .  .  .  .  .  .  .  .  .  .  .  .
"""
)
DOCUMENT = {
    "@type": "LibraryDocument",
    "title": "EXERCISE",
    "document_type": "report",
    "handling": "green",
}
ANNOUNCED = {"filename": "a.pdf", "json": json.dumps(DOCUMENT)}
HEADERS = {
    "Accept": "application/json",
    "Tus-Resumable": "1.0.0",
    "Upload-Length": "9",
    "Upload-Metadata": ",".join(
        f"{name} {b64encode(value.encode()).decode()}"
        for name, value in ANNOUNCED.items()
    ),
}
PIECE = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
#: What one may do with an upload of one's own.
VERBS: dict[str, dict[str, Any]] = {
    "HEAD": {},
    "GET": {},
    "PATCH": {"headers": {**HEADERS, **PIECE}, "data": b"%PDF-"},
    "DELETE": {},
}


class TestUploads(unittest.TestCase):
    layer = CANARY_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        objects = {(one.group, one.name): one for one in self.layer["objects"]}
        self.paths = {row: objects["cheetahs", row].path for row in UPLOADS}
        folders = ExitStack()
        self.addCleanup(folders.close)
        self.folder = Path(folders.enter_context(TemporaryDirectory()))
        named = {"TUS_TMP_FILE_DIR": str(self.folder)}
        folders.enter_context(patch.dict(os.environ, named))

    def ask(self, kind: str, verb: str, url: str, **how: Any) -> Any:
        session = Caller(CALLERS[kind], self.portal).session
        how.setdefault("headers", HEADERS)
        return session.request(verb, url, timeout=60, allow_redirects=False, **how)

    def begin(self, kind: str, row: str) -> Any:
        return self.ask(kind, "POST", f"{self.portal}/{self.paths[row]}/@tus-upload")

    def refusal(self, kind: str, row: str) -> int:
        if kind == "anonymous":
            return 401
        if row == "alert enforcement":
            return 404  # files of alerts do not come in pieces
        return 403 if may_see(kind, "cheetahs", row) else 404

    def test_each_kind_of_caller_begins_where_it_may_add(self):
        for row, allowed in UPLOADS.items():
            for kind in CALLERS:
                with self.subTest(row, kind=kind):
                    before = len(list(self.folder.iterdir()))
                    answer = self.begin(kind, row)
                    expected = 201 if kind in allowed else self.refusal(kind, row)
                    self.assertEqual(answer.status_code, expected, answer.text)
                    begun = len(list(self.folder.iterdir())) - before
                    self.assertEqual(begun, 2 if kind in allowed else 0)

    def test_to_all_others_it_is_not_there(self):
        for owner in ("customs", "service", "secretariat"):
            url = self.begin(owner, "folder shared").headers["Location"]
            missing = f"{url[:-32]}{'0' * 32}"
            for kind in CALLERS.keys() - {owner}:
                for verb, how in VERBS.items():
                    with self.subTest(owner=owner, kind=kind, verb=verb):
                        here, there = (
                            self.ask(kind, verb, one, **how) for one in (url, missing)
                        )
                        self.assertIn(here.status_code, (401, 403, 404))
                        self.assertEqual(here.status_code, there.status_code)
                        told = here.text.replace(url[-32:], missing[-32:])
                        self.assertEqual(told, there.text)
            still = self.ask(owner, "GET", url)
            self.assertEqual(still.status_code, 200, still.text)
            self.assertEqual(still.json()["offset"], 0)
