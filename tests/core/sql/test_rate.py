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
from unittest.mock import patch


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

    def test_so_many_at_once_and_each_again_a_period_later(self):
        came_in = [self.knock(NOON - 20 * MINUTE), self.knock(NOON - 10 * MINUTE)]
        came_in += [self.knock(NOON) for _time in range(4)]
        self.assertEqual([True] * 4 + [False] * 2, came_in)
        use = rate.Use("knock", "one", FOUR_AN_HOUR)
        found = rate.check(session().connection(), [use], NOON)
        self.assertEqual((use, 40 * MINUTE), found)
        wait = found.time
        self.assertTrue(self.knock(NOON + wait))
        self.assertFalse(self.knock(NOON + wait))
        left = rate.left_of(session().connection(), use, NOON + 55 * MINUTE)
        self.assertEqual((4, 1, 45 * MINUTE), left)
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
        rate.delete_old_counts(NOON + 61 * MINUTE)
        self.assertEqual(0, session().query(rate.RateUse).count())

    def test_several_are_counted_together_or_not_at_all(self):
        few, many = (rate.Use("one", "x", FOUR_AN_HOUR), rate.Use("all", "x", RATE, 7))
        taken = [self.take([few, many]) for _time in range(2)]
        self.assertEqual([None, (many, RATE.period)], taken)
        self.assertEqual([None] * 3, [self.take([few]) for _time in range(3)])
        self.assertEqual(few, self.take([few, rate.Use("all", "x", RATE)]).use)

    def test_more_than_all_of_it_at_once_is_never_possible(self):
        self.assertIsNotNone(self.take([rate.Use("all", "x", RATE, 11)]))
        self.assertIsNone(self.take([rate.Use("all", "x", RATE, 10)]))
        self.assertEqual(RATE.period, self.take([rate.Use("all", "x", RATE)]).time)

    def take(self, uses):
        return rate.take(write_session().connection(), uses, NOON)

    def test_what_is_given_back_is_that_of_its_moment(self):
        use, connection = rate.Use("all", "x", RATE), write_session().connection()
        for minutes in (0, 10, 20):
            rate.take(connection, [use], NOON + minutes * MINUTE)
        rate.give_back(connection, use, NOON + 10 * MINUTE)
        past = rate.read_past(connection, [use.line])[use.line]
        self.assertEqual([(NOON, 1), (NOON + 20 * MINUTE, 1)], past)

    def test_what_has_been_done_is_charged_up_to_the_limit(self):
        connection = write_session().connection()
        for _time in range(2):
            rate.charge(connection, rate.Use("all", "x", RATE, 7), NOON)
        past = rate.read_past(connection, [rate.Use("all", "x", RATE).line])
        self.assertEqual([[(NOON, 3), (NOON, 7)]], [*past.values()])

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), max_size=40))
    def test_no_period_sees_more(self, comings):
        self.assert_never_more(FOUR_AN_HOUR, comings)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=40))
    def test_nor_where_moments_are_counted_as_one(self, comings):
        with patch.object(rate, "MOST_MOMENTS", 3):
            self.assert_never_more(Rate(40, FOUR_AN_HOUR.period), comings)

    def assert_never_more(self, limit, comings):
        """Whoever comes after so many minutes each, and wants so much."""
        at, past, done = NOON, [], []
        for pause, amount in comings:
            at += pause * MINUTE
            use = rate.Use("knock", "one", limit, amount)
            if not use.wait(past, at):
                past = use.added(past, at, amount)
                done.append((at, amount))
            self.assertLessEqual(len(past), rate.MOST_MOMENTS)
        for first, _amount in done:
            last = first + limit.period
            within = [amount for time, amount in done if first <= time < last]
            self.assertLessEqual(sum(within), limit.limit)


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
