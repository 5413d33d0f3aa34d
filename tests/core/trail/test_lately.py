"""What was recorded lately is not recorded again for a while."""

import unittest
from cites.cug.core.trail import lately
from cites.cug.core.trail.lately import Lately
from unittest.mock import patch


class LatelyTest(unittest.TestCase):
    def test_for_a_while(self):
        known = Lately(60)
        with patch.object(lately, "monotonic", lambda: 1000.0):
            self.assertFalse(known.has("a"))
            known.note("a")
            self.assertTrue(known.has("a"))
        with patch.object(lately, "monotonic", lambda: 1060.0):
            self.assertFalse(known.has("a"))

    def test_the_oldest_are_forgotten(self):
        known = Lately(60)
        with patch.object(lately, "MOST", 2):
            for one in "abac":
                known.note(one)
        self.assertEqual([True, False, True], [known.has(one) for one in "abc"])
