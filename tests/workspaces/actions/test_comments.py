"""Files of a topic are named for nobody, and reports hide comments."""

from cites.cug.confirmation.requirement import NonNominal
from cites.cug.sql.session import session
from cites.cug.workspaces.actions.comments import (
    add_comment,
    attach_file,
    take_attachment,
)
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.models import TopicRow
from plone.app.testing import login
from sqlalchemy import select
from tests.workspaces.actions.case import ActionCase


class TopicsTest(ActionCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic()

    def changes(self):
        """How often readers have been told that something changed."""
        query = select(TopicRow.changes).where(TopicRow.topic_uid == self.topic.UID())
        return session().connection().scalar(query)

    def test_a_file_is_named_for_nobody_unless_confirmed(self):
        who, name = {"acting_user": "police-xa"}, "The driver, Chinedu Okonkwo.txt"
        taken = take_attachment(b"note", name)
        before = self.changes()
        with self.assertRaises(NonNominal):
            attach_file(self.topic, taken, **who)
        self.assertEqual(([], before), (list(self.topic.objectIds()), self.changes()))
        attach_file(self.topic, taken, **who, confirmed="A company is called so.")
        self.assertEqual(1, len(self.topic.objectIds()))
        self.assertLess(before, self.changes())

    def test_a_report_hides_a_comment_and_tells_its_readers_that_it_changed(self):
        comment = add_comment(self.topic, "Seen at the port.", acting_user="police-xa")
        before = self.changes()
        login(self.layer["portal"], "customs-xa")
        who = {"acting_user": "customs-xa"}
        self.assertIs(True, report_comment(self.topic, comment, "A name.", **who))
        self.assertTrue(comment.reported)
        self.assertLess(before, self.changes())
