"""Whether what is there is what the permit allows."""

from cites.cug.permits.permit import PermitType
from dataclasses import replace
from tests.permits.examples import permit, SOUND_LINE, with_line
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
        self.assert_none(with_line({"source": "A", "scientific_name": ""}))

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

    def test_what_an_officer_is_told(self):
        list_says = (
            "CITES source codes. The portal’s species list classes this taxon as an"
            " animal."
        )
        codes = "CITES source codes (UNEP-WCMC)"
        parrot = {"scientific_name": "Psittacus erithacus", "appendix": "II"}
        again = {"type": PermitType.REEXPORT}
        for line, changes, field, text, source in (
            (
                {},
                {"purpose": "T"},
                "appendix",
                "commercial purpose (T) for Appendix I. Only specimens bred for trade"
                " (source D), which count as Appendix II, are excepted.",
                "Article III of the Convention; for source D, Article VII",
            ),
            (
                {**parrot, "source": "D"},
                {},
                "source",
                "source D is for Appendix I; the permit says Appendix II.",
                codes,
            ),
            (
                {"source": "A"},
                {},
                "source",
                "source A is for plants; this is an animal.",
                list_says,
            ),
            (
                {"source": "I"},
                {},
                "second_source",
                "source I is given alone; a second code should say where the specimens"
                " come from.",
                "Practice of Parties (permit form of the United Kingdom)",
            ),
            (
                {"appendix": "II"},
                {},
                "appendix",
                "the cheetah is listed in Appendix I; the permit says Appendix II.",
                "Appendix I, since 1975 (Species+ taxon 8935)",
            ),
            *(
                (
                    {missing: ""},
                    again,
                    missing,
                    "a re-export certificate names the country of origin and its permit;"
                    " here they are missing.",
                    "Boxes 12 and 12a of the form, Resolution Conf. 12.3",
                )
                for missing in ("origin_country", "origin_permit")
            ),
        ):
            with self.subTest(text):
                wrong = replace(SOUND_LINE, block="B", **line)
                other = replace(SOUND_LINE, appendix="", origin_country="XA")
                judged = permit(lines=(other, wrong), **changes)
                told = (f"lines[1].{field}", f"Block B: {text}", source)
                self.assertEqual([told], self.told(judged))
