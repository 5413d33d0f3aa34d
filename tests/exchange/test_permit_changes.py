"""Who follows the registry holds what a search shows, while they may search."""

import transaction
from cites.cug.exchange.changes import ADDED, CHANGED, WITHDRAWN
from cites.cug.exchange.permit_changes import list_permit_changes, permits_since
from cites.cug.membership.actions import change_member
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PermitSearch, search
from datetime import datetime, timedelta, UTC
from functools import partial
from tests.exchange.following_case import Client, HistoryMixin
from tests.permits.case import RegistryCase
from tests.permits.examples import permit


READER = "customs-xb"


class PermitChangesTest(HistoryMixin, RegistryCase):
    def setUp(self):
        super().setUp()
        self.portal = self.layer["portal"]
        self.client = Client(READER, partial(list_permit_changes, self.portal))
        self.store(*(permit(number=str(number)) for number in range(5)))
        self.made = 5

    def change(self, number):
        found = self.found(permit(number=str(number)))
        change_status(found.id, Status.USED, "EXERCISE", acting_user="secretariat")
        transaction.commit()

    def categorise(self, category):
        who = {"acting_user": "secretariat", "category": category}
        change_member(self.portal.cheetahs, READER, **who)
        transaction.commit()

    def draw(self, chance):
        return chance.choice(
            (
                ("store", chance.randrange(1, 4)),
                ("change", chance.randrange(self.made)),
                ("change", chance.randrange(self.made)),
                ("categorise", chance.choice(("customs", "igo"))),
                ("ask", chance.randrange(1, 4)),
                ("follow", 3),
                ("follow", 3),
            )
        )

    def do(self, deed, value):
        if deed == "store":
            numbers = range(self.made, self.made + value)
            self.store(*(permit(number=str(number)) for number in numbers))
            self.made += value
        else:
            getattr(self, deed)(value)
        self.category = value if deed == "categorise" else self.category

    category = "customs"

    def listed(self, client):
        if self.category == "igo":
            return {}
        page = search(PermitSearch(size=1000), acting_user=client.user)
        where = "/".join((*self.portal.getPhysicalPath(), "@permits"))
        return {one.id: f"{where}/{one.id}" for one in page.rows}

    is_timed = False

    def since(self, _moment):
        """The beginning: permits keep their own time."""
        return None

    def test_the_client_holds_what_a_search_shows(self):
        self.check_history(self.client)

    def test_kinds(self):
        self.client.follow()
        self.assertEqual([one.kind for one in self.client.told], [ADDED] * 5)
        del self.client.told[:]
        self.do("change", 2)
        self.do("store", 1)
        self.client.follow()
        self.assertEqual([one.kind for one in self.client.told], [CHANGED, ADDED])
        del self.client.told[:]
        self.categorise("igo")
        self.do("store", 1)
        self.client.follow()
        self.assertEqual([one.kind for one in self.client.told], [WITHDRAWN] * 6)
        self.assertEqual(self.client.held, {}, "and nothing of those made since")
        told = [event.detail["items"] for event in self.events("changes")]
        self.assertEqual(told, [3, 2, 2], "the audit trail tells how many")

    def test_since_a_moment(self):
        self.client.log_in()
        hour = timedelta(hours=1)
        earlier = permits_since(self.portal, datetime.now(UTC) - hour)
        page = list_permit_changes(self.portal, earlier, 100)
        self.assertEqual([one.kind for one in page.changes], [ADDED] * 5)
        self.categorise("igo")
        self.client.log_in()
        earlier = permits_since(self.portal, datetime.now(UTC) - hour)
        self.assertEqual([], list_permit_changes(self.portal, earlier, 100).changes)
        self.categorise("customs")
        self.client.log_in()
        later = permits_since(self.portal, datetime.now(UTC) + hour)
        self.assertEqual(list_permit_changes(self.portal, later, 100).changes, [])
