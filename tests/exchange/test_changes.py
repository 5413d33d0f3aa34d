"""Who follows the changes holds what the list shows, whatever has happened."""

import unittest
from cites.cug.exchange.changes import (
    ADDED,
    CHANGED,
    library_since,
    list_changes,
    WITHDRAWN,
)
from cites.cug.library.actions import set_state
from cites.cug.library.queries import list_items
from cites.cug.library.query_parameters import LibrarySearch
from cites.cug.membership.actions import change_member
from cites.cug.testing import CUG_INTEGRATION
from datetime import datetime, timedelta, UTC
from functools import partial
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from Products.CMFCore.indexing import processQueue
from tests.exchange.following_case import Client, HistoryMixin
from uuid import uuid4


STATES = ("draft", "pending", "enforcement", "shared", "archived")
ITEMS = 4


class ChangesTest(HistoryMixin, unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.library = self.group.library
        self.client = Client("customs-xb", partial(list_changes, self.group))
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
        if deed == "category":
            who = {"acting_user": "secretariat", "category": number}
            change_member(self.group, self.client.user, **who)
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

    def listed(self, client):
        client.log_in()
        search = LibrarySearch(size=100)
        return {uid: path for path, uid, _row in list_items(self.group, search).rows}

    def test_the_client_holds_what_the_list_shows(self):
        self.check_history(self.client)

    def draw(self, chance):
        """What may happen, with its values."""
        number = chance.randrange(ITEMS)
        return chance.choice(
            (
                ("state", number, chance.choice(STATES)),
                ("state", number, chance.choice(STATES)),
                ("change", number),
                ("delete", number),
                ("move", number),
                ("category", chance.choice(("customs", "igo"))),
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

    def test_what_was_never_open_is_never_told(self):
        self.client.follow()
        self.do("state", 0, "pending")
        self.do("delete", 0)
        self.client.follow()
        self.assertEqual(self.client.told, [])

    def test_since_a_moment(self):
        self.do("state", 0, "enforcement")
        login(self.portal, self.client.user)
        now = datetime.now(UTC)
        earlier = library_since(self.group, now - timedelta(hours=1))
        page = list_changes(self.group, earlier, 100)
        self.assertEqual([one.kind for one in page.changes], [ADDED])
        later = library_since(self.group, now + timedelta(hours=1))
        self.assertEqual(list_changes(self.group, later, 100).changes, [])
