"""Words of one meaning find each other."""

import unittest
from cites.cug.core.fulltext.question import parse
from cites.cug.core.fulltext.thesaurus import Thesaurus


GROUPS = (
    ("dhow", "boutre", "small boat"),
    ("false floor", "double fond", "faux-plancher"),
    ("floor", "sol"),
    ("cale de bateau", "hold", "dhow"),
)


class ThesaurusTest(unittest.TestCase):
    def others(self, text):
        question = Thesaurus(GROUPS).widen(parse(text))
        return {
            " ".join(one.words): [" ".join(other.plain) for other in one.others]
            for one in question.wanted
        }

    def test_a_word_has_all_others_of_its_groups(self):
        expected = ["boutre", "small boat", "cale de bateau", "hold"]
        self.assertEqual(self.others("Dhows"), {"Dhows": ["dhow", *expected]})
        self.assertEqual(self.others("dhow"), {"dhow": expected})

    def test_a_phrase_goes_before_its_words(self):
        phrases = ["double fond", "faux plancher"]
        self.assertEqual(
            self.others("false floor sol"),
            {"false": phrases, "floor": phrases, "sol": ["floor"]},
        )
        self.assertEqual(self.others("floor false")["floor"], ["sol"])

    def test_words_that_tell_nothing_are_not_needed(self):
        expected = ["cale de bateau", "hold", "dhow"]
        for asked in ("cale de bateau", "cale bateau", "cales d’un bateau"):
            self.assertEqual([*self.others(asked).values()], [expected] * 2, asked)

    def test_what_is_exact_has_no_others(self):
        for asked in ('"double fond"', "dhow*", "cheetah", "false"):
            self.assertEqual([*self.others(asked).values()], [[]], asked)
        self.assertFalse(Thesaurus(GROUPS).widen(parse("-dhow")).unwanted[0].others)

    def test_words_that_go_on_keep_them(self):
        asked = Thesaurus(GROUPS).widen(parse("boutre")).of_beginnings().wanted[0]
        self.assertTrue(asked.is_beginning)
        self.assertTrue(asked.others)
