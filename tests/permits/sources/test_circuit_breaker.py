"""A source that fails is left in peace; what it refused is not asked again at once."""

import unittest
from cites.cug.permits.sources.circuit_breaker import (
    FAILURES,
    GuardedSource,
    MOST,
    PEACE,
    STANDS,
)
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from tests.permits.examples import SOUND


NUMBER, TOKEN = "XA-Zqsecret-1", "zqtoken"


class Scripted:
    """A source that answers what it is told to."""

    def __init__(self):
        self.refusal: Refusal | None = None
        self.asked: list[tuple[str, str, str]] = []

    def lookup(self, country, number, token):
        self.asked.append((country, number, token))
        if self.refusal is not None:
            raise SourceRefused(self.refusal) from OSError(5, "No route to host")
        return Foreign(permit=SOUND, final=True)

    def check(self, country):
        self.lookup(country, "", "")


class TestGuardedSource(unittest.TestCase):
    def setUp(self):
        self.now = 1000.0
        self.inner = Scripted()
        self.source = GuardedSource(self.inner, clock=lambda: self.now)

    def ask(self, number=NUMBER, token=TOKEN, country="XA") -> Refusal | None:
        """The refusal; None where a permit came."""
        try:
            self.source.lookup(country, number, token)
        except SourceRefused as error:
            return error.refusal
        return None

    def fail(self, times: int, refusal: Refusal = Refusal.TIME_OUT) -> None:
        self.inner.refusal = refusal
        for _time in range(times):
            self.assertEqual(self.ask(), refusal)

    def test_left_in_peace_after_failures_in_a_row(self):
        for refusal in (Refusal.TIME_OUT, Refusal.UNREACHABLE):
            self.setUp()
            self.fail(FAILURES, refusal)
            self.inner.refusal = None
            self.assertEqual(self.ask(), Refusal.RESTING)
            self.now += PEACE - 1
            self.assertEqual(self.ask(number="another"), Refusal.RESTING)
            self.assertEqual(len(self.inner.asked), FAILURES)
            self.now += 1
            self.assertIsNone(self.ask())
            self.assertIsNone(self.ask())

    def test_one_failure_more_and_it_rests_again(self):
        self.fail(FAILURES)
        self.now += PEACE
        self.fail(1)
        self.assertEqual(self.ask(), Refusal.RESTING)

    def test_one_tries_while_the_others_rest(self):
        self.fail(FAILURES)
        self.now += PEACE
        self.assertTrue(self.source.breaker.enter())
        self.assertEqual(self.ask(), Refusal.RESTING)

    def test_a_refusal_is_no_failure(self):
        self.fail(FAILURES - 1)
        self.fail(1, Refusal.REFUSED)
        self.fail(FAILURES - 1)
        self.inner.refusal = None
        self.assertIsNone(self.ask())

    def test_where_nobody_asked_nothing_is_known(self):
        self.fail(FAILURES - 1)
        self.fail(1, Refusal.BUSY)
        self.fail(1)
        self.assertEqual(self.ask(), Refusal.RESTING)

    def test_lasting_refusals_stand_for_a_while(self):
        for refusal in (
            Refusal.MISSING,
            Refusal.NOT_AVAILABLE,
            Refusal.CALLER_UNKNOWN,
        ):
            self.setUp()
            self.fail(1, refusal)
            self.inner.refusal = None
            self.now += STANDS - 1
            self.assertEqual(self.ask(number="xa zqSECRET-1"), refusal)
            self.assertEqual(len(self.inner.asked), 1)
            self.now += 1
            self.assertIsNone(self.ask())

    def test_of_the_same_question_only(self):
        self.fail(1, Refusal.MISSING)
        self.inner.refusal = None
        self.assertIsNone(self.ask(token="other"))
        self.assertIsNone(self.ask(country="XB"))
        self.assertIsNone(self.ask(number="XA-Zqsecret-2"))
        self.assertEqual(self.ask(), Refusal.MISSING)

    def test_others_and_permits_are_asked_anew(self):
        self.fail(2, Refusal.REFUSED)
        self.inner.refusal = None
        self.ask()
        self.ask()
        self.assertEqual(len(self.inner.asked), 4)

    def test_the_oldest_makes_room(self):
        self.fail(1, Refusal.MISSING)
        for one in range(MOST):
            self.ask(number=f"XA-{one}")
        self.inner.refusal = None
        self.assertIsNone(self.ask())
        self.assertEqual(self.ask(number=f"XA-{MOST - 1}"), Refusal.MISSING)

    def test_what_is_asked_stands_nowhere(self):
        with self.assertLogs("cites.cug.permits.sources") as logs:
            self.fail(1, Refusal.TIME_OUT)
            self.fail(1, Refusal.CALLER_UNKNOWN)
        words = " ".join(logs.output)
        self.assertIn("No route to host", words)
        kept = repr(self.source.refusals.__dict__)
        for secret in (NUMBER, NUMBER.replace("-", "").upper(), TOKEN):
            self.assertNotIn(secret, words)
            self.assertNotIn(secret, kept)
