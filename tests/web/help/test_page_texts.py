"""The help: the same sections in each language, in the words of the screens."""

import re
import unittest
from babel.messages.pofile import read_po
from cites.cug.core.settings.languages import CONVENTION, LANGUAGES, LOCALES
from cites.cug.web.help.page import help_text, PARTS
from cites.cug.web.help.topics import AREAS, LIBRARY_PAGES
from lxml import html


#: Others may lack the help: then it is in English.
TRANSLATED = [code for code in LANGUAGES if (LOCALES / code / "help").is_dir()]
#: What stands on a screen, in the help.
LABEL = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")


def words_of_screens(language):
    """Everything that screens say in that language."""
    path = LOCALES / language / "LC_MESSAGES" / "cites.cug.po"
    with path.open("rb") as file:
        return {message.string for message in read_po(file)}


def markdown(part, language):
    return (LOCALES / language / "help" / f"{part}.md").read_text(encoding="utf-8")


def tree(part, language):
    """The ids of headings, with those below them."""
    return [
        (section.id, [below.id for below in section.sections])
        for section in help_text(part, language).sections
    ]


class TextsTest(unittest.TestCase):
    def test_each_language_has_each_part_and_no_other(self):
        self.assertLessEqual({*CONVENTION}, {*TRANSLATED})
        files = {str(path.relative_to(LOCALES)) for path in LOCALES.glob("*/help/*")}
        wanted = {f"{code}/help/{part}.md" for code in TRANSLATED for part in PARTS}
        self.assertEqual(files, wanted)

    def test_headings_are_parallel(self):
        for part in PARTS:
            original = tree(part, "en")
            self.assertGreater(len(original), 10)
            for language in TRANSLATED:
                with self.subTest(part=part, language=language):
                    self.assertEqual(tree(part, language), original)
                    # As many rows, points and paragraphs.
                    shapes = [
                        [line[:2] if line[:1] in "|-#123" else "" for line in text]
                        for text in (
                            markdown(part, "en").splitlines(),
                            markdown(part, language).splitlines(),
                        )
                    ]
                    self.assertEqual(*shapes)

    def test_titles_differ_from_language_to_language(self):
        for part in PARTS:
            titles = {help_text(part, language).title for language in TRANSLATED}
            self.assertEqual(len(titles), len(TRANSLATED))

    def test_pages_lead_to_sections_that_are_there(self):
        ids = {}
        for part in PARTS:
            root = html.fromstring(f"<div>{help_text(part, 'en').body}</div>")
            found = root.xpath(".//@id")
            self.assertEqual(len(found), len(set(found)))
            ids[part] = set(found)
        for topic in (*AREAS.values(), *LIBRARY_PAGES.values()):
            with self.subTest(topic=topic):
                self.assertIn(topic.members, ids["members"])
                if topic.secretariat:
                    self.assertIn(topic.secretariat, ids["secretariat"])

    def test_a_language_without_help_reads_it_in_english(self):
        text = help_text("members", "qq")
        self.assertEqual(text.title, "Help for members")
        self.assertEqual((text.language, text.direction), ("en", "ltr"))

    def test_labels_are_those_of_the_screens(self):
        for language in TRANSLATED:
            shown = {
                re.sub(r"\s+", " ", text).replace("&hellip;", "…")
                for text in words_of_screens(language)
            }
            for part in PARTS:
                with self.subTest(language=language, part=part):
                    text = re.sub(r"`[^`\n]*`", "", markdown(part, language))
                    labels = set(LABEL.findall(text))
                    self.assertEqual(labels - shown, set())

    def test_french_marks_have_their_narrow_space(self):
        for part in PARTS:
            text = re.sub(r"`[^`]*`", "", markdown(part, "fr"))
            self.assertEqual(re.findall(r".{0,20}[^\u202f\s*|:-][;!?»].{0,5}", text), [])
            self.assertEqual(re.findall(r".{0,20} [:;!?»].{0,5}", text), [])
            self.assertNotIn("'", text)
