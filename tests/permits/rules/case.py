"""A look-up whose warnings are compared."""

import unittest
from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.warnings import warnings_of
from datetime import date
from tests.permits.examples import Known, TODAY


class Case(unittest.TestCase):
    def codes(self, judged: Permit, today: date = TODAY, **known) -> list[str]:
        status = known.pop("status", Status.ISSUED)
        found = warnings_of(Known(judged, status), today=today, **known)
        return [warning.code for warning in found]

    def assert_only(self, code: str, judged: Permit, today: date = TODAY, **known):
        self.assertEqual([code], self.codes(judged, today, **known))

    def assert_none(self, judged: Permit, today: date = TODAY, **known):
        self.assertEqual([], self.codes(judged, today, **known))
