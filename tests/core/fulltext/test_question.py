"""What is typed to search for words."""

import unittest
from cites.cug.core.fulltext.question import MOST_TERMS, parse, Term
from hypothesis import given
from hypothesis import strategies as st


def words(terms):
    return [" ".join(one.plain) for one in terms]


class QuestionTest(unittest.TestCase):
    def test_words_phrases_beginnings_and_minus(self):
        question = parse('Guépards "port de XA" saisi* -ivoire -"deux peaux"')
        self.assertEqual(words(question.wanted), ["guepards", "port de xa", "saisi"])
        self.assertEqual(words(question.unwanted), ["ivoire", "deux peaux"])
        self.assertEqual(
            [one.is_beginning for one in question.wanted], [False, False, True]
        )

    def test_a_hyphen_joins_and_a_minus_leaves_out(self):
        self.assertEqual(words(parse("XA-2026/001").wanted), ["xa", "2026", "001"])
        self.assertEqual(words(parse("-anti-trafic").unwanted), ["anti trafic"])

    def test_articles_and_empty_words_are_not_asked_for(self):
        self.assertEqual(words(parse("trafic de l’ivoire").wanted), ["trafic", "ivoire"])
        self.assertEqual(words(parse("of the").wanted), ["of", "the"])
        self.assertEqual(words(parse('"of the"').wanted), ["of the"])

    def test_characters_without_spaces_stand_together(self):
        (term,) = parse("象牙").wanted
        self.assertEqual(term.words, ("象", "牙"))

    def test_operators_are_words_unless_a_catalog_is_asked(self):
        self.assertEqual(words(parse("peau AND NOT").wanted), ["peau", "not"])
        asked = parse('(foo* AND "bar baz") OR NOT cargo', operators=True)
        self.assertEqual(words(asked.wanted), ["foo", "bar baz"])
        self.assertEqual(words(asked.unwanted), ["cargo"])

    def test_nonsense_asks_for_nothing(self):
        for text in ("", '""', "-", "*", "((((", '"', "?*", "- -", '-""'):
            self.assertFalse(parse(text), text)

    @given(st.text())
    def test_whatever_is_typed_words_can_be_asked_for(self, text):
        question = parse(text)
        for term in (*question.wanted, *question.unwanted):
            for token in (*term.plain, *term.stems):
                self.assertRegex(token, r"\A[^\s'\"\\]+\Z")

    def test_there_is_an_end(self):
        self.assertEqual(len(parse(" ".join(map(str, range(99)))).wanted), MOST_TERMS)

    def test_beginnings_are_of_two_letters_at_least(self):
        asked = parse("a gué").of_beginnings()
        self.assertEqual([one.is_beginning for one in asked.wanted], [True])
        self.assertFalse(parse("b*").wanted[0].is_beginning)

    def test_a_word_of_a_text_fits_in_any_form(self):
        term = Term(("guépards",))
        self.assertTrue(term.fits("Guépard", ("fr",)))
        self.assertFalse(term.fits("garde", ("fr",)))
        self.assertTrue(Term(("gué",), is_beginning=True).fits("guépard", ("fr",)))
