"""Tests of `cites.cug.permits.warnings` and of the rules behind it."""

import unittest
from cites.cug.permits.permit import Permit
from cites.cug.permits.permit import PermitType
from cites.cug.permits.permit import Status
from cites.cug.permits.warnings import warnings_of
from dataclasses import replace
from datetime import date
from datetime import timedelta
from decimal import Decimal
from tests.permits.examples import Known
from tests.permits.examples import permit
from tests.permits.examples import SOUND
from tests.permits.examples import SOUND_LINE
from tests.permits.examples import TODAY
from tests.permits.examples import with_line
from zope.i18n import interpolate


DAY = timedelta(days=1)


class Case(unittest.TestCase):
    def codes(self, judged: Permit, today: date = TODAY, **known) -> list[str]:
        status = known.pop("status", Status.ISSUED)
        found = warnings_of(Known(judged, status), today=today, **known)
        return [warning.code for warning in found]

    def assert_only(self, code: str, judged: Permit, today: date = TODAY, **known):
        self.assertEqual([code], self.codes(judged, today, **known))

    def assert_none(self, judged: Permit, today: date = TODAY, **known):
        self.assertEqual([], self.codes(judged, today, **known))


class TestValidity(Case):
    def test_valid_from_the_first_to_the_last_day(self):
        self.assert_none(SOUND, SOUND.valid_from)
        self.assert_none(SOUND, SOUND.valid_until)

    def test_not_yet_valid_the_day_before(self):
        self.assert_only("not_yet_valid", SOUND, SOUND.valid_from - DAY)

    def test_expired_the_day_after(self):
        self.assert_only("expired", SOUND, SOUND.valid_until + DAY)

    def test_its_last_day_before_its_first(self):
        turned = permit(valid_from=SOUND.valid_until, valid_until=SOUND.valid_from)
        told = self.codes(turned, SOUND.valid_from)
        self.assertEqual(["not_yet_valid", "ends_too_early"], told)
        told = self.codes(turned, SOUND.valid_until)
        self.assertEqual(["expired", "ends_too_early"], told)
        self.assert_none(permit(valid_from=TODAY, valid_until=TODAY))

    def test_without_a_last_day(self):
        self.assert_only("no_last_day", permit(valid_until=None))

    def test_six_months_and_not_a_day_more(self):
        for kind in (PermitType.EXPORT, PermitType.REEXPORT):
            exactly = permit(type=kind)
            self.assert_none(exactly)
            longer = replace(exactly, valid_until=SOUND.valid_until + DAY)
            self.assert_only("valid_too_long", longer)

    def test_twelve_months_for_import(self):
        year = permit(type=PermitType.IMPORT, valid_until=date(2027, 1, 10))
        self.assert_none(year)
        longer = replace(year, valid_until=date(2027, 1, 11))
        self.assert_only("valid_too_long", longer)

    def test_other_documents_have_no_limit(self):
        self.assert_none(permit(type=PermitType.OTHER, valid_until=date(2029, 1, 10)))

    def test_counted_from_issue_where_no_first_day_is_known(self):
        issued = permit(valid_from=None, issued=date(2026, 1, 9))
        self.assert_only("valid_too_long", issued)
        self.assert_none(replace(issued, issued=date(2026, 1, 10)))
        self.assert_none(replace(issued, issued=None))

    def test_months_that_end_earlier(self):
        """Six months after 31 August is the last of February."""
        for start, last in (
            (date(2026, 8, 31), date(2027, 2, 28)),
            (date(2027, 8, 31), date(2028, 2, 29)),
            (date(2027, 8, 29), date(2028, 2, 29)),
        ):
            exactly = permit(valid_from=start, valid_until=last)
            self.assert_none(exactly, start)
            longer = replace(exactly, valid_until=last + DAY)
            self.assert_only("valid_too_long", longer, start)

    def test_a_year_from_a_leap_day(self):
        leap = permit(
            type=PermitType.IMPORT,
            valid_from=date(2028, 2, 29),
            valid_until=date(2029, 2, 28),
        )
        self.assert_none(leap, date(2028, 2, 29))
        longer = replace(leap, valid_until=date(2029, 3, 1))
        self.assert_only("valid_too_long", longer, date(2028, 2, 29))


class TestIdentity(Case):
    def test_stamp(self):
        self.assert_only("stamp_mismatch", SOUND, stamp="S 0001235")
        for same in ("S 0001234", "s0001234", "S-0001234", "", None):
            self.assert_none(SOUND, stamp=same)

    def test_no_stamp_on_record_cannot_differ(self):
        self.assert_none(permit(security_stamp=""), stamp="S 0001234")

    def test_replaced_now_or_before(self):
        self.assert_only("replaced", SOUND, status=Status.REPLACED)
        self.assert_only("replaced", SOUND, seen={Status.REPLACED})
        self.assert_none(SOUND, seen={Status.USED})

    def test_parties(self):
        for country in ("NA", "EU", "XA", "XZ", "HK"):
            self.assert_none(permit(country=country))
        for country in ("KP", "SS", "XK", "XX", "TW", ""):
            self.assert_only("not_a_party", permit(country=country))


