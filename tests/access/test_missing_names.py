"""Made-up addresses take no memory for good."""

import gc
import unittest
from cites.cug.access import missing_names
from cites.cug.demo.testing import CUG_FUNCTIONAL
from secrets import token_hex
from tests.access.asking import ask, HTML, JSON
from types import SimpleNamespace
from unittest.mock import DEFAULT, patch
from zExceptions import NotFound, Unauthorized


MOST, ASKED = 5, 40
PLACES = ("/", "/plone/", "/plone/cheetahs/", "/plone/cheetahs/@@", "/plone/++api++/")


class BoundTest(unittest.TestCase):
    def forgotten(self, error, **failed):
        """Which registries forget, by how many failed look-ups they have counted."""
        with patch.multiple(
            missing_names,
            getSiteManager=lambda: "site",
            getGlobalSiteManager=lambda: "all",
            count_failed=failed.get,
            forget_lookups=DEFAULT,
        ) as found:
            missing_names.bound_lookups(SimpleNamespace(exc_info=(None, error, None)))
        return [one.args[0] for one in found["forget_lookups"].mock_calls]

    def test_a_registry_forgets_once_it_has_failed_often(self):
        most = missing_names.MOST_FAILED
        for error in (NotFound(), Unauthorized()):
            self.assertEqual(["all"], self.forgotten(error, site=most - 1, all=most))
            self.assertEqual(["site"], self.forgotten(error, site=most + 1, all=0))
        self.assertEqual([], self.forgotten(ValueError(), site=most, all=most))


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
