"""The numbers of the changes of topics, by which it is known that something changed."""

from cites.cug.core.sql.session import session, write_session
from cites.cug.workspaces.change_log import drop_before, last_number
from datetime import datetime, timedelta, UTC
from tests.workspaces.case import WorkspaceTestCase


class NumbersTest(WorkspaceTestCase):
    def last(self):
        return self.do(lambda: last_number(session()))

    def drop_all(self):
        drop_before(write_session(), datetime.now(UTC) + timedelta(days=1))

    def test_they_go_on_when_all_changes_are_old(self):
        topic = self.make_topic()
        before = self.last()
        self.assertGreater(before, 0)
        self.do(self.drop_all)
        self.assertEqual(before, self.last())
        body = {"text": "A word"}
        self.assertEqual(204, self.status("POST", f"{topic}/@comments", json=body))
        self.assertLess(before, self.last())
