"""Topics are begun, changed, pinned, answered and moved."""

from cites.cug.access.roles import TeamRole
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import Missing
from cites.cug.mailing.models import Notice
from cites.cug.workspaces.actions import topics
from cites.cug.workspaces.actions.comments import add_comment, delete_comment
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.actions.team import invite_member
from cites.cug.workspaces.edit_history import earlier
from cites.cug.workspaces.models import TopicRow
from cites.cug.workspaces.notices import WORKSPACE
from cites.cug.workspaces.topic_records import moment_of
from plone.app.discussion.interfaces import DISCUSSION_ANNOTATION_KEY
from plone.app.textfield.value import RichTextValue
from sqlalchemy import select
from tests.workspaces.actions.case import ActionCase
from zope.annotation.interfaces import IAnnotations


WHO = {"acting_user": "customs-xa"}


def rich(text):
    return RichTextValue(text, "text/html", "text/html")


class TopicsTest(ActionCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic(text=rich("<p>Who, @customs-xa?</p>"))

    def row(self, topic=None):
        return session().get(
            TopicRow, (topic or self.topic).UID(), populate_existing=True
        )

    def comment(self, text="At the port.", user="police-xa"):
        return add_comment(self.topic, text, acting_user=user)

    def test_a_new_one_is_on_record_and_told_to_all_but_its_author(self):
        self.assertEqual([("police-xa", {})], self.recorded("topic.add", self.topic))
        (notice,) = session().scalars(select(Notice).where(Notice.kind == WORKSPACE))
        self.assertEqual("customs-xa", notice.user_id)
        self.assertEqual(moment_of(self.row().last_post), notice.created)
        self.assertEqual(self.group.UID(), notice.group_uid)

    def test_all_who_comment_find_the_same_conversation(self):
        stored = IAnnotations(self.topic)[DISCUSSION_ANNOTATION_KEY]
        self.assertEqual([], list(stored._children[0]))

    def test_what_looks_different_afterwards_is_kept_as_it_was(self):
        before = self.topic.title, self.topic.text.raw
        for title, text, kept in (
            (*before, []),
            (before[0], f"{before[1]}\n", []),
            ("EXERCISE: boxes", before[1], [before]),
            ("EXERCISE: boxes", "", [before, ("EXERCISE: boxes", before[1])]),
        ):
            with topics.topic_edited(self.topic, **WHO):
                self.topic.title, self.topic.text = title, text and rich(text)
            found = [(one.title, one.text.raw.strip()) for one in earlier(self.topic)]
            self.assertEqual(kept, found, (title, text))
            recorded = [("customs-xa", {})] * len(kept)
            self.assertEqual(recorded, self.recorded("topic.edit", self.topic))
        self.assertEqual("customs-xa", earlier(self.topic)[0].by)

    def test_it_is_pinned_and_put_back_among_the_others(self):
        for pinned in (True, False):
            topics.pin_topic(self.topic, pinned, **WHO)
            self.assertEqual((pinned, pinned), (self.topic.pinned, self.row().pinned))
        expected = [("customs-xa", {"pinned": pinned}) for pinned in (True, False)]
        self.assertEqual(expected, self.recorded("topic.pin", self.topic))

    def test_a_comment_answers_it_until_none_does(self):
        comment = self.comment()
        for number, name in ((int(comment.id), comment.id), (None, None)):
            topics.mark_answer(self.topic, number, **WHO)
            self.assertEqual(number, self.topic.answer)
            self.assertEqual(number is not None, self.row().answered)
            recorded = self.recorded("topic.answer", self.topic)
            self.assertEqual(("customs-xa", {"comment": name}), recorded[-1])

    def test_what_is_not_there_to_read_answers_nothing(self):
        deleted, reported = self.comment(), self.comment("Seen.", "customs-xa")
        delete_comment(self.topic, deleted, acting_user="police-xa")
        report_comment(self.topic, reported, "A name.", acting_user="police-xa")
        for number in (int(deleted.id), int(reported.id), 1):
            with self.assertRaises(Missing):
                topics.mark_answer(self.topic, number, **WHO)
        self.assertIsNone(self.topic.answer)
        self.assertEqual([], self.recorded("topic.answer", self.topic))

    def test_where_it_is_moved_the_other_team_has_it(self):
        other = self.make_workspace(title="EXERCISE: other")
        invite_member(other, "wildlife-xa", TeamRole.GUEST, **WHO)
        uid = self.topic.UID()
        moved = topics.move_topic(self.topic, other, **WHO)
        ids = [list(place.objectIds()) for place in (self.workspace, other)]
        self.assertEqual([[], [moved.id]], ids)
        self.assertEqual((uid, "police-xa"), (moved.UID(), moved.getOwner().getId()))
        row = self.row(moved)
        self.assertEqual(
            (other.UID(), f"{other.id}/{moved.id}"), (row.workspace_uid, row.path)
        )
        detail = {"from": self.workspace.UID(), "to": other.UID()}
        self.assertEqual([("customs-xa", detail)], self.recorded("topic.move", moved))
        for action in ("topic.add", "topic.delete"):
            number = 1 if action == "topic.add" else 0
            self.assertEqual(number, len(self.recorded(action, moved)), action)
        (brain,) = self.layer["portal"].portal_catalog.unrestrictedSearchResults(UID=uid)
        self.assertEqual("/".join(moved.getPhysicalPath()), brain.getPath())
