"""Guides on the species of an alert: which the page names, and to whom."""

from tests.library.case import LibraryCase, text_of


LINE = {"term": "LIV", "quantity": 1}


class GuidesTest(LibraryCase):
    def guide(self, title, *steps, **fields):
        fields = {"species": ["Acinonyx jubatus"], **fields}
        made = self.make_document(title=title, **fields)
        self.move(made, *steps)
        return made

    def named(self, user, alert):
        page = self.page(user, f"{alert}/view")
        return [text_of(one) for one in page.xpath("//*[@id='guides']//li/a")]

    def test_readers_are_named_what_they_may_open_on_the_species_and_what_is_above(self):
        way = ("submit", "publish")
        self.guide("EXERCISE: for all", *way, "share")
        self.guide("EXERCISE: for officers", *way, document_type="training")
        self.guide("EXERCISE: a draft")
        self.guide("EXERCISE: of leopards", *way, species=["Panthera pardus"])
        self.guide("EXERCISE: a report", *way, document_type="report")
        cub = {**LINE, "species": "Acinonyx jubatus soemmeringii"}
        alert = self.published("share", specimens=[cub])
        both = {"EXERCISE: for all", "EXERCISE: for officers"}
        self.assertEqual(set(self.named("police-xb", alert)), both)
        self.assertEqual(self.named("igo-unodc", alert), ["EXERCISE: for all"])
        self.assertEqual(
            self.named("customs-xa", alert),
            ["EXERCISE: a draft", "EXERCISE: for officers"],
        )
        self.guide("EXERCISE: en français", *way, language="fr")
        self.guide("EXERCISE: in English", *way, language="en")
        self.assertEqual(
            self.named("police-xb", alert)[0], "EXERCISE: in English", "one's own first"
        )
        without = self.published()
        self.assertEqual(self.named("police-xb", without), [])
