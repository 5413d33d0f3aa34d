"""The place of a text where the words stand."""

import unittest
from cites.cug.core.fulltext.question import parse
from cites.cug.core.fulltext.snippets import mark, snippet


FR = ("fr",)


class MarksTest(unittest.TestCase):
    def test_words_are_marked_in_any_form(self):
        html, found = mark("Deux GUÉPARDS et un guepard", parse("guépard"), FR)
        self.assertEqual(html, "Deux <mark>GUÉPARDS</mark> et un <mark>guepard</mark>")
        self.assertTrue(found)

    def test_phrases_are_marked_where_they_stand_in_order(self):
        html, _found = mark(
            "a false floor, its floor false", parse('"false floor" "x y"')
        )
        self.assertEqual(html, "a <mark>false floor</mark>, its floor false")
        html, _found = mark("象牙と牙", parse("象牙"))
        self.assertEqual(html, "<mark>象牙</mark>と牙")
        html, _found = mark("false floors", parse('"false flo"*'))
        self.assertEqual(html, "<mark>false floors</mark>")

    def test_text_is_escaped(self):
        html, found = mark('<b>cubs</b> & "co"', parse("cub b"))
        self.assertEqual(
            html,
            "&lt;<mark>b</mark>&gt;<mark>cubs</mark>&lt;/<mark>b</mark>&gt;"
            " &amp; &quot;co&quot;",
        )
        self.assertTrue(found)

    def test_nothing_is_marked_without_a_question(self):
        self.assertEqual(mark("<i>", parse("")), ("&lt;i&gt;", False))
        self.assertEqual(mark("ivory", parse("cheetah")), ("ivory", False))
        self.assertEqual(mark("ivory", parse("-ivory")), ("ivory", False))


class SnippetsTest(unittest.TestCase):
    def test_it_is_cut_around_the_word(self):
        text = f"{'mot ' * 200}trois guépards vivants {'fin ' * 200}"
        cut = snippet(text, FR, parse("guépard"))
        self.assertIn("trois guépards vivants", cut)
        self.assertTrue(cut.startswith("… mot"))
        self.assertTrue(cut.endswith("fin …"))
        self.assertLess(len(cut), 240)

    def test_a_short_text_stands_as_it_is(self):
        self.assertEqual(snippet("un guépard", FR, parse("guépards")), "un guépard")

    def test_a_text_without_the_word_gives_none(self):
        self.assertEqual(snippet("rien", FR, parse("guépards")), "")
        self.assertEqual(snippet("rien", FR, parse("-guépards")), "")

    def test_a_long_word_does_not_make_it_longer(self):
        self.assertLess(len(snippet("guépard" + "x" * 900, FR, parse("guépard*"))), 240)
