"""What the list of taxa says of a line; the source of a warning has its date."""

import transaction
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.models import PermitSource
from cites.cug.permits.queries import search
from cites.cug.permits.query_parameters import read_search
from cites.cug.permits.warnings import warnings_of
from dataclasses import replace
from tests.codelist_editor.taxon_lists.case import put_in
from tests.codelist_editor.taxon_lists.made_up import CHEETAH, ORCHID, PARROT
from tests.permits.examples import Known, TODAY, with_line
from tests.permits.rules.case import Case
from zope.component.hooks import site


class ListTest(Case):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        portal = self.layer["portal"]
        entered = site(portal)
        entered.__enter__()
        self.addCleanup(entered.__exit__, None, None, None)
        put_in(portal, CHEETAH, ORCHID, PARROT)
        transaction.begin()

    def line(self, name, **values):
        return with_line({"scientific_name": name, "source": "", **values}, purpose="Z")

    def test_an_appendix_that_the_list_contradicts(self):
        orchid = self.line("ZQORCHIS FICTA Nobody", appendix="I")
        self.assert_only("wrong_appendix", orchid)
        (warning,) = warnings_of(Known(orchid), today=TODAY)
        self.assertEqual("2026-03-05", warning.source.mapping["date"])
        self.assertEqual("II", warning.text.mapping["listed"])
        self.assert_none(self.line("Zqorchis ficta", appendix="II"))
        # Populations in several Appendices, a synonym, and what no list has.
        for appendix in ("I", "II"):
            self.assert_none(self.line("Zqara ficta", appendix=appendix))
        self.assert_only("wrong_appendix", self.line("Zqara ficta", appendix="III"))
        self.assert_none(self.line("Zqorchis incognita", appendix="I"))
        self.assert_only("wrong_appendix", self.line("Felis jubata", appendix="II"))

    def test_a_species_that_no_list_has_is_not_judged_by_its_genus(self):
        put_in(
            self.layer["portal"],
            {
                "TaxonId": "99003",
                "Kingdom": "Animalia",
                "Genus": "Zqgenus",
                "FullName": "Zqgenus",
                "RankName": "GENUS",
                "CurrentListing": "II",
            },
        )
        self.assert_only("wrong_appendix", self.line("Zqgenus", appendix="I"))
        self.assert_none(self.line("Zqgenus incognita", appendix="I"))

    def test_animals_and_plants(self):
        self.assert_only("source_contradicts", self.line("Zqara ficta", source="A"))
        self.assert_only(
            "source_contradicts", self.line("Zqorchis ficta", appendix="II", source="C")
        )
        for source in ("A", "W"):
            orchid = self.line("Zqorchis ficta", appendix="II", source=source)
            self.assert_none(orchid)

    def test_permits_are_found_by_any_name_and_by_what_is_above(self):
        names = (
            "Acinonyx jubatus",
            "Felis jubata (Schreber)",
            "Zqorchis ficta",
            "Acinonyx",
        )
        permits = [
            replace(self.line(name), number=f"XA-{number}")
            for number, name in enumerate(names)
        ]
        who = {"acting_user": "secretariat"}
        store_permits(permits, source=PermitSource.IMPORT, told=lambda *_: None, **who)
        transaction.commit()
        for asked, wanted in (
            *(("chita", {0, 1}), ("guépard", {0, 1}), ("Felis jubata", {0, 1})),
            *(
                ("felidae", {0, 3}),
                ("Orchidales", {2}),
                ("Zqorch", {2}),
                ("acinonyx", {0, 3}),
            ),
            ("Zqnothing", set()),
        ):
            with self.subTest(asked):
                page = search(read_search({"species": asked}), **who)
                found = {int(row.permit.number[3:]) for row in page.rows}
                self.assertEqual((wanted, len(wanted)), (found, page.total))
