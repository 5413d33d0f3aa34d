"""Tests of `cites.cug.permits.warnings` and of the rules behind it."""

from cites.cug.permits.permit import Permit, PermitType
from cites.cug.permits.warnings import warnings_of
from datetime import date
from decimal import Decimal
from tests.permits.examples import Known, SOUND, TODAY, with_line
from tests.permits.rules.case import Case
from zope.i18n import translate


class TestOrder(Case):
    def test_nothing_is_wrong_with_a_sound_permit(self):
        self.assert_none(SOUND, stamp="S 0001234")

    def test_worst_first(self):
        judged = with_line(
            {"appendix": "I", "origin_permit": ""},
            type=PermitType.REEXPORT,
            country="KP",
            purpose="T",
            valid_until=date(2026, 12, 31),
        )
        found = self.codes(judged, date(2027, 1, 1), stamp="other")
        expected = [
            "stamp_mismatch",
            "expired",
            "not_a_party",
            "appendix_i_commercial",
            "reexport_without_origin",
            "valid_too_long",
        ]
        self.assertEqual(expected, found)

    def test_each_says_what_why_and_where(self):
        known = Known(self.overdrawn())
        (warning,) = warnings_of(known, today=TODAY)
        self.assertEqual("lines[0].quantity", warning.field)
        said = translate(warning.text)
        self.assertIn("Acinonyx jubatus: 6 on this permit", said)
        source = translate(warning.source)
        self.assertIn("export quota of 5 (UNEP-WCMC, SAPI)", source)

    def overdrawn(self) -> Permit:
        return with_line({"quantity": Decimal("6.00")}, country="BW")
