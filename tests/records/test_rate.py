"""How often something may be done."""

import transaction
import unittest
from cites.cug.records import rate
from cites.cug.records.rate import Rate
from cites.cug.records.store import session
from cites.cug.testing import CUG_FUNCTIONAL
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st


NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FOUR_AN_HOUR = Rate(4, 60 * MINUTE)


class RateTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def knock(self, at, subject="one", purpose="knock") -> bool:
        """Whether it may be done, and is."""
        if rate.wait(purpose, subject, FOUR_AN_HOUR, at):
            return False
        rate.count(purpose, subject, FOUR_AN_HOUR, at)
        return True

    def test_so_many_at_once_and_then_one_for_each_share(self):
        came_in = [self.knock(NOON) for _time in range(6)]
        self.assertEqual([True] * 4 + [False] * 2, came_in)
        wait = rate.wait("knock", "one", FOUR_AN_HOUR, NOON)
        self.assertEqual(15 * MINUTE, wait)
        self.assertTrue(self.knock(NOON + wait))
        self.assertFalse(self.knock(NOON + wait))
        later = [self.knock(NOON + 120 * MINUTE) for _time in range(5)]
        self.assertEqual([True] * 4 + [False], later)

    def test_subjects_and_purposes_are_apart(self):
        for _time in range(4):
            self.knock(NOON)
        self.assertTrue(self.knock(NOON, subject="other"))
        self.assertTrue(self.knock(NOON, purpose="other"))

    def test_it_is_dropped_with_the_transaction(self):
        transaction.commit()
        for _time in range(4):
            self.knock(NOON)
        transaction.abort()
        self.assertTrue(self.knock(NOON))

    def test_what_says_nothing_any_more_is_forgotten(self):
        self.knock(NOON)
        rate.forget(NOON)
        self.assertEqual(1, session().query(rate.RateUse).count())
        rate.forget(NOON + 16 * MINUTE)
        self.assertEqual(0, session().query(rate.RateUse).count())

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.integers(0, 20), max_size=40))
    def test_no_period_sees_twice_as_many(self, pauses):
        at, done = NOON, []
        transaction.abort()
        for pause in pauses:
            at += pause * MINUTE
            if self.knock(at):
                done.append(at)
        for first in done:
            within = [time for time in done if first <= time < first + 60 * MINUTE]
            self.assertLess(len(within), 2 * FOUR_AN_HOUR.limit)
        transaction.abort()


class AddressTest(unittest.TestCase):
    def test_blocks(self):
        for address, block in (
            ("192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
            ("2001:db8:1:300::1", "2001:db8:1:300::/56"),
            ("", "unknown"),
            (None, "unknown"),
            ("proxy", "unknown"),
        ):
            self.assertEqual(block, rate.address_block(address), address)
