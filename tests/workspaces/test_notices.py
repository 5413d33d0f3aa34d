"""Who is told by e-mail of what is new in a workspace, and what the mail says."""

import transaction
from cites.cug.access.roles import TeamRole
from cites.cug.mailing.models import Choice
from cites.cug.mailing.preferences import set_preference
from cites.cug.membership.suspension import suspend_member
from cites.cug.workspaces.actions.comments import add_comment, delete_comment
from cites.cug.workspaces.actions.team import leave_team, put_in_team
from cites.cug.workspaces.conversation import open_topic
from datetime import datetime, timedelta, UTC
from plone.app.testing import login, logout
from plone.dexterity.utils import addContentToContainer, createContent
from tests.mailing.case import MailingCase, text_of


AUTHOR, READER = "customs-xa", "police-xb"


class WorkspaceNoticesTest(MailingCase):
    def setUp(self):
        super().setUp()
        logout()
        login(self.layer["portal"], AUTHOR)
        workspace = createContent("Workspace", title="Name of zq", handling="amber")
        place = self.group.workspaces
        self.workspace = addContentToContainer(place, workspace, checkConstraints=False)
        put_in_team(self.workspace, READER, TeamRole.MEMBER)
        topic = createContent("Topic", title="Title of zq")
        self.topic = addContentToContainer(self.workspace, topic, checkConstraints=False)
        open_topic(self.topic, READER)

    def say(self, text="Text of zq"):
        comment = add_comment(self.topic, text, acting_user=AUTHOR)
        transaction.commit()
        return comment

    def go_out(self, later=timedelta(0)):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC) + later)

    def test_it_tells_nothing_but_handling_code_and_address(self):
        comment = self.say()
        self.go_out()
        (mail,) = self.mails()
        text = mail.as_string()
        self.assertEqual(self.readers(), [READER])
        self.assertIn("TLP:AMBER", text)
        self.assertIn(
            f"{self.topic.absolute_url()}#c{comment.id}",
            text_of(mail),
        )
        for secret in ("zq", AUTHOR, "Customs officer"):
            self.assertNotIn(secret, text)

    def test_a_day_makes_one_mail(self):
        set_preference(READER, Choice.DAILY, at=datetime.now(UTC))
        for _number in "123":
            self.say()
        # Their day may end while they are written.
        self.go_out(later=timedelta(days=2))
        (mail,) = self.mails()
        self.assertIn("There are 3 new contributions", text_of(mail))

    def test_not_of_what_was_read_or_deleted(self):
        self.say()
        open_topic(self.topic, READER)
        delete_comment(self.topic, self.say(), acting_user=AUTHOR)
        self.go_out()
        self.assertEqual(self.mails(), [])

    def test_not_to_who_has_left_the_team(self):
        self.say()
        leave_team(self.workspace, READER, acting_user=AUTHOR)
        self.go_out()
        self.assertEqual(self.mails(), [])

    def test_not_to_who_is_suspended(self):
        self.say()
        suspend_member(self.group, READER, acting_user="secretariat")
        self.go_out()
        self.assertEqual(self.mails(), [])
