"""The requests for access that the demonstration shows."""

import unittest
from cites.cug.demo.newcomers import NEWCOMERS
from cites.cug.membership.access_requests import queries
from cites.cug.membership.access_requests.models import RequestState
from tests.demo.layer import DEMO


class NewcomersTest(unittest.TestCase):
    layer = DEMO

    def setUp(self):
        self.group = self.layer["portal"].cheetahs

    def test_the_desk_has_something_in_each_state_but_approved(self):
        counts = queries.count_by_state(self.group, None)
        empty = [state for state, count in counts.items() if not count]
        self.assertEqual([RequestState.APPROVED], empty)
        self.assertEqual(len(NEWCOMERS), sum(counts.values()))

    def test_they_are_exercises_with_reserved_addresses(self):
        requests = queries.list_requests(self.group, None, None, 0, 100)
        self.assertEqual(len(NEWCOMERS), len(requests))
        for request in requests:
            self.assertIn("(exercise)", request.full_name)
            self.assertTrue(request.email.endswith("@example.org"))
            self.assertTrue(
                queries.request_details(self.group, request, None).known_number
            )
