"""Made-up addresses take no memory for good."""

import gc
import unittest
from cites.cug.access import missing_names
from cites.cug.testing import CUG_FUNCTIONAL
from secrets import token_hex
from tests.access.asking import ask, HTML, JSON
from unittest.mock import patch


MOST, ASKED = 5, 40
PLACES = ("/", "/plone/", "/plone/cheetahs/", "/plone/cheetahs/@@", "/plone/++api++/")


class MissingNamesTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def remembered(self, place, accept):
        """How many of so many names that lead nowhere are still keys of anything."""
        names = [f"nothing-{token_hex()}" for _number in range(ASKED)]
        for name in names:
            self.assertIn(ask("GET", place + name, accept=accept).status, (302, 401, 404))
        gc.collect()
        known = [one for one in gc.get_objects() if type(one) is dict]
        return sum(any(name in one for one in known) for name in names)

    def test_only_the_last_names_are_remembered(self):
        for place in PLACES:
            for accept in (HTML, JSON):
                with patch.object(missing_names, "MOST_FAILED", MOST):
                    kept = self.remembered(place, accept)
                self.assertLessEqual(kept, MOST, (place, accept))
