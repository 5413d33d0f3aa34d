"""What is kept of changes, and for how long."""

import transaction
import unittest
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.validation.errors import Refusal
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.exchange.following import follow_group, KEPT
from cites.cug.exchange.jobs import drop_old_changes
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.library.lists.changes import ChangeLog
from cites.cug.login.scopes import Scope
from cites.cug.workspaces.change_log import CHANGE
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import login
from sqlalchemy import insert, select
from unittest.mock import patch


class DropOldChangesTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_old_changes_go_and_cursors_that_need_them_end(self):
        portal = self.layer["portal"]
        group, allows = portal.cheetahs, frozenset(Scope).__contains__
        login(portal, "customs-xa")
        log = library_index(portal.portal_catalog).changes = ChangeLog()
        begun = follow_group(group, None, 100, allows).place
        old = datetime.now(UTC) - KEPT - timedelta(days=2)
        with patch(
            "cites.cug.library.lists.changes.time.time", return_value=old.timestamp()
        ):
            for uid in "abc":
                log.note(group.UID(), (), 7, uid, "/plone/x", "Alert", 1)
        row = {"path": "a/b", "workspace_uid": "", "only_author": "", "at": old}
        write_session().execute(
            insert(CHANGE), [{"topic_uid": uid, **row} for uid in "abc"]
        )
        transaction.commit()
        for _run in range(2):
            drop_old_changes(datetime.now(UTC))
            transaction.commit()
            kept = [entry.uid for _key, entry in log.after(group.UID(), 0)]
            self.assertEqual(kept, ["c"], "the last one has the number to go on from")
            self.assertEqual([*session().scalars(select(CHANGE.c.topic_uid))], ["c"])
        at = int(old.timestamp())
        for part in ("library", "topics"):
            late = begun._replace(**{part: getattr(begun, part)._replace(at=at)})
            with self.assertRaises(Refusal) as refused:
                follow_group(group, late, 100, allows)
            self.assertEqual(refused.exception.kind.status, 410)
        with self.assertRaises(Refusal):
            follow_group(group, old, 100, allows)
        page = follow_group(group, begun, 100, allows)
        self.assertEqual((page.changes, page.more), ([], False))
        self.assertIsNotNone(api.portal.get())
