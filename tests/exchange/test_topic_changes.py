"""Who follows topics holds what ``@topics`` shows, whatever has happened."""

import unittest
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.changes import ADDED, CHANGED, WITHDRAWN
from cites.cug.exchange.topic_changes import list_topic_changes, topics_since
from cites.cug.library.items.actions import set_state
from cites.cug.membership.actions import admit_member, remove_member
from cites.cug.membership.suspension import reactivate_member, suspend_member
from cites.cug.workspaces.actions.comments import add_comment
from cites.cug.workspaces.actions.team import invite_member, leave_team
from cites.cug.workspaces.actions.topics import move_topic
from cites.cug.workspaces.queries import find_topics, TopicFilter
from cites.cug.workspaces.roster import TeamRole
from cites.cug.workspaces.topic_records import refresh_thread
from collective.workspace.interfaces import IWorkspace
from datetime import timedelta
from functools import partial
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from plone.dexterity.utils import addContentToContainer, createContent
from sqlalchemy import event
from tests.exchange.following_case import Client, HistoryMixin
from unittest.mock import patch
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
        clock = patch("cites.cug.workspaces.change_log.datetime")
        clock.start().now.side_effect = lambda _zone: self.now
        self.addCleanup(clock.stop)

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

    def drop_place(self):
        """Delete the second workspace with its topics."""
        for number, topic in enumerate(self.topics):
            if topic.aq_parent.aq_base is self.places[1].aq_base:
                self.topics[number] = self.make()
        self.places[1].aq_parent._delObject(self.places[1].getId())
        login(self.portal, WRITER)
        self.places[1] = self.make_place()

    def suspend(self):
        if READER not in IWorkspace(self.group).members:
            return
        is_active = IWorkspace(self.group).is_active(READER)
        change = suspend_member if is_active else reactivate_member
        change(self.group, READER, acting_user="secretariat")

    def remove(self):
        as_secretariat = {"acting_user": "secretariat"}
        if READER in IWorkspace(self.group).members:
            remove_member(self.group, READER, **as_secretariat)
        else:
            admit_member(self.group, READER, Category.POLICE, **as_secretariat)

    def listed(self, client):
        client.log_in()
        place = "/".join((*self.group.getPhysicalPath(), "workspaces"))
        page = find_topics(self.group, TopicFilter(), 0, 100)
        return {
            line.thread.topic_uid: f"{place}/{line.thread.path}" for line in page.lines
        }

    def since(self, moment):
        return topics_since(self.group, moment)

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
                ("drop_place",),
                ("suspend",),
                chance.choice((("remove",), ("suspend",))),
                ("ask", chance.randrange(1, 4)),
                ("follow", 3),
                ("follow", 3),
            )
        )

    def do(self, deed, number=None):
        login(self.layer["app"], SITE_OWNER_NAME)
        if number is None:
            getattr(self, deed)()
            return
        if deed == "team":
            if not self.may_ask(self.client):
                return
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

    def test_what_is_written_after_a_loss_of_rights_is_not_told(self):
        self.do("team", 0)
        for deed, *values in (("suspend",), ("team", 0)):
            self.client.follow()
            there, lost = len(self.client.held), self.now
            self.assertGreaterEqual(there, TOPICS)
            del self.client.told[:]
            self.do(deed, *values)
            self.now += timedelta(seconds=60)
            self.topics.append(self.make())
            self.do("comment", 1)
            self.do("delete", 2)
            self.client.follow(2)
            told = [(one.kind, one.modified) for one in self.client.told]
            self.assertEqual([(WITHDRAWN, lost)] * there, told, deed)
            if deed == "suspend":
                self.do("suspend")

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
        self.assertLessEqual(few, 3)