class TestSpecimens(Case):
    def test_commercial_purpose_and_appendix_one(self):
        self.assert_only("appendix_i_commercial", permit(purpose="T"))
        self.assert_none(permit(purpose="Z"))
        self.assert_none(with_line({"source": "D"}, purpose="T"))
        serval = {"scientific_name": "Leptailurus serval", "appendix": "II"}
        self.assert_none(with_line(serval, purpose="T"))

    def test_a_cheetah_is_in_appendix_one(self):
        self.assert_only("wrong_appendix", with_line({"appendix": "II"}))
        subspecies = "ACINONYX JUBATUS soemmeringii (Fitzinger, 1855)"
        named = {"scientific_name": subspecies, "appendix": "III"}
        self.assert_only("wrong_appendix", with_line(named))
        self.assert_none(with_line({"appendix": ""}))

    def test_source_d_is_for_appendix_one(self):
        parrot = {"scientific_name": "Psittacus erithacus", "source": "D"}
        for appendix in ("II", "III"):
            judged = with_line({**parrot, "appendix": appendix})
            self.assert_only("source_contradicts", judged)
        self.assert_none(with_line({**parrot, "appendix": "I"}))

    def test_sources_of_plants(self):
        for code in ("A", "Y"):
            self.assert_only("source_contradicts", with_line({"source": code}))
            orchid = {"scientific_name": "Paphiopedilum sp.", "source": code}
            self.assert_none(with_line(orchid))
        self.assert_none(with_line({"source": "C"}))

    def test_the_second_source_counts_too(self):
        judged = with_line({"source": "I", "second_source": "A"})
        self.assert_only("source_contradicts", judged)

    def test_sources_that_need_a_second(self):
        for code in ("I", "O"):
            self.assert_only("second_source_missing", with_line({"source": code}))
            self.assert_none(with_line({"source": code, "second_source": "W"}))

    def test_origin_of_what_is_exported_again(self):
        again = permit(type=PermitType.REEXPORT)
        self.assert_none(again)
        for missing in ("origin_country", "origin_permit"):
            judged = with_line({missing: ""}, type=PermitType.REEXPORT)
            self.assert_only("reexport_without_origin", judged)
            self.assert_none(with_line({missing: ""}))


class TestQuotas(Case):
    def exported(self, quantity: int, country: str = "BW", **line) -> Permit:
        return with_line({"quantity": Decimal(quantity), **line}, country=country)

    def test_published_quotas(self):
        for country, quota in (("BW", 5), ("NA", 150), ("ZW", 50)):
            self.assert_none(self.exported(quota, country))
            self.assert_only("above_quota", self.exported(quota + 1, country))

    def test_lines_count_together(self):
        three = replace(SOUND_LINE, quantity=Decimal(3))
        trophies = replace(three, block="B", term="TRO")
        self.assert_only("above_quota", permit(country="BW", lines=(three, trophies)))
        self.assert_none(permit(country="BW", lines=(three,)))

    def test_only_what_the_quota_is_about(self):
        for other in (
            self.exported(6, "XA"),
            self.exported(6, term="SPE"),
            self.exported(6, unit="KIL"),
            self.exported(6, scientific_name="Panthera pardus"),
            with_line({"quantity": None}, country="BW"),
            replace(self.exported(6), type=PermitType.IMPORT),
        ):
            self.assert_none(other)

    def test_the_permits_own_quota(self):
        stated = {"quota": Decimal(4), "used_to_date": Decimal(4)}
        self.assert_none(with_line({**stated, "quantity": Decimal(4)}))
        self.assert_only(
            "above_stated_quota", with_line({**stated, "quantity": Decimal(5)})
        )
        used = {**stated, "used_to_date": Decimal("4.5")}
        self.assert_only("above_stated_quota", with_line(used))
        self.assert_none(with_line({**used, "quota": None}))

    def test_a_weight_is_not_compared_with_a_number(self):
        weighed = {"quota": Decimal(1), "quantity": Decimal(9), "unit": "KIL"}
        self.assert_none(with_line(weighed))

    def test_a_quota_higher_than_the_published_one(self):
        self.assert_only("quota_overstated", self.exported(5, quota=Decimal(6)))
        self.assert_none(self.exported(5, quota=Decimal(5)))
        self.assert_none(self.exported(5, "XA", quota=Decimal(6)))


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
        said = interpolate(warning.text, warning.text.mapping)
        self.assertIn("Acinonyx jubatus: 6 on this permit", said)
        source = interpolate(warning.source, warning.source.mapping)
        self.assertIn("export quota of 5 (UNEP-WCMC, SAPI)", source)

    def overdrawn(self) -> Permit:
        return with_line({"quantity": Decimal("6.00")}, country="BW")
