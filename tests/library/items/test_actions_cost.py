"""Members are counted without a look at each, however many a group has."""

from cites.cug.library.items.actions import audience, set_state
from collective.workspace.interfaces import IWorkspace
from plone import api
from tests.library.cost import CostTestCase


#: Part of a tree that is loaded as a whole; it has thirty members at most.
BUCKET = "OOBucket"


class ItemCostTest(CostTestCase):
    reader = "customs-xb"

    def setUp(self):
        super().setUp()
        values = {"title": "EXERCISE", "alert_type": "other", "handling": "green"}
        with api.env.adopt_user("customs-xa"):
            self.alert = api.content.create(self.group.library, "Alert", **values)
        set_state(self.alert, "enforcement")

    def admit(self, count):
        roster = IWorkspace(self.group)
        for number in range(count):
            terms = {"category": "police", "country": "XB", "organisation": f"P {number}"}
            roster.add_to_team(f"officer-{number}", {"Police"}, **terms)

    def assert_costs_alike(self, work):
        work()  # what is made once, and what is written down of a first visit
        loads, queries = self.cost(work)
        self.admit(900)
        more_loads, more_queries = self.cost(work)
        self.assertEqual(len(queries), len(more_queries))
        # A larger tree has a step more to each of its members, and thirty parts.
        self.assertLess(more_loads[BUCKET] - loads[BUCKET], 10)

    def test_all_members_are_counted_without_a_look_at_each(self):
        before = audience(self.alert, self.group)["members"]
        self.assert_costs_alike(lambda: audience(self.alert, self.group))
        self.assertEqual(before + 900, audience(self.alert, self.group)["members"])

    def test_a_look_at_each_would_be_counted(self):
        self.admit(900)
        loads, _queries = self.cost(lambda: [*IWorkspace(self.group).members.values()])
        self.assertGreater(loads[BUCKET], 30)
