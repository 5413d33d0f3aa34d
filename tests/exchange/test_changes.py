"""Who follows the changes holds what the list shows, whatever has happened."""

import unittest
from cites.cug.access.chosen_readers import CHOSEN
from cites.cug.access.roles import Category
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.exchange.changes import (
    ADDED,
    CHANGED,
    latest_changes,
    library_since,
    list_changes,
    WITHDRAWN,
)
from cites.cug.library.items.actions import set_state
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.membership.actions import admit_member, change_member, remove_member
from cites.cug.membership.suspension import reactivate_member, suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import timedelta
from functools import partial
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from Products.CMFCore.indexing import processQueue
from tests.exchange.following_case import Client, HistoryMixin
from unittest.mock import patch
from uuid import uuid4


STATES = ("draft", "pending", "enforcement", "shared", "archived")
ITEMS = 4
READERS = ("customs-xb", "igo-interpol")
NAMED = ("member:customs-xb", "country:XB", "category:igo", "member:police-xa")


class ChangesTest(HistoryMixin, unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.library = self.group.library
        self.client, self.igo = (
            Client(user, partial(list_changes, self.group)) for user in READERS
        )
        clock = patch(
            "cites.cug.library.lists.changes.time.time", lambda: self.now.timestamp()
        )
        clock.start()
        self.addCleanup(clock.stop)
        login(self.portal, "secretariat")
        self.folder = api.content.create(self.library, "LibraryFolder", title="EXERCISE")
        self.items = [self.make() for _number in range(ITEMS)]

    def make(self):
        login(self.portal, "customs-xa")
        values = {"title": "EXERCISE", "alert_type": "other", "handling": "green"}
        return api.content.create(self.library, "Alert", id=uuid4().hex, **values)

    def do(self, deed, *values):
        login(self.layer["app"], SITE_OWNER_NAME)
        number = values[0]
        if deed == "member":
            self.change_roster(READERS[number], values[1])
        elif deed == "choose":
            set_state(self.items[number], CHOSEN, readers=values[1])
        elif deed == "state":
            set_state(self.items[number], values[1])
        elif deed == "change":
            self.items[number].title = "EXERCISE: another"
            self.items[number].reindexObject()
        elif deed == "move":
            item = self.items[number]
            login(self.portal, "secretariat")
            places = [self.library, self.folder]
            (other,) = [
                one for one in places if item.aq_parent.aq_base is not one.aq_base
            ]
            self.items[number] = api.content.move(item, other)
        else:
            set_state(self.items[number], "draft")
            login(self.portal, "customs-xa")
            api.content.delete(self.items[number], check_linkintegrity=False)
            self.items[number] = self.make()
        # As at the end of each request.
        processQueue()

    def change_roster(self, user_id, what):
        as_secretariat = {"acting_user": "secretariat"}
        entry = IWorkspace(self.group).get(user_id)
        if entry is None:
            category, country = Category.CUSTOMS, "XB"
            admit_member(self.group, user_id, category, country=country, **as_secretariat)
        elif what == "remove":
            remove_member(self.group, user_id, **as_secretariat)
        elif what == "suspend":
            is_active = IWorkspace(self.group).is_active(user_id)
            change = suspend_member if is_active else reactivate_member
            change(self.group, user_id, **as_secretariat)
        else:
            (name, value), *_none = what.items()
            change_member(self.group, user_id, **{name: value}, **as_secretariat)

    def listed(self, client):
        client.log_in()
        search = LibrarySearch(size=100)
        return {uid: path for path, uid, _row in list_items(self.group, search).rows}

    def test_clients_hold_what_the_list_shows(self):
        self.check_history(self.client, self.igo)
        for client in (self.client, self.igo):
            if self.may_ask(client):
                self.check_feed(client)

    def since(self, moment):
        return library_since(self.group, moment)

    def check_feed(self, client):
        """A feed has all that can be read, and tells of all that could be read."""
        client.log_in()
        told, before = {}, None
        while True:
            page, before = latest_changes(self.group, before, 3)
            for change in page:
                told.setdefault(change.uid, change)
            if before is None:
                break
        self.check_told(client, told.values(), f"feed of {client.user}, {self.told}")
        there = {uid for uid, one in told.items() if one.kind != WITHDRAWN}
        self.assertEqual(client.listed.keys(), there, self.told)
        self.assertEqual(client.ended.keys(), told.keys(), self.told)

    def draw(self, chance):
        """What may happen, with its values."""
        number, reader = chance.randrange(ITEMS), chance.randrange(len(READERS))
        readers = tuple(chance.sample(NAMED, chance.randrange(1, 3)))
        values = ("remove", "suspend", "suspend")
        categories = ({"category": "customs"}, {"category": "igo"}, {"country": "XA"})
        return chance.choice(
            (
                ("state", number, chance.choice(STATES)),
                ("state", number, chance.choice(STATES)),
                ("choose", number, readers),
                ("change", number),
                ("delete", number),
                ("move", number),
                ("member", reader, chance.choice((*values, *categories))),
                ("member", reader, chance.choice(categories)),
                ("ask", chance.randrange(1, 4)),
                ("follow", 3),
            )
        )

    def test_kinds(self):
        uid = self.items[0].UID()
        self.client.follow()
        self.assertEqual(self.client.told, [], "others' drafts")
        for deed in (
            ("state", 0, "enforcement"),
            ("change", 0),
            ("state", 0, "draft"),
            ("change", 0),
        ):
            self.do(*deed)
            self.client.follow()
        kinds = [(one.kind, one.uid) for one in self.client.told]
        self.assertEqual(
            kinds, [(ADDED, uid), (CHANGED, uid), (WITHDRAWN, uid)], "then no word of it"
        )

    def test_what_is_made_after_a_loss_of_rights_is_not_told(self):
        self.do("state", 0, "enforcement")
        self.client.follow()
        del self.client.told[:]
        lost = self.now
        self.do("member", 0, {"category": "igo"})
        self.now += timedelta(seconds=60)
        made = self.items[0].UID()
        self.do("state", 1, "enforcement")
        self.do("change", 0)
        self.do("delete", 0)
        self.client.follow(1)
        (told,) = self.client.told
        self.assertEqual((WITHDRAWN, made, lost), (told.kind, told.uid, told.modified))

    def test_a_newcomer_is_not_told_what_was_withdrawn_before(self):
        self.do("member", 0, {"category": "igo"})
        self.do("state", 0, "enforcement")
        self.do("state", 0, "draft")
        self.do("member", 0, {"category": "customs"})
        login(self.portal, self.client.user)
        begun = library_since(self.group, self.now - timedelta(days=1))
        self.assertEqual([], list_changes(self.group, begun, 100).changes)
        self.assertEqual(([], None), latest_changes(self.group, None, 100))

    def test_pages_are_full_whatever_others_do(self):
        """Otherwise their number would tell how many drafts were changed."""
        self.client.follow()
        self.do("state", 0, "enforcement")
        for number in (1, 2, 3, 1):
            self.do("change", number)
        self.assertFalse(self.client.ask(1))
        self.assertEqual(1, len(self.client.told))
        self.assertIsNone(latest_changes(self.group, None, 1)[1])

    def test_what_was_never_open_is_never_told(self):
        self.client.follow()
        self.do("state", 0, "pending")
        self.do("delete", 0)
        self.client.follow()
        self.assertEqual(self.client.told, [])

    def test_since_a_moment(self):
        self.do("state", 0, "enforcement")
        login(self.portal, self.client.user)
        now = self.now
        earlier = library_since(self.group, now - timedelta(hours=1))
        page = list_changes(self.group, earlier, 100)
        self.assertEqual([one.kind for one in page.changes], [ADDED])
        later = library_since(self.group, now + timedelta(hours=1))
        self.assertEqual(list_changes(self.group, later, 100).changes, [])
