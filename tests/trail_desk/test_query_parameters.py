"""What is asked of the trail, read from a query string."""

import unittest
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.trail_desk.query_parameters import read_event_search
from datetime import date


class ParametersTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def test_a_thing_by_its_address_or_path(self):
        url = self.layer["portal"].absolute_url()
        library = "/plone/cheetahs/library"
        for target, path in {
            f"{url}/cheetahs/library/?x=1": library,
            "/plone/cheetahs/library/": library,
            # As the pages show it.
            "/cheetahs/library": library,
            "/plonelike": "/plone/plonelike",
            "/plone": "/plone",
            "/": "/plone",
        }.items():
            wanted = read_event_search({"target": target})
            self.assertEqual(path, wanted.target, target)

    def test_the_other_filters(self):
        wanted = read_event_search({"actor": " a ", "since": "2026-11-01", "b_size": "3"})
        self.assertEqual(
            ("a", date(2026, 11, 1), 3), (wanted.actor, wanted.since, wanted.size)
        )

    def test_what_cannot_be_read_is_named(self):
        for name, value in (
            ("target", "library"),
            ("since", "yesterday"),
            ("actor", ["a", "b"]),
            ("b_size", "1000"),
        ):
            with self.assertRaises(InvalidValues) as caught:
                read_event_search({name: value})
            self.assertEqual(name, caught.exception.field)
