"""Who follows the changes holds what the list shows, whatever has happened."""

import random
import unittest
from cites.cug.exchange.changes import (
    ADDED,
    CHANGED,
    changes_since,
    list_changes,
    WITHDRAWN,
)
from cites.cug.library.actions import set_state
from cites.cug.library.queries import list_items
from cites.cug.library.query_parameters import LibrarySearch
from cites.cug.membership.actions import change_member
from cites.cug.testing import CUG_INTEGRATION
from datetime import datetime, timedelta, UTC
from plone import api
from plone.app.testing import login, SITE_OWNER_NAME
from Products.CMFCore.indexing import processQueue
from tests.sampling import SEED
from uuid import uuid4


STATES = ("draft", "pending", "enforcement", "shared", "archived")
ITEMS = 4
STEPS = 60


class Client:
    """Keeps what it is told, as ``docs/rest-exchange.md`` says."""

    def __init__(self, group, user):
        self.group, self.user = group, user
        self.cursor, self.held, self.told = None, {}, []

    def ask(self, size):
        login(api.portal.get(), self.user)
        page = list_changes(self.group, self.cursor, size)
        for change in page.changes:
            self.told.append(change)
            if change.kind == WITHDRAWN:
                self.held.pop(change.uid, None)
            else:
                self.held[change.uid] = change.path
        self.cursor = page.cursor
        return page.more

    def follow(self, size=3):
        while self.ask(size):
            pass

    def listed(self):
        login(api.portal.get(), self.user)
        search = LibrarySearch(size=100)
        return {uid: path for path, uid, _row in list_items(self.group, search).rows}


class ChangesTest(unittest.TestCase):
    layer = CUG_INTEGRATION
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.library = self.group.library
        self.client = Client(self.group, "customs-xb")
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
        if deed == "ask":
            self.client.ask(number)
        elif deed == "follow":
            self.client.follow(number)
        elif deed == "category":
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

    def test_the_client_holds_what_the_list_shows(self):
        chance, history = random.Random(SEED), []
        for _step in range(STEPS):
            step = self.draw(chance)
            history.append(step)
            self.do(*step)
            # As at the end of each request.
            processQueue()
            if step[0] == "follow":
                told = f"TEST_SEED={SEED}: {history}"
                self.assertEqual(self.client.held, self.client.listed(), told)

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
        earlier = changes_since(self.group, now - timedelta(hours=1), 100)
        self.assertEqual([one.kind for one in earlier.changes], [ADDED])
        later = changes_since(self.group, now + timedelta(hours=1), 100)
        self.assertEqual(later.changes, [])
