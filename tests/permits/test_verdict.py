"""Tests of `cites.cug.permits.verdict`."""

import unittest
from cites.cug.permits.permit import Status
from cites.cug.permits.verdict import look_of, LOOKS, Verdict, verdict_of
from datetime import timedelta
from tests.permits.examples import Known, permit, SOUND, TODAY


DAY = timedelta(days=1)
BEFORE, AFTER = SOUND.valid_from - DAY, SOUND.valid_until + DAY


class TestVerdict(unittest.TestCase):
    def assert_verdict(self, expected, status=Status.ISSUED, today=TODAY, judged=SOUND):
        self.assertEqual(expected, verdict_of(Known(judged, status), today))

    def test_days(self):
        self.assert_verdict(Verdict.NOT_YET_VALID, today=BEFORE)
        self.assert_verdict(Verdict.VALID, today=SOUND.valid_from)
        self.assert_verdict(Verdict.VALID, today=SOUND.valid_until)
        self.assert_verdict(Verdict.EXPIRED, today=AFTER)

    def test_without_days(self):
        self.assert_verdict(
            Verdict.VALID, judged=permit(valid_from=None, valid_until=None)
        )

    def test_partly_used_as_long_as_valid(self):
        self.assert_verdict(Verdict.PARTLY_USED, Status.PARTLY_USED)
        self.assert_verdict(Verdict.EXPIRED, Status.PARTLY_USED, AFTER)

    def test_what_stands_comes_before_the_days(self):
        for status in set(Status) - {Status.ISSUED, Status.PARTLY_USED}:
            for today in (BEFORE, TODAY, AFTER):
                self.assert_verdict(Verdict(status.value), status, today)

    def test_none(self):
        self.assertEqual(Verdict.NOT_FOUND, verdict_of(None, TODAY))

    def test_each_has_words_and_a_sign_of_its_own_tone(self):
        self.assertEqual(set(Verdict), set(LOOKS))
        signs = {(look.tone, look.sign) for look in LOOKS.values()}
        self.assertEqual(4, len(signs))
        self.assertEqual(len(LOOKS), len({look.title for look in LOOKS.values()}))

    def test_only_a_valid_one_is_called_doubtful(self):
        for verdict in Verdict:
            self.assertEqual(LOOKS[verdict], look_of(verdict, doubted=False))
            if verdict is not Verdict.VALID:
                self.assertEqual(LOOKS[verdict], look_of(verdict, doubted=True))
        self.assertEqual("caution", look_of(Verdict.VALID, doubted=True).tone)
