"""Each kind of deed that writes to both stores, killed on both sides of the first commit.

Before it, nothing is kept in either store. After it, the journal holds what SQL lacks: it
writes, row for row, what would have been committed.
"""

import requests
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.replay import left_entries
from cites.cug.core.sql.session import engine, RecordsVote
from cites.cug.demo.testing import PASSWORD
from cites.cug.operations.progress import Progress
from cites.cug.operations.store_comparison import compare_stores
from collections.abc import Iterator
from contextlib import contextmanager
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy.orm import Session
from tests.core.sql.dying import committed_rows, replaying
from tests.library.http import as_json
from tests.library.marked import pdf
from tests.membership.access_requests.case import pending
from tests.workspaces.case import WorkspaceTestCase
from typing import Any, NamedTuple
from unittest.mock import patch


class Died(Exception):
    """The process ends before content is committed."""


@contextmanager
def dying_before_content() -> Iterator[None]:
    def die(voter: Any, _transaction: Any) -> None:
        if voter.crosses:
            raise Died

    with patch.object(RecordsVote, "tpc_vote", die):
        yield


class Deed(NamedTuple):
    """What is asked for; ``made`` is the name of what the answer's ``@id`` leads to."""

    user: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    made: str = ""


SECRETARIAT = "secretariat"
ALERT = {
    "@type": "Alert",
    "title": "EXERCISE: cubs",
    "alert_type": "seizure",
    "handling": "green",
}
TOPIC = {"@type": "Topic", "title": "EXERCISE: crates", "text": "<p>Who?</p>"}
FILE = {
    "@type": "LibraryDocument",
    "title": "EXERCISE: a report",
    "document_type": "report",
    "file": as_json(pdf(), "report.pdf"),
}
REASON = {"comment": "It names somebody."}
LIBRARY = "{group}/library"
DEEDS = {
    "add": Deed("customs-xa", "POST", LIBRARY, ALERT, "alert"),
    "change": Deed("customs-xa", "PATCH", "{alert}", {"title": "EXERCISE: five cubs"}),
    "submit": Deed("customs-xa", "POST", "{alert}/@workflow/submit"),
    "retract": Deed("customs-xa", "POST", "{alert}/@workflow/retract"),
    "submit again": Deed("customs-xa", "POST", "{alert}/@workflow/submit"),
    "publish": Deed(SECRETARIAT, "POST", "{alert}/@workflow/publish"),
    "share": Deed(SECRETARIAT, "POST", "{alert}/@workflow/share"),
    "restrict": Deed(SECRETARIAT, "POST", "{alert}/@workflow/restrict"),
    "archive": Deed(SECRETARIAT, "POST", "{alert}/@workflow/archive"),
    "restore": Deed(SECRETARIAT, "POST", "{alert}/@workflow/restore"),
    "report": Deed("police-xa", "POST", "{alert}/@workflow/report", REASON),
    "reinstate": Deed(SECRETARIAT, "POST", "{alert}/@workflow/reinstate"),
    "upload": Deed(SECRETARIAT, "POST", LIBRARY, FILE, "document"),
    "folder": Deed(
        *(SECRETARIAT, "POST", LIBRARY),
        {"@type": "LibraryFolder", "title": "EXERCISE: folder"},
        "folder",
    ),
    "delete": Deed(SECRETARIAT, "DELETE", "{document}"),
    "workspace": Deed(
        *("customs-xa", "POST", "{group}/workspaces"),
        {"@type": "Workspace", "title": "EXERCISE: route"},
        "other",
    ),
    "team": Deed("customs-xa", "POST", "{other}/@roster", {"id": "police-xb"}),
    "leave": Deed("customs-xa", "DELETE", "{other}/@roster/police-xb"),
    "topic": Deed("customs-xa", "POST", "{workspace}", TOPIC, "topic"),
    "comment": Deed("police-xa", "POST", "{topic}/@comments", {"text": "A word"}),
    "pin": Deed("customs-xa", "POST", "{topic}/@pin", {}),
    "close": Deed("customs-xa", "POST", "{topic}/@workflow/close"),
    "move": Deed(
        *("customs-xa", "POST", "{topic}/@move-to"), {"workspace": "{other}"}, "topic"
    ),
    "delete topic": Deed("customs-xa", "DELETE", "{topic}"),
    "approve": Deed(
        *(SECRETARIAT, "POST", "{group}/@access-requests/{request}/approve"),
        {"category": "wildlife"},
    ),
    "category": Deed(
        *(SECRETARIAT, "PATCH", "{group}/@members/customs-xb"), {"category": "police"}
    ),
    "suspend": Deed(
        *(SECRETARIAT, "POST", "{group}/@members/police-xa/suspend"), {"reason": "Left"}
    ),
    "reactivate": Deed(SECRETARIAT, "POST", "{group}/@members/police-xa/reactivate"),
    "settings": Deed(
        *(SITE_OWNER_NAME, "PATCH", "{portal}/@registry"),
        {"cites.cug.login.change_hours": 48},
    ),
    "remove": Deed(SECRETARIAT, "POST", "{group}/@members/customs-xb/remove"),
}
#: Counted at once, and so whatever becomes of the request.
AT_ONCE = ("login_", "rate_use")


class DeedsTest(WorkspaceTestCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        transaction.begin()
        request = pending(self.site.cheetahs)
        transaction.commit()
        self.names = {
            "portal": self.portal,
            "group": self.group,
            "workspace": self.workspace,
            "request": request,
        }

    def attempt(self, deed):
        body = deed.body
        if body is not None:
            body = {name: self.named(given) for name, given in body.items()}
        is_manager = deed.user == SITE_OWNER_NAME
        return requests.request(
            deed.method,
            self.named(deed.path),
            auth=(deed.user, SITE_OWNER_PASSWORD if is_manager else PASSWORD),
            headers={"Accept": "application/json"},
            json=body,
            timeout=60,
        )

    def named(self, given):
        if given == "{other}":  # where a topic goes is said by its workspace's UID
            return self.object_at(self.names["other"]).UID()
        if isinstance(given, str):
            for name, address in self.names.items():
                given = given.replace(f"{{{name}}}", address)
        return given

    def state(self):
        transaction.begin()
        rows = committed_rows()
        kept = {
            name: found for name, found in rows.items() if not name.startswith(AT_ONCE)
        }
        return self.layer["zodbDB"].lastTransaction(), kept

    def test_each_is_kept_in_both_or_in_neither(self):
        for name, deed in DEEDS.items():
            with self.subTest(name):
                before = self.state()
                with dying_before_content():
                    died = self.attempt(deed)
                self.assertEqual(500, died.status_code, died.text)
                self.assertEqual(before, self.state())
                with replaying() as differences:
                    done = self.attempt(deed)
                self.assertIn(done.status_code, (200, 201, 204), done.text)
                self.assertNotEqual(before, self.state())
                self.assertEqual([], differences)
                if deed.made:
                    self.names[deed.made] = done.json()["@id"]
        transaction.begin()
        self.assertEqual([], left_entries(self.site._p_jar.root()))
        with Session(engine(records_url())) as records:
            faults = compare_stores(self.site, records, Progress(quiet=True))
            self.assertEqual([], [str(fault) for fault in faults])
