"""Items are found by what the list of taxa says of their species by now."""

import transaction
from cites.cug.codelist_editor.taxon_lists.actions import counting_list, end_list
from cites.cug.core.jobs.job_runner import run_job
from cites.cug.core.jobs.registration import Job
from cites.cug.core.plone_internals.catalog import inner_catalog
from cites.cug.library.items.jobs import rename_codes
from cites.cug.library.items.renaming import waiting, wrongly_listed
from tests.codelist_editor.taxon_lists.case import put_in
from tests.codelist_editor.taxon_lists.made_up import CHEETAH, ORCHID, PARROT
from tests.library.case import LibraryCase
from zope.component.hooks import site


def line(species):
    return {"species": species, "term": "LIV", "quantity": 1}


class RenamingTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.root = self.layer["portal"]
        self.parrot = self.make(specimens=[line("Zqara ficta")])
        self.cheetah = self.make(specimens=[line("Felis jubata")])

    def put_in(self, *rows):
        transaction.begin()
        with site(self.root):
            put_in(self.root, *rows)

    def found(self, **asked):
        url = f"{self.group}/@library"
        answer = self.rest("customs-xa", "GET", url, 200, params=asked)
        return {item["@id"] for item in answer["items"]}

    def follow(self):
        """Let the clock do its work; how many items it has indexed again."""
        transaction.begin()
        before = self.changes()
        while run_job("tests", Job(rename_codes, 10)):
            pass
        transaction.begin()
        return self.changes() - before

    def changes(self):
        return self.root.portal_catalog.getCounter()

    def wrong(self):
        transaction.begin()
        with site(self.root):
            catalog = self.root.portal_catalog
            return [*wrongly_listed(catalog)], waiting(catalog)

    def test_only_the_items_that_are_concerned_are_indexed_again(self):
        self.follow()
        self.put_in(CHEETAH, ORCHID, PARROT)
        self.assertEqual(set(), self.found(species="Zqara ficta"))
        wrong, late = self.wrong()
        self.assertEqual([], wrong)  # the clock comes
        self.assertGreaterEqual(late, 2)
        self.assertEqual(2, self.follow())
        self.assertEqual(([], 0), self.wrong())
        for name in ("Zqara ficta", "perroquet fictif", "zqpsittacus fictus"):
            self.assertEqual({self.parrot}, self.found(species=name))
            self.assertEqual({self.parrot}, self.found(taxon=name))
        for above in ("Zqpsittacus", "psittacidae", "Psittaciformes", "Aves"):
            self.assertEqual({self.parrot}, self.found(taxon=above))
        for word in ("perroquet", "ficticio", "psittacidae"):
            self.assertEqual({self.parrot}, self.found(q=word))
        # The same list again, but for a plant: nothing is indexed again.
        self.put_in(CHEETAH, {**ORCHID, "CurrentListing": "I"}, PARROT)
        self.assertEqual(0, self.follow())
        self.put_in(CHEETAH, ORCHID, {**PARROT, "Family": "Zqidae"})
        self.assertEqual(1, self.follow())
        self.assertEqual({self.parrot}, self.found(taxon="zqidae"))
        self.assertEqual(set(), self.found(taxon="psittacidae"))

    def test_one_species_by_all_its_names(self):
        self.put_in(CHEETAH, ORCHID)
        self.follow()
        names = ("cheetah", "guépard", "chita", "Felis jubata", "acinonyx jubatus")
        for name in names:
            for asked in ("species", "taxon", "q"):
                with self.subTest(name, asked=asked):
                    self.assertIn(self.cheetah, self.found(**{asked: name}))
        with site(self.root):
            end_list(self.root.cheetahs, counting_list().id, acting_user="secretariat")
            transaction.commit()
        self.follow()
        for name in names:
            self.assertIn(self.cheetah, self.found(species=name))

    def test_verify_finds_an_item_under_other_taxa(self):
        self.put_in(CHEETAH, PARROT)
        self.follow()
        transaction.begin()
        path = self.parrot.removeprefix(self.portal.removesuffix(self.root.getId()))
        path = f"/{path}"
        index = inner_catalog(self.root.portal_catalog).getIndex("library_bitmaps")
        rid = inner_catalog(self.root.portal_catalog).uids[path]
        index._put(
            rid,
            {
                **{k: set(v) for k, v in index.getEntryForObject(rid).items()},
                "taxon": set(),
            },
        )
        transaction.commit()
        self.assertEqual(([path], 0), self.wrong())

    def test_a_name_is_stored_as_the_list_spells_it(self):
        self.put_in(CHEETAH, ORCHID)
        alert = self.make(specimens=[line("orquidea FICTICIA")])
        stored = self.rest("customs-xa", "GET", alert, 200)
        self.assertEqual("Zqorchis ficta", stored["specimens"][0]["species"])
        page = self.page("customs-xa", alert)
        self.assertIn("Fictive orchid", page.text_content())
