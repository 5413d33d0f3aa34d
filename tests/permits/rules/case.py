"""A look-up whose warnings are compared."""

import unittest
from cites.cug.permits.permit import Permit, Status
from cites.cug.permits.warnings import warnings_of
from datetime import date
from tests.permits.examples import Known, TODAY
from zope.i18n import translate


class Case(unittest.TestCase):
    def codes(self, judged: Permit, today: date = TODAY, **known) -> list[str]:
        status = known.pop("status", Status.ISSUED)
        found = warnings_of(Known(judged, status), today=today, **known)
        return [warning.code for warning in found]

    def told(self, judged: Permit, today: date = TODAY, **known) -> list[tuple]:
        """Field, text and source of each warning, as officers read them."""
        found = warnings_of(Known(judged), today=today, **known)
        return [(one.field, translate(one.text), translate(one.source)) for one in found]

    def assert_only(self, code: str, judged: Permit, today: date = TODAY, **known):
        self.assertEqual([code], self.codes(judged, today, **known))

    def assert_none(self, judged: Permit, today: date = TODAY, **known):
        self.assertEqual([], self.codes(judged, today, **known))
