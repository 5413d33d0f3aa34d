"""How often something may be done."""

import transaction
import unittest
from cites.cug.core.sql import rate
from cites.cug.core.sql.rate import Rate
from cites.cug.core.sql.session import session, write_session
from cites.cug.demo.testing import CUG_FUNCTIONAL
from datetime import datetime, timedelta, UTC
from hypothesis import given, settings
from hypothesis import strategies as st


NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FOUR_AN_HOUR = Rate(4, 60 * MINUTE)
RATE = Rate(10, 60 * MINUTE)


class RateTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def knock(self, at, subject="one", purpose="knock") -> bool:
        """Whether it may be done, and is."""
        use = rate.Use(purpose, subject, FOUR_AN_HOUR)
        return rate.take(write_session().connection(), [use], at) is None

    def test_so_many_at_once_and_then_one_for_each_share(self):
        came_in = [self.knock(NOON) for _time in range(6)]
        self.assertEqual([True] * 4 + [False] * 2, came_in)
        use = rate.Use("knock", "one", FOUR_AN_HOUR)
        found = rate.check(session().connection(), [use], NOON)
        self.assertEqual((use, 15 * MINUTE), found)
        wait = found.time
        self.assertTrue(self.knock(NOON + wait))
        self.assertFalse(self.knock(NOON + wait))
        later = [self.knock(NOON + 120 * MINUTE) for _time in range(5)]
        self.assertEqual([True] * 4 + [False], later)

    def test_a_clock_that_was_ahead_locks_nobody_out(self):
        came_in = [self.knock(NOON + 600 * MINUTE) for _time in range(5)]
        self.assertEqual([True] * 4 + [False], came_in)
        came_in = [self.knock(NOON) for _time in range(5)]
        self.assertEqual([True] * 4 + [False], came_in)

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
        rate.delete_old_counts(NOON)
        self.assertEqual(1, session().query(rate.RateUse).count())
        rate.delete_old_counts(NOON + 16 * MINUTE)
        self.assertEqual(0, session().query(rate.RateUse).count())

    def test_several_are_counted_together_or_not_at_all(self):
        few, many = (rate.Use("one", "x", FOUR_AN_HOUR), rate.Use("all", "x", RATE, 7))
        taken = [self.take([few, many]) for _time in range(2)]
        self.assertEqual([None, (many, RATE.period * 4 / 10)], taken)
        self.assertEqual([None] * 3, [self.take([few]) for _time in range(3)])
        self.assertEqual(few, self.take([few, rate.Use("all", "x", RATE)]).use)

    def test_more_than_all_of_it_at_once_is_never_possible(self):
        self.assertIsNotNone(self.take([rate.Use("all", "x", RATE, 11)]))
        self.assertIsNone(self.take([rate.Use("all", "x", RATE, 10)]))
        self.assertEqual(RATE.period / 10, self.take([rate.Use("all", "x", RATE)]).time)

    def take(self, uses):
        return rate.take(write_session().connection(), uses, NOON)

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
