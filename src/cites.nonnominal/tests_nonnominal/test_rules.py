"""Which rules find something, and what they leave alone in tables and forms."""

import unittest
from cites.nonnominal.rules import findings_in


class RulesTest(unittest.TestCase):
    def found(self, text):
        return [(one.kind.value, one.text) for one in findings_in(text)]

    def test_each_rule_says_what_it_found_where_and_in_which_language(self):
        for text, kind, found, rule, language in (
            ("To cats@example.org", "email", "cats@example.org", "addresses", "en"),
            ("a probox kbz 771d at the gate", "plate", "kbz 771d", "papers", "en"),
            ("Vessel: Coral Harvester", "plate", "Coral Harvester", "vessels", ""),
            ("Call 077 482 13 90", "phone", "077 482 13 90", "numbers", ""),
            ("Importer: Jade Lotus", "company", "Jade Lotus", "model", ""),
            ("Le chauffeur Jean Dupont a fui", "person", "Jean Dupont", "model", "fr"),
            ("Водитель Аркадий Лапшин", "person", "Аркадий Лапшин", "russian", "ru"),
            ("باعت شركة الصقر الذهبي", "company", "شركة الصقر الذهبي", "arabic", "ar"),
            ("司机陈国栋没有收据", "person", "陈国栋", "chinese", "zh"),
        ):
            with self.subTest(text):
                (one,) = findings_in(text)
                self.assertEqual((kind, found), (one.kind.value, one.text))
                self.assertEqual((rule, language), (one.rule, one.language))
                self.assertEqual(found, text[one.start : one.end])
        self.assertEqual([], findings_in("Two crates at the port."))

    def test_things_called_like_somebody_stand_behind_their_label(self):
        peter = ("person", "Peter Okello")
        for text, expected in (
            ("Species: Harris Hawk", []),
            ("Species: Peter Okello", [peter]),
            ("Species: Harris Hawk, owner: Harris Hawk", [("company", "Harris Hawk")]),
            ("Brand: Mario Rossini\nDriver: Peter Okello", [peter]),
            ("Brand: Peter Okello", []),
            ("Brand: Blue Savannah Ltd", [("company", "Blue Savannah Ltd")]),
            ("Brand: 077 482 13 90", [("phone", "077 482 13 90")]),
            ("Brand: cats@example.org", [("email", "cats@example.org")]),
            ("Species;Name;Note\nHarris Hawk;Peter Okello;x\n", [peter]),
            ("Make | Name | Note\nMario Rossini | Peter Okello | x\n", [peter]),
        ):
            self.assertEqual(expected, self.found(text), text)

    def test_single_words_in_the_headings_of_a_table_are_none(self):
        found = self.found("Jina | Name | Phone\nPeter Okello | 2 | x")
        self.assertEqual([("person", "Peter Okello")], found)

    def test_a_cell_is_read_with_its_heading_alone(self):
        found = self.found("Breed;Owner\nJack Russell;Peter Okello\n")
        self.assertEqual([("person", "Peter Okello")], found)

    def test_possible_names_in_russian_are_doubtful(self):
        (one,) = findings_in("Вадик вечером привезёт лапы")
        self.assertEqual("maybe", one.certainty)
