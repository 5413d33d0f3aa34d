"""Whether a permit was valid on the day."""

from cites.cug.permits.permit import PermitType
from dataclasses import replace
from datetime import date, timedelta
from tests.permits.examples import permit, SOUND, TODAY
from tests.permits.rules.case import Case


DAY = timedelta(days=1)


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

    def test_what_an_officer_is_told(self):
        box, resolution = "Box 2 of the permit", "Resolution Conf. 12.3"
        late = date(2027, 1, 11)
        for judged, today, field, beginning, source in (
            (SOUND, SOUND.valid_until + DAY, "valid_until", "The last day of its", box),
            (
                SOUND,
                SOUND.valid_from - DAY,
                "valid_from",
                "The permit is not valid yet",
                box,
            ),
            (permit(valid_until=None), TODAY, "valid_until", "No last day", box),
            *(
                (
                    permit(type=kind, valid_until=late),
                    TODAY,
                    "valid_until",
                    text,
                    resolution,
                )
                for kind, text in (
                    (PermitType.EXPORT, "An export permit is valid for six"),
                    (PermitType.REEXPORT, "A re-export certificate is valid for six"),
                    (PermitType.IMPORT, "An import permit is valid for twelve"),
                )
            ),
        ):
            ((place, text, told),) = self.told(judged, today)
            self.assertEqual((field, source), (place, told))
            self.assertTrue(text.startswith(beginning), text)
        turned = permit(valid_from=SOUND.valid_until, valid_until=SOUND.valid_from)
        *_expired, (place, text, told) = self.told(turned, SOUND.valid_until)
        self.assertEqual(("valid_until", box), (place, told))
        self.assertIn("earlier than its first", text)
