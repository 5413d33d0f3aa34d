"""Who is told of reports by e-mail, and that it names neither things nor people."""

import transaction
from cites.cug.access.roles import TeamRole
from cites.cug.access.transitions import do_transition
from cites.cug.library.items.actions import set_state
from cites.cug.workspaces.actions.comments import add_comment
from cites.cug.workspaces.actions.reporting import (
    delete_reported,
    reinstate_comment,
    report_comment,
)
from cites.cug.workspaces.actions.team import put_in_team
from datetime import datetime, UTC
from plone import api
from plone.app.testing import login, logout
from plone.dexterity.utils import addContentToContainer, createContent
from tests.mailing.case import MailingCase, text_of


AUTHOR, REPORTER, OFFICE = "customs-xa", "police-xb", "secretariat"


class ReportNoticesTest(MailingCase):
    #: Mails that went out before.
    told = 0

    def enter(self, user):
        """Another's teams are not told: first log out."""
        logout()
        login(self.layer["portal"], user)

    def texts(self):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
        return {
            mail["To"].removesuffix("@example.org"): " ".join(text_of(mail).split())
            for mail in self.mails()[self.told :]
        }

    def report(self):
        self.enter(AUTHOR)
        values = {"alert_type": "other", "handling": "green"}
        place = self.group.library
        self.item = api.content.create(place, "Alert", title="Title of zq", **values)
        set_state(self.item, "enforcement")
        self.enter(REPORTER)
        do_transition(self.item, "report", "Reason of zq")

    def comment(self):
        self.enter(AUTHOR)
        workspace = createContent("Workspace", title="Name of zq", handling="amber")
        place = self.group.workspaces
        workspace = addContentToContainer(place, workspace, checkConstraints=False)
        put_in_team(workspace, REPORTER, TeamRole.MEMBER)
        topic = createContent("Topic", title="Title of zq")
        self.topic = addContentToContainer(workspace, topic, checkConstraints=False)
        add_comment(self.topic, "One", acting_user=AUTHOR)
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
        self.told = len(self.mails())
        comment = add_comment(self.topic, "Text of zq", acting_user=AUTHOR)
        report_comment(self.topic, comment, "Reason of zq", acting_user=REPORTER)
        return comment

    def test_secretariat_and_author_are_told_and_nobody_else(self):
        self.report()
        texts = self.texts()
        self.assertEqual({AUTHOR, OFFICE}, texts.keys())
        self.assertIn(f"{self.group.absolute_url()}/reports", texts[OFFICE])
        self.assertIn("until you decide: 1.", texts[OFFICE])
        self.assertIn(self.item.absolute_url(), texts[AUTHOR])
        for text in texts.values():
            for secret in ("zq", REPORTER, "Police officer"):
                self.assertNotIn(secret, text.replace(self.item.getId(), ""))

    def test_nobody_is_told_of_what_is_decided_already(self):
        self.report()
        self.enter(OFFICE)
        do_transition(self.item, "reinstate")
        texts = self.texts()
        self.assertEqual({AUTHOR, REPORTER}, texts.keys())
        for text in texts.values():
            self.assertIn("The Secretariat has decided", text)

    def test_deleting_is_deciding(self):
        self.report()
        self.enter(OFFICE)
        self.group.library.manage_delObjects([self.item.getId()])
        self.assertEqual({AUTHOR, REPORTER}, self.texts().keys())

    def test_of_comments_likewise_and_of_none_that_is_hidden(self):
        comment = self.comment()
        texts = self.texts()
        self.assertEqual({AUTHOR, OFFICE}, texts.keys())
        self.assertIn(f"#c{comment.id}", texts[AUTHOR])
        for text in texts.values():
            self.assertNotIn("of zq", text)

    def test_of_decisions_on_comments(self):
        for decide in (reinstate_comment, delete_reported):
            comment = self.comment()
            decide(self.topic, comment, acting_user=OFFICE)
            texts = self.texts()
            self.assertEqual({AUTHOR, REPORTER}, texts.keys())
            self.assertIn("The Secretariat has decided", texts[AUTHOR])
