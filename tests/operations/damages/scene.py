"""A portal with something of each kind in it, which is damaged and put back."""

import sqlite3
import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.demo.accounts import ACCOUNTS, GROUPS, make_groups, OUTSIDER
from cites.cug.demo.testing import forget_records
from cites.cug.operations.journal import find_older
from cites.cug.operations.progress import Progress
from cites.cug.operations.verification import verify_content, verify_records
from plone import api
from plone.app.testing import SITE_OWNER_NAME, TEST_USER_ID
from Products.CMFCore.indexing import processQueue
from sqlalchemy import make_url, text
from tests.library.http import as_json
from tests.library.marked import pdf
from tests.messaging.http import in_json
from tests.operations.damages.filled_rows import fill_rows
from tests.workspaces.case import WorkspaceTestCase
from zope.component.hooks import setSite


QUIET = Progress(quiet=True)
ALERT = {
    "@type": "Alert",
    "title": "EXERCISE: cubs",
    "alert_type": "seizure",
    "handling": "green",
}
DOCUMENT = {
    "@type": "LibraryDocument",
    "title": "EXERCISE: a report",
    "document_type": "report",
}


class Scene(WorkspaceTestCase):
    """The portal after some deeds of members, all of them on record.

    A subclass adds what it needs in ``fill``.
    """

    def setUp(self):
        self.make_groups_anew()
        super().setUp()
        self.fill()
        while seal_waiting():
            pass
        transaction.begin()
        setSite(self.site)
        self.saved = self.save_records()

    def make_groups_anew(self):
        """Make the layer's groups again, as tests before have emptied their trail."""
        site = self.layer["portal"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(objects=[site[name] for name in GROUPS])
            users = [*ACCOUNTS, OUTSIDER, TEST_USER_ID]
            site.acl_users.userFolderDelUsers(users)
        transaction.commit()
        forget_records()
        who = {"target": self.layer["app"], "acting_user": SYSTEM}
        detail = {"member": SITE_OWNER_NAME}
        record("account.add", detail=detail, **who)
        record("account.roles", detail={**detail, "roles": ["Manager"]}, **who)
        make_groups(site, acting_user=SITE_OWNER_NAME)
        transaction.commit()

    def fill(self):
        library = self.library = f"{self.group}/library"
        self.alert = self.created(self.ask("POST", library, json=ALERT))
        for user, step in (
            *(("customs-xa", "submit"), ("secretariat", "publish")),
            ("secretariat", "share"),
        ):
            url = f"{self.alert}/@workflow/{step}"
            self.assertEqual(200, self.status("POST", url, user))
        body = {**DOCUMENT, "file": as_json(pdf(), "report.pdf")}
        self.document = self.created(self.ask("POST", library, "secretariat", json=body))
        self.chosen = self.created(
            self.ask("POST", library, json={**ALERT, "title": "EXERCISE: for some"})
        )
        copied = {"source": self.alert}
        url = f"{library}/@copy"
        self.assertEqual(200, self.status("POST", url, "secretariat", json=copied))
        self.topic = self.make_topic()
        readers = {"readers": ["country:XB"]}
        url = f"{self.chosen}/@workflow/choose"
        self.assertEqual(200, self.status("POST", url, "secretariat", json=readers))
        said = self.ask(
            "POST", f"{self.topic}/@comments", "police-xa", json={"text": "A word"}
        )
        self.assertIn(said.status_code, (201, 204), said.text)
        letter = {
            "subject": "EXERCISE: cubs",
            "body": "A crate.",
            "to": ["police-xb"],
            "attachments": [in_json("note.txt")],
        }
        sent = self.ask("POST", f"{self.group}/@messages", json=letter)
        self.assertEqual(201, sent.status_code, sent.text)
        self.message = sent.json()["id"]
        opened = self.ask("GET", f"{self.group}/@messages/{self.message}", "police-xb")
        self.assertEqual(200, opened.status_code, opened.text)
        fill_rows(self)

    # For damages

    def at(self, url):
        """The object of an address, in the connection that is verified."""
        return self.site.unrestrictedTraverse(url[len(self.portal) + 1 :])

    def path(self, url):
        """The path of an address, as faults name it."""
        return "/".join(self.at(url).getPhysicalPath())

    def sql(self, statement, **values):
        """Change records as somebody with the database does; how many rows."""
        with engine(records_url()).begin() as connection:
            return connection.execute(text(statement), values).rowcount

    def read(self, statement, **values):
        """One value."""
        with engine(records_url()).connect() as connection:
            return connection.execute(text(statement), values).scalar()

    # What the test does with them

    def faults(self):
        """What is found now, as it is printed."""
        processQueue()  # what is not committed is not indexed yet
        root = self.site._p_jar.root()
        found = [
            *find_older(root),
            *verify_records(QUIET),
            *verify_content(self.site, QUIET),
        ]
        setSite(self.site)
        return [str(fault) for fault in found]

    def save_records(self):
        saved = sqlite3.connect(":memory:", check_same_thread=False)
        self.addCleanup(saved.close)
        with sqlite3.connect(make_url(records_url()).database) as present:
            present.backup(saved)
        present.close()
        return saved

    def put_back(self):
        """Undo a damage, in both stores."""
        transaction.abort()
        engine(records_url()).dispose()
        with sqlite3.connect(make_url(records_url()).database) as present:
            self.saved.backup(present)
        present.close()
        setSite(self.site)
