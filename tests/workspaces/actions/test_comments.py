"""Comments are written, changed for a while and deleted; files are put into topics."""

from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import InvalidValue, Missing
from cites.cug.reports.register import hiding
from cites.cug.web.confirmation.decisions import Decisions
from cites.cug.web.confirmation.requirement import NonNominal
from cites.cug.workspaces.actions import comments
from cites.cug.workspaces.actions.comments import (
    add_comment,
    attach_file,
    delete_comment,
    edit_comment,
    take_attachment,
)
from cites.cug.workspaces.actions.reporting import report_comment
from cites.cug.workspaces.actions.topics import mark_answer
from cites.cug.workspaces.edit_history import earlier
from cites.cug.workspaces.models import PostRow, TopicRow
from cites.cug.workspaces.notices import WORKSPACE
from cites.cug.workspaces.topic_records import last_post
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.discussion.interfaces import IConversation
from plone.app.testing import login
from sqlalchemy import select
from tests.access.canaries import png
from tests.workspaces.actions.case import ActionCase
from time import time
from unittest.mock import patch


WHO = {"acting_user": "police-xa"}


class CommentsTest(ActionCase):
    def setUp(self):
        super().setUp()
        self.topic = self.make_topic()

    def changes(self):
        """How often readers have been told that something changed."""
        query = select(TopicRow.changes).where(TopicRow.topic_uid == self.topic.UID())
        return session().connection().scalar(query)

    def comment(self, text="Seen at the port.", **more):
        return add_comment(self.topic, text, **WHO, **more)

    def found(self, **query):
        return self.layer["portal"].portal_catalog.unrestrictedSearchResults(**query)

    def test_what_is_said_is_its_authors_and_told_to_the_others(self):
        comment = self.comment("Seen, @customs-xa.")
        reply = self.comment("Again.", reply_to=int(comment.id))
        name = api.user.get("police-xa").getProperty("fullname")
        for one, text, to in (
            (comment, "Seen, @customs-xa.", 0),
            (reply, "Again.", int(comment.id)),
        ):
            said = (one.text, one.in_reply_to, one.creator, one.author_username)
            self.assertEqual((text, to, "police-xa", "police-xa"), said)
            self.assertEqual((name, {}), (one.author_name, one.__ac_local_roles__))
            post = session().get(PostRow, (self.topic.UID(), int(one.id)))
            self.assertEqual("police-xa", post.author)
        expected = [("police-xa", {"comment": one.id}) for one in (comment, reply)]
        self.assertEqual(expected, self.recorded("topic.comment", self.topic))
        self.assertEqual(["customs-xa"] * 3, self.told(WORKSPACE))

    def test_posts_are_in_order_if_the_clock_is_put_back(self):
        first, back = last_post(self.topic.UID()), time() - 36000
        with patch("time.time", return_value=back):
            ids = [int(self.comment().id) for _time in "12"]
        self.assertEqual(sorted({first, *ids}), [first, *ids])

    def test_what_names_somebody_or_replies_to_nothing_is_not_said(self):
        with self.assertRaises(NonNominal):
            self.comment("The driver, Chinedu Okonkwo.")
        with self.assertRaises(Missing):
            self.comment(reply_to=1)
        self.assertEqual(0, len(IConversation(self.topic)))
        self.comment(
            "The driver, Chinedu Okonkwo.", decisions=Decisions(rest="A company.")
        )
        self.assertEqual(1, len(IConversation(self.topic)))

    def test_only_its_author_changes_it_while_it_is_new_and_there(self):
        old, deleted, reported, new = (self.comment() for _each in range(4))
        age = comments.EDIT_TIME
        old.creation_date = datetime.now(UTC) - age
        new.creation_date = datetime.now(UTC) - age + timedelta(minutes=1)
        deleted.deleted = reported.reported = True
        for comment, expected in (
            *((old, False), (deleted, False), (reported, False), (new, True)),
        ):
            self.assertIs(expected, comments.may_still_edit(comment, "police-xa"))
            self.assertIs(False, comments.may_still_edit(comment, "customs-xa"))
        with self.assertRaises(InvalidValue):
            edit_comment(self.topic, old, "Other.", **WHO)

    def test_a_change_keeps_what_was_said(self):
        comment = self.comment("Before.")
        written = datetime(2026, 11, 1, tzinfo=UTC)
        comment.modification_date = written
        before = self.changes()
        edit_comment(self.topic, comment, "Before.", **WHO)
        with self.assertRaises(NonNominal):
            edit_comment(self.topic, comment, "The driver, Chinedu Okonkwo.", **WHO)
        self.assertEqual(("Before.", written), (comment.text, comment.modification_date))
        self.assertEqual([], self.recorded("topic.comment_edit"))
        self.assertEqual(before, self.changes())
        edit_comment(self.topic, comment, "Zqafter.", **WHO)
        (kept,) = earlier(comment)
        self.assertEqual(("Before.", "police-xa"), (kept.text, kept.by))
        self.assertEqual("Zqafter.", comment.text)
        self.assertLess(written, comment.modification_date)
        self.assertLess(before, self.changes())
        expected = [("police-xa", {"comment": comment.id})]
        self.assertEqual(expected, self.recorded("topic.comment_edit", self.topic))
        self.assertEqual(1, len(self.found(SearchableText="zqafter")))

    def test_of_a_deleted_one_only_the_place_stays(self):
        comment, other = self.comment("Zqwrong."), self.comment("Right.")
        number = int(comment.id)
        edit_comment(self.topic, comment, "Zqwrong again.", **WHO)
        taken = take_attachment(b"note", "note.txt")
        attach_file(self.topic, taken, **WHO, comment_id=number)
        kept = attach_file(self.topic, taken, **WHO, comment_id=int(other.id))
        mark_answer(self.topic, number, **WHO)
        report_comment(self.topic, comment, "A name.", acting_user="customs-xa")
        written = comment.modification_date
        delete_comment(self.topic, comment, acting_user="customs-xa")
        self.assertEqual((True, "customs-xa"), (comment.deleted, comment.deleted_by))
        self.assertEqual(("", []), (comment.text, earlier(comment)))
        self.assertLess(written, comment.modification_date)
        self.assertEqual([kept.id], list(self.topic.objectIds()))
        self.assertEqual([kept], comments.files_of(self.topic, int(other.id)))
        self.assertIsNone(self.topic.answer)
        self.assertIsNone(hiding(self.topic.UID(), number))
        self.assertIsNone(session().get(PostRow, (self.topic.UID(), number)))
        self.assertEqual(0, len(self.found(SearchableText="zqwrong")))
        expected = [("customs-xa", {"comment": comment.id})]
        self.assertEqual(expected, self.recorded("topic.comment_delete", self.topic))
        none = ("customs-xa", {"comment": None})
        self.assertEqual(none, self.recorded("topic.answer", self.topic)[-1])

    def test_deleting_another_leaves_the_answer(self):
        answer, other = self.comment(), self.comment()
        mark_answer(self.topic, int(answer.id), **WHO)
        delete_comment(self.topic, other, **WHO)
        self.assertEqual(int(answer.id), self.topic.answer)

    def test_a_file_is_of_the_topic_or_of_a_comment_that_nobody_changes(self):
        comment = self.comment()
        for data, name, kind in (
            (b"note", "note.txt", "File"),
            (png("crate"), "crate.png", "Image"),
        ):
            taken = take_attachment(data, name)
            self.assertEqual((kind, name), (taken.kind, taken.filename))
            for number in (None, int(comment.id)):
                item = attach_file(self.topic, taken, **WHO, comment_id=number)
                self.assertEqual((kind, name), (item.portal_type, item.title))
                self.assertEqual(number, item.comment_id)
                roles = item._Modify_portal_content_Permission if number else None
                self.assertEqual(() if number else None, roles)

    def test_a_file_is_named_for_nobody_unless_confirmed(self):
        who, name = {"acting_user": "police-xa"}, "The driver, Chinedu Okonkwo.txt"
        taken = take_attachment(b"note", name)
        before = self.changes()
        with self.assertRaises(NonNominal):
            attach_file(self.topic, taken, **who)
        self.assertEqual(([], before), (list(self.topic.objectIds()), self.changes()))
        attach_file(
            self.topic, taken, **who, decisions=Decisions(rest="A company is called so.")
        )
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
