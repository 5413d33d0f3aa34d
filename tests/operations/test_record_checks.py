"""What `bin/cug verify` finds in the stores, and `bin/cug rebuild` makes anew."""

import transaction
import unittest
from cites.cug.core.plone_internals.blobs import is_blob, kept_checksum
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session, write_session
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.messaging.models import FolderCount, Mailbox
from cites.cug.operations import content_checks, record_checks
from cites.cug.operations.progress import Progress
from cites.cug.operations.rebuilding import (
    rebuild_counts,
    rebuild_lists,
    rebuild_rosters,
    rebuild_topics,
)
from cites.cug.operations.store_comparison import compare_stores
from cites.cug.workspaces.change_log import last_number
from cites.cug.workspaces.models import PostRow, TopicRow
from hashlib import sha256
from pathlib import Path
from plone import api
from plone.namedfile.file import NamedBlobFile
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session
from tests.workspaces.case import WorkspaceTestCase


QUIET = Progress(quiet=True)
DATA = b"%PDF-1.4 as it was handed in"
TOPIC = {
    "topic_uid": "t",
    "workspace_uid": "w",
    "path": "p",
    "title": "A",
    "author": "customs-xa",
    "pinned": False,
    "closed": False,
    "answered": False,
    "reported": False,
    "comments_total": 0,
    "last_post": 5,
    "last_author": "customs-xa",
    "changes": 0,
}


class TopicsTest(WorkspaceTestCase):
    def test_all_that_lists_show_of_a_topic_is_compared_and_made_anew(self):
        self.make_topic()

        def faults():
            transaction.commit()
            with Session(engine(records_url())) as records:
                found = compare_stores(self.site, records, QUIET)
                return [fault.words for fault in found]

        self.assertEqual([], faults())
        said = {"author": "igo-interpol", "pinned": True, "answered": True}
        write_session().execute(update(TopicRow).values(path="a/b", **said))
        told = {f"is listed with another {name}" for name in ("path", *said)}
        self.assertEqual(told, set(faults()))
        last = last_number(session())
        rebuild_topics(self.site)
        self.assertEqual([], faults())
        self.assertGreater(last_number(session()), last)
        write_session().execute(delete(TopicRow))
        last = last_number(session())
        rebuild_topics(self.site)
        self.assertEqual([], faults())
        self.assertGreater(last_number(session()), last)


class ChecksTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal["cheetahs"]

    def places(self, check, *arguments):
        transaction.commit()
        with Session(engine(records_url())) as records:
            return [str(fault) for fault in check(*arguments, records, QUIET)]

    def counts(self):
        transaction.commit()
        with Session(engine(records_url())) as records:
            return [
                str(fault) for fault in record_checks.check_counts(None, records, QUIET)
            ]

    def add_document(self):
        with api.env.adopt_user("secretariat"):
            file = NamedBlobFile(DATA, "application/pdf", "a.pdf")
            item = api.content.create(
                self.group["library"], "LibraryDocument", "doc", title="A", file=file
            )
        transaction.commit()
        return item

    def test_a_file_keeps_its_checksum_and_every_change_of_it_is_found(self):
        file = self.add_document().file
        with file.open() as opened:
            path, oid = Path(opened.name), opened.blob._p_oid
        storage = self.layer["zodbDB"].storage
        data, tid = storage.load(oid)

        def faults():
            return list(content_checks.check_blob(storage, oid, tid, data))

        self.assertTrue(is_blob(data))
        self.assertEqual(sha256(DATA).hexdigest(), kept_checksum(data))
        self.assertEqual([], faults())
        path.chmod(0o600)
        path.write_bytes(DATA.replace(b"handed", b"landed"))
        (fault,) = faults()
        self.assertIn("is not what was stored", fault.words)
        path.unlink()
        (fault,) = faults()
        self.assertIn("is missing", fault.words)

    def test_the_catalog_is_compared_and_made_anew(self):
        item = self.add_document()
        catalog = self.portal.portal_catalog
        check = content_checks.check_catalog
        self.assertEqual([], list(check(self.portal, None, QUIET)))
        catalog.uncatalog_object("/".join(item.getPhysicalPath()))
        (missing,) = check(self.portal, None, QUIET)
        self.assertIn("is not listed", missing.words)
        catalog.catalog_object(item, idxs=["UID"])
        listed = [fault.words for fault in check(self.portal, None, QUIET)]
        self.assertIn("is listed with another allowedRolesAndUsers", listed)
        changed = item.modified()
        rebuild_lists(self.portal)
        transaction.commit()
        self.assertEqual([], list(check(self.portal, None, QUIET)))
        self.assertEqual(changed, item.modified())

    def test_counters_of_rosters_are_compared_and_made_anew(self):
        self.assertEqual([], list(content_checks.check_rosters(self.portal, None, QUIET)))
        self.group._counters["Customs"].change(1)
        (fault,) = content_checks.check_rosters(self.portal, None, QUIET)
        self.assertEqual("/plone/cheetahs", fault.place)
        rebuild_rosters(self.portal)
        self.assertEqual([], list(content_checks.check_rosters(self.portal, None, QUIET)))

    def test_counts_are_compared_and_made_anew(self):
        group = self.group.UID()
        box = {"id": 7, "group_uid": group, "user_id": "customs-xa"}
        write_session().execute(insert(Mailbox).values(**box))
        count = {"mailbox_id": 7, "folder": "inbox", "total": 3, "unread": 1}
        write_session().execute(insert(FolderCount).values(**count))
        self.assertIn("counts (3, 1), holds None", self.counts()[0])
        rebuild_counts(self.portal)
        self.assertEqual([], self.counts())

    def test_topics_are_compared_and_made_anew(self):
        write_session().execute(insert(TopicRow).values(**TOPIC))
        post = {"topic_uid": "t", "post_id": 5, "author": "customs-xa"}
        write_session().execute(insert(PostRow).values(**post))
        (fault,) = self.places(compare_stores, self.portal)
        self.assertIn("topic t: is listed and does not exist", fault)
        rebuild_topics(self.portal)
        self.assertEqual([], self.places(compare_stores, self.portal))

    def test_rows_that_cannot_be_read_are_named(self):
        write_session().execute(insert(TopicRow).values(**TOPIC))
        transaction.commit()
        with engine(records_url()).connect() as connection:
            self.assertEqual([], list(record_checks.check_database(connection, QUIET)))
        broken = "UPDATE workspace_topic SET title = CAST(X'ff' AS TEXT)"
        with engine(records_url()).begin() as connection:
            connection.exec_driver_sql(broken)
        with engine(records_url()).connect() as connection:
            (fault,) = record_checks.check_database(connection, QUIET)
        self.assertEqual("table workspace_topic", fault.place)
        write_session().execute(update(TopicRow).values(title="A"))
        write_session().execute(delete(TopicRow))
        transaction.commit()
