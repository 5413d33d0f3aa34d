"""What else is said for codes."""

import csv
import unittest
from cites.cug.core.codelists.lists import code_list, codes
from cites.cug.core.codelists.synonyms import FILE, synonyms, synonyms_of
from cites.cug.core.settings.languages import LANGUAGES
from collections import Counter


class SynonymsTest(unittest.TestCase):
    def test_each_line_is_of_a_code_that_is_offered(self):
        for one in synonyms():
            self.assertTrue(code_list(one.list_name).entries[one.code].current, one)

    def test_each_line_has_words_in_each_language(self):
        with FILE.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            self.assertEqual({"list", "code", *LANGUAGES}, {*row})
            for language in LANGUAGES:
                names = row[language].split(";")
                self.assertTrue(all(name == name.strip() and name for name in names), row)
                self.assertEqual([], [n for n, k in Counter(names).items() if k > 1], row)

    def test_they_are_of_concealment_transport_and_specimens(self):
        lists = {one.list_name for one in synonyms()}
        self.assertEqual({"concealment", "transport_mode", "term"}, lists)
        for name in ("concealment", "transport_mode"):
            known = {one.code for one in synonyms() if one.list_name == name}
            self.assertEqual({"none", "other", "unknown"}, {*codes(name)} - known)

    def test_a_code_has_those_of_all_its_lines(self):
        names = synonyms_of("transport_mode", "sea_vessel_small")
        self.assertTrue({"dhow", "boutre", "سنبوق", "patera"} <= {*names})
        entry = code_list("transport_mode").entries["sea_vessel_small"]
        self.assertEqual(names, entry.synonyms)
        self.assertEqual((), synonyms_of("transport_mode", "unknown"))
