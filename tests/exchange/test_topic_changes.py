"""Who follows topics holds what ``@topics`` shows, whatever has happened."""

import unittest
from cites.cug.exchange.changes import ADDED, CHANGED, WITHDRAWN
from cites.cug.exchange.topic_changes import list_topic_changes
from cites.cug.library.actions import set_state
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine, session
from cites.cug.testing import CUG_INTEGRATION
from cites.cug.workspaces.actions.comments import add_comment
from cites.cug.workspaces.actions.team import invite_member, leave_team
from cites.cug.workspaces.actions.topics import move_topic
from cites.cug.workspaces.queries import find_topics, TopicFilter
from cites.cug.workspaces.roster import TeamRole
from cites.cug.workspaces.topic_records import refresh_thread
from collective.workspace.interfaces import IWorkspace
from functools import partial
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import event
from tests.exchange.following_case import Client, HistoryMixin
from uuid import uuid4


READER, WRITER = "police-xa", "customs-xa"
TOPICS = 4


class TopicChangesTest(HistoryMixin, unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, WRITER)
        self.places = [self.make_place() for _number in range(2)]
        # One by the reader, who sees it after it was reported.
        self.topics = [self.make(READER)] + [self.make() for _number in range(1, TOPICS)]
        self.client = Client(READER, partial(list_topic_changes, self.group))

    def make_place(self):
        where = self.group.workspaces
        return api.content.create(where, "Workspace", id=uuid4().hex, title="EXERCISE")

    def make(self, author=WRITER):
        login(self.portal, author)
        topic = createContent("Topic", id=uuid4().hex, title="EXERCISE")
        topic.creators = (author,)
        return addContentToContainer(self.places[0], topic, checkConstraints=False)

    def join(self, number):
        as_writer = {"acting_user": WRITER}
        invite_member(self.places[number], READER, TeamRole.MEMBER, **as_writer)

    def leave(self, number):
        leave_team(self.places[number], READER, acting_user=WRITER)

    def listed(self, client):
        client.log_in()
        place = "/".join((*self.group.getPhysicalPath(), "workspaces"))
        page = find_topics(self.group, TopicFilter(), 0, 100)
        return {
            line.thread.topic_uid: f"{place}/{line.thread.path}" for line in page.lines
        }

    def draw(self, chance):
        number = chance.randrange(TOPICS)
        return chance.choice(
            (
                ("team", chance.randrange(2)),
                ("team", chance.randrange(2)),
                ("comment", number),
                ("report", number),
                ("move", number),
                ("delete", number),
                ("ask", chance.randrange(1, 4)),
                ("follow", 3),
                ("follow", 3),
            )
        )

    def do(self, deed, number):
        login(self.layer["app"], SITE_OWNER_NAME)
        if deed == "team":
            there = READER in IWorkspace(self.places[number]).members
            (self.leave if there else self.join)(number)
            return
        topic = self.topics[number]
        if deed == "comment":
            add_comment(topic, "EXERCISE", acting_user=WRITER)
        elif deed == "report":
            is_reported = api.content.get_state(topic) == "reported"
            set_state(topic, "open" if is_reported else "reported")
            refresh_thread(topic)
        elif deed == "move":
            here = topic.aq_parent.aq_base
            (other,) = [one for one in self.places if one.aq_base is not here]
            self.topics[number] = move_topic(topic, other, acting_user=WRITER)
        else:
            topic.aq_parent._delObject(topic.getId())
            self.topics[number] = self.make()

    def test_the_client_holds_what_the_list_shows(self):
        self.check_history(self.client)

    def test_kinds(self):
        uid = self.topics[1].UID()
        self.client.follow()
        self.assertEqual(self.client.told, [], "the topics of another team")
        self.do("team", 0)
        self.client.follow()
        self.assertEqual({one.kind for one in self.client.told}, {ADDED})
        self.assertEqual(len(self.client.told), TOPICS)
        del self.client.told[:]
        for deed in ("comment", "report", "comment", "report", "delete"):
            self.do(deed, 1)
            self.client.follow()
        kinds = [one.kind for one in self.client.told if one.uid == uid]
        expected = [CHANGED, WITHDRAWN, ADDED, WITHDRAWN]
        self.assertEqual(kinds, expected, "nothing of what is written meanwhile")
        self.do("team", 0)
        self.client.follow()
        self.assertEqual(self.client.held, {})

    def test_a_page_costs_the_same_whatever_there_is(self):
        self.do("team", 0)
        self.client.follow()

        def count():
            statements = []
            session().flush()

            def note(*args):
                statements.append(args[2])

            event.listen(engine(records_url()), "before_cursor_execute", note)
            try:
                self.client.ask(2)
            finally:
                event.remove(engine(records_url()), "before_cursor_execute", note)
            return len(statements)

        self.do("comment", 1)
        few = count()
        for number in (1, 2, 3) * 5:
            self.do("comment", number)
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 2)
