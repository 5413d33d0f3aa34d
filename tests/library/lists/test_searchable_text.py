"""Items are found by any form and any name of what they are about."""

import unittest
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch, RELEVANCE
from plone import api
from plone.app.testing import login
from plone.app.textfield.value import RichTextValue
from random import Random


READERS = ("customs-xa", "police-xb", "igo-unodc", "secretariat", "outsider")
STATES = ("draft", "pending", "enforcement", "shared", "archived")
WORDS = ("guépard", "guépards", "peaux", "port", "ivoire")


class SearchCase(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        login(self.portal, "customs-xa")

    def add(self, title, body="", state="shared", **fields):
        alert = api.content.create(
            self.group.library,
            "Alert",
            title=title,
            **{"alert_type": "other", "handling": "green", "language": "fr", **fields},
            body=RichTextValue(f"<p>{body}</p>", "text/html", "text/html"),
        )
        set_state(alert, state)
        alert.reindexObject()
        return alert

    def page(self, asked, **more):
        search = LibrarySearch(words=asked, sort_on=RELEVANCE, size=100, **more)
        return list_items(self.group, search)

    def found(self, asked):
        return [row["title"] for _path, _uid, row in self.page(asked).rows]


class SearchTest(SearchCase):
    def test_each_form_of_a_word_finds_the_others(self):
        self.add("EXERCICE un", "Deux guépards saisis au port.")
        self.add("EXERCICE deux", "Un guépard confisqué.")
        for asked in ("guépards", "guépard", "Guepard", "GUÉPARDS"):
            self.assertCountEqual(self.found(asked), ["EXERCICE un", "EXERCICE deux"])
        self.assertEqual(self.found("guépards -confisquée"), ["EXERCICE un"])
        self.assertEqual(self.found('"guépards saisis"'), ["EXERCICE un"])
        self.assertEqual(self.found('"saisis guépards"'), [])
        self.assertEqual(self.found("guépards confis*"), ["EXERCICE deux"])

    def test_beginnings_are_looked_for_where_nothing_else_is_there(self):
        self.add("EXERCICE zqpanthère")
        self.assertEqual(self.found("zqpan"), ["EXERCICE zqpanthère"])
        self.add("EXERCICE zqpan")
        self.assertEqual(self.found("zqpan"), ["EXERCICE zqpan"])

    def test_codes_are_found_by_their_titles_in_each_language(self):
        self.add("EXERCICE route", alert_type="route")
        self.add("EXERCICE prise", alert_type="seizure", concealment=["boat_hold"])
        for asked in ("decomiso", "decomisos", "saisie", "seizures"):
            self.assertEqual(self.found(f"{asked} prise"), ["EXERCICE prise"], asked)

    def test_words_of_one_meaning_find_each_other_in_each_language(self):
        texts = {
            "en": "A dhow with a false floor over the keel; crates stood on it.",
            "fr": "Un boutre à double fond ; des caisses étaient posées dessus.",
            "es": "Un dhow con doble fondo; encima había cajones.",
            "ar": "سنبوق ذو قاع مزدوج، وفوقه صناديق.",
        }
        for language, text in texts.items():
            self.add(f"EXERCICE {language}", text, language=language)
        self.add("EXERCICE other", "The floor of the dhow, false as it was.")
        everything = [f"EXERCICE {language}" for language in texts]
        for asked in (
            *("boutre double fond", "boutre faux plancher", "crates false floor"),
            *("sambuco piso falso", "سنبوق قاع مزدوج", "caisse à faux fond"),
            *("dhow false bottoms", "cajón doble fondo", "صندوق أرضية زائفة"),
        ):
            self.assertCountEqual(self.found(asked), everything, asked)
        # What is typed so comes first; what is in quotes stands for itself.
        self.assertEqual(self.found("boutre double fond")[0], "EXERCICE fr")
        self.assertEqual(self.found("crates false floor")[0], "EXERCICE en")
        self.assertEqual(self.found('"double fond"'), ["EXERCICE fr"])
        self.assertEqual(self.found("-dhow -boutre -سنبوق keel cubierta"), [])
        row = self.page("boutre double fond").rows[-1][2]
        self.assertTrue(row["snippet"])

    def test_words_for_a_code_find_what_has_it(self):
        self.add("EXERCICE cale", concealment=["boat_hold"], transport_mode=["road"])
        for asked in (
            "bilge lorry",
            "sentina camión",
            "شاحنة عنبر",
            "fond de cale camion",
        ):
            self.assertEqual(self.found(asked), ["EXERCICE cale"], asked)
        self.assertEqual(self.found("bilge dhow"), [])

    def test_words_of_one_meaning_are_those_of_what_is_read(self):
        """Of closed items too, whose words are compared in memory."""
        self.add("EXERCICE rouge", "Un boutre à double fond.", handling="red")
        self.assertEqual(self.found("dhow false floor"), ["EXERCICE rouge"])
        login(self.portal, "outsider")
        self.assertEqual(self.found("dhow false floor"), [])

    def test_species_are_found_by_any_name(self):
        line = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 1.0}
        self.add("EXERCICE vivants", specimens=[line])
        names = ("cheetah", "guépards", "chita", "Felis jubata", "acinonyx jubatus")
        for asked in (*names, "guepardo", "Felidae", "gepard"):
            self.assertEqual(self.found(f"{asked} vivants"), ["EXERCICE vivants"], asked)

    def test_the_best_match_stands_first_with_its_place(self):
        self.add("EXERCICE zqrien", f"{'mot ' * 200} zqpeaux {'mot ' * 200}")
        self.add("EXERCICE zqpeaux")
        page = self.page("zqpeaux")
        self.assertEqual(
            [row["title"] for _path, _uid, row in page.rows],
            ["EXERCICE zqpeaux", "EXERCICE zqrien"],
        )
        self.assertIn("mot zqpeaux mot", page.rows[1][2]["snippet"])

    def test_only_what_is_unwanted(self):
        self.add("EXERCICE zqun")
        self.add("EXERCICE zqdeux")
        everything = list_items(self.group, LibrarySearch()).total
        page = list_items(self.group, LibrarySearch(words="-zqun"))
        self.assertEqual(page.total, everything - 1)
        self.assertNotIn("snippet", page.rows[0][2])


class HiddenTest(SearchCase):
    """Whatever stands in hidden items: counts, order and snippets stay as they are."""

    def setUp(self):
        super().setUp()
        self.chance = Random(17)
        self.items = []
        for number in range(40):
            login(self.portal, self.chance.choice(("customs-xa", "police-xb")))
            state = self.chance.choice(STATES)
            self.items.append(self.add(f"EXERCICE {number} {self.some()}", state=state))

    def some(self):
        return " ".join(self.chance.choice(WORDS) for _ in range(3))

    def answers(self, reader):
        login(self.portal, reader)
        return [
            (asked, *self.page(asked, facets=("state", "handling")))
            for asked in ("guépards", "port ivoire", "-peau", '"port ivoire"', "ivoi")
        ]

    def test_they_have_no_say(self):
        for reader in READERS:
            before = self.answers(reader)
            login(self.portal, reader)
            every = list_items(self.group, LibrarySearch(size=100)).rows
            visible = {uid for _path, uid, _row in every}
            for item in self.items:
                if item.UID() not in visible:
                    item.title = f"EXERCICE {self.some()} ivoi"
                    item.reindexObject()
            self.assertEqual(before, self.answers(reader), reader)
