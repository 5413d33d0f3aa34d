import re
import unittest
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.core.validation.rich_text import (
    as_typed,
    MAX_LENGTH,
    plain_structure,
    same_text,
)
from hypothesis import given
from hypothesis import strategies as st
from lxml import html


#: Ways to run a script, to load something or to imitate a page.
DANGEROUS = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<p onclick='alert(1)'>x</p>",
    "<b ONMOUSEOVER=alert(1)>x</b>",
    "<iframe src='https://evil.example'></iframe>",
    "<img src='https://evil.example/seen.gif'>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext></mtext></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='http://[::1/x'>x</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A;avascript&#58;alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<form action='https://evil.example'><input name=password></form>",
    "<style>p { background: url(https://evil.example) }</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example'>",
    "<object data=x></object>",
    "<embed src=x>",
    "<video src=x></video>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea>",
    "<x:script>alert(1)</x:script>",
)
HARMLESS = (
    "<p>Two <strong>cubs</strong>, <em>alive</em>.</p>",
    '<p><a href="https://cites.org/" rel="noopener noreferrer">CITES</a></p>',
    '<p><a href="../other#part" rel="noopener noreferrer">b</a> c</p>',
    '<p><a href="mailto:a@example.org" rel="noopener noreferrer">a</a></p>',
    '<p><a href="resolveuid/0123" rel="noopener noreferrer">c</a></p>',
    "<h2>Route</h2><ul><li>A</li><li>B</li></ul>",
    '<table><tbody><tr><th scope="row">A</th><td colspan="2">B</td></tr></tbody></table>',
    "<blockquote><p>é “ß” 日本語</p></blockquote>",
)
ODDITIES = ("<", ">", "&lt;", "&amp;", "<b", "<!--", "-->", "</p>", "<![CDATA[")
PIECES = st.sampled_from([*DANGEROUS, *HARMLESS, *ODDITIES])


class PlainStructureTest(unittest.TestCase):
    def test_links_tell_nothing_of_where_they_stand(self):
        for text in (
            '<a href="https://example.org/">x</a>',
            '<a rel="opener" href="/y">x</a>',
        ):
            self.assertIn('rel="noopener noreferrer"', plain_structure(text))

    def test_what_runs_or_loads_is_refused(self):
        for text in DANGEROUS:
            with self.assertRaises(InvalidValue, msg=text):
                plain_structure(f"<p>before</p>{text}<p>after</p>")

    def test_plain_structure_stays(self):
        for text in HARMLESS:
            self.assertEqual(plain_structure(text), text)

    def test_decoration_is_left_out_and_its_text_stays(self):
        pasted = (
            "<p class='MsoNormal' style='color:red'>A<o:p></o:p> <font size=7>B</font>"
            "</p>"
            "<!-- comment --><h1 id='x'>C</h1><center>D</center>"
        )
        self.assertEqual(plain_structure(pasted), "<p>A B</p><h2>C</h2>D")

    def test_text_without_markup_becomes_paragraphs(self):
        self.assertEqual(
            plain_structure("a & b\nc\r\n\r\n2 < 3"),
            "<p>a &amp; b<br>c</p>\n<p>2 &lt; 3</p>",
        )
        self.assertEqual(plain_structure(" \n "), "")

    def test_text_that_needs_no_tags_is_shown_without(self):
        for typed in ("a & b\nc\n\n2 < 3", "One.\n\nTwo.", "&lt; is <", ""):
            self.assertEqual(as_typed(plain_structure(typed)), typed)
        self.assertEqual(as_typed("<p>One.</p><p>Two.</p>"), "One.\n\nTwo.")

    def test_text_that_needs_tags_is_shown_with_them(self):
        for kept in (
            *HARMLESS,
            "<p>Type &lt;b&gt; for bold.</p>",
            "<p>&nbsp;</p><blockquote>x</blockquote>",
            '<p>a</p>\n<p dir="rtl">b</p>',
        ):
            self.assertEqual(as_typed(kept), kept)

    def test_long_text_and_control_characters_are_refused(self):
        plain_structure("a" * MAX_LENGTH)
        for text in (
            "a" * (MAX_LENGTH + 1),
            "a\0b",
            "<p>\x1b[2J</p>",
            "\ud800",
            "\u202eb",
        ):
            with self.assertRaises(InvalidValue):
                plain_structure(text)

    def test_what_is_no_text_or_takes_long_to_read_is_refused(self):
        """A tree takes the square of the attributes of one tag: minutes for a text."""
        many = " ".join(f"a{number}" for number in range(20_000))
        few = " ".join(f"a{number}" for number in range(100))
        for raw in ("<html>", "<html a=1></html>", f"<p {many}>x", f"<p {few} b>x"):
            with self.assertRaises(InvalidValue):
                plain_structure(raw)
        self.assertEqual("<p>x</p>", plain_structure(f"<p {few}>x"))

    def test_deep_markup_ends(self):
        for opening in ("<div>", "<b>", "<ul><li>", "<table><tr><td>"):
            kept = plain_structure(opening * (MAX_LENGTH // len(opening)))
            self.assertEqual(plain_structure(kept), kept)

    @given(st.lists(PIECES | st.text(max_size=12), max_size=6).map("".join))
    def test_what_is_kept_is_harmless_and_stays_as_it_is(self, text):
        try:
            kept = plain_structure(text)
        except InvalidValue:
            return
        self.assertEqual(plain_structure(kept), kept)
        parted = re.sub(r"</p>\s*<p>", "</p>\n<p>", kept)
        self.assertEqual(plain_structure(as_typed(kept)), parted)
        if kept:
            for element in html.fragment_fromstring(kept, create_parent=True).iter():
                self.assertNotIn(element.tag, ("script", "img", "iframe", "svg", "style"))
                self.assertFalse([name for name in element.attrib if name[:2] == "on"])
                self.assertNotIn("script:", element.get("href", "").lower())


class TestSameText(unittest.TestCase):
    """As two versions of a text are told apart."""

    def test_line_ends_between_blocks_show_nowhere_and_two_names_look_alike(self):
        for one, other in (
            ("<p>A</p><p>B</p>", "<p>A</p>\n<p>B</p>"),
            ("<ul><li>A</li></ul>", "<ul>\n  <li>A</li>\n</ul>"),
            ("<p>A<br>B</p>", "<p>A<br>\nB</p>"),
            ("<p><b>A</b></p>", "<p><strong>A</strong></p>"),
            ('<p><i lang="fr">A</i></p>', '<p><em lang="fr">A</em></p>'),
        ):
            self.assertTrue(same_text(one, other), one)

    def test_all_else_does(self):
        for one, other in (
            ("<p>now here</p>", "<p>nowhere</p>"),
            ("<p><b>now</b> <i>here</i></p>", "<p><b>now</b><i>here</i></p>"),
            ("<p>A</p>", "<p>\xa0A</p>"),
            ("<p>A</p>", "<h2>A</h2>"),
            ("<p><b>A</b></p>", "<p><i>A</i></p>"),
            ("<p>A/b b</p>", "<p>A/strong b</p>"),
            ("<p>A B</p>", "<p>A</p><p>B</p>"),
            ("<p>Not A</p>", "<p><del>Not</del> A</p>"),
            ("<pre>A\n\n B</pre>", "<pre>A\n B</pre>"),
            ('<a href="/a">A</a>', '<a href="/b">A</a>'),
            ("<p>A</p>", ""),
        ):
            self.assertFalse(same_text(one, other), one)
