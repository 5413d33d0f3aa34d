"""Whether a permit goes beyond its quota."""

from cites.cug.permits.permit import Permit, PermitType
from cites.cug.permits.rules.quotas import plain
from dataclasses import replace
from decimal import Decimal
from tests.permits.examples import permit, SOUND_LINE, with_line
from tests.permits.rules.case import Case


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
        overstated = self.exported(5, quota=Decimal(6))
        self.assert_none(replace(overstated, type=PermitType.IMPORT))

    def test_what_an_officer_is_told(self):
        other = replace(SOUND_LINE, block="A", scientific_name="Panthera pardus")
        cubs = replace(SOUND_LINE, block="", quantity=Decimal("6.50"))
        published = "Published annual export quota of 5 (UNEP-WCMC, SAPI)"
        more = (
            "Acinonyx jubatus: 6.5 on this permit, more than the country’s annual export"
            " quota of 5 (live specimens and hunting trophies)."
        )
        claimed = (
            "Block 2: the permit states an annual quota of 6, the country published 5."
        )
        stated = (
            "Block 2: {} is more than the annual quota of 4 that the permit itself"
            " states."
        )
        own = "Box 11a of the permit"
        for changes, expected in (
            ({}, [("lines[1].quantity", more, published)]),
            (
                {"quota": Decimal("6.0"), "quantity": Decimal(1)},
                [("lines[1].quota", claimed, published)],
            ),
            (
                {"quota": Decimal(4), "used_to_date": Decimal(5), "quantity": Decimal(5)},
                [
                    ("lines[1].used_to_date", stated.format(5), own),
                    ("lines[1].quantity", stated.format(5), own),
                ],
            ),
        ):
            judged = permit(country="BW", lines=(other, replace(cubs, **changes)))
            self.assertEqual(expected, self.told(judged), changes)

    def test_numbers_are_written_as_people_write_them(self):
        for number, written in (
            *(("4", "4"), ("4.50", "4.5"), ("5.00", "5"), ("100", "100")),
            *(("1E+2", "100"), ("0.10", "0.1")),
        ):
            self.assertEqual(written, plain(Decimal(number)))
