"""Whether what is there is what the permit allows."""

from cites.cug.permits.permit import PermitType
from tests.permits.examples import permit, with_line
from tests.permits.rules.case import Case


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
