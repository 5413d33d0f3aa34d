"""Another language is a folder of ``locales``, and a word in the profile."""

import ast
import re
import unittest
from cites.cug.core.codelists import shipped
from cites.cug.core.settings import languages
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from tests.some import some
from unittest.mock import patch


ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
#: What names languages for another reason than that the portal speaks them.
OTHER_REASONS = {
    "core/settings/languages.py": "the languages of CITES, of its lists",
    "core/fulltext/folding.py": "in which words have stems, whatever the portal speaks",
}
MARKED = re.compile(r"""<element>fr<|lang="fr"|[-_/]fr[.-_/"']""")


def collections_in(tree: ast.AST) -> Iterator[set[object]]:
    """The constants of each collection that is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            items = [key for key in node.keys if key is not None]
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            items = node.elts
        else:
            continue
        yield {one.value for one in items if isinstance(one, ast.Constant)}


class LanguagesTest(unittest.TestCase):
    def test_they_are_named_in_one_place(self):
        found = set()
        for path in PACKAGE.rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text if '"fr"' in text else "")
            if any({"fr", "es"} <= constants for constants in collections_in(tree)):
                found.add(str(path.relative_to(PACKAGE)))
        self.assertEqual(found, set(OTHER_REASONS))

    def test_no_template_or_profile_names_one(self):
        for ending in ("pt", "xml", "zcml"):
            for path in some(PACKAGE.rglob(f"*.{ending}")):
                with self.subTest(path.name):
                    text = path.read_text(encoding="utf-8")
                    self.assertIsNone(MARKED.search(text))

    def test_processes_read_what_plone_says_in_each(self):
        profile = (ROOT / "profiles" / "base.cfg").read_text(encoding="utf-8")
        (read,) = re.findall(r'"zope_i18n_allowed_languages", "(\S+)"', profile)
        self.assertEqual(set(languages.LANGUAGES), set(read.split(",")))

    def test_a_new_folder_is_a_language(self):
        with TemporaryDirectory() as folder:
            locales = copytree(languages.LOCALES, Path(folder) / "locales")
            (locales / "qq").mkdir()
            told = 'name = "Qqish"\nreviewed_by = "Office of Qq"\n'
            (locales / "qq" / "language.toml").write_text(told)
            found = list(languages.languages_in(locales))
            self.assertEqual([one.code for one in found[:3]], list(languages.CONVENTION))
            self.assertIn(("qq", "Qqish", "Office of Qq", False), found)
            self.titled(locales)

    def titled(self, locales):
        """Codes that it has no title for are called what they are in English."""
        text = "list,code,title\nsex,male,Mq\n"
        (locales / "qq" / "codes.csv").write_text(text)
        spoken = (*languages.LANGUAGES, "qq")
        shipped.shipped_entries.cache_clear()
        self.addCleanup(shipped.shipped_entries.cache_clear)
        self.addCleanup(shipped._translated.cache_clear)
        with (
            patch.object(shipped, "LOCALES", locales),
            patch.object(shipped, "LANGUAGES", spoken),
        ):
            shipped._translated.cache_clear()
            entries = {one.code: one for one in shipped.shipped_entries("sex")}
        titles = [entries[code].title("qq") for code in ("male", "female")]
        self.assertEqual(titles, ["Mq", "Female"])

    def test_texts_that_a_language_lacks_are_in_english(self):
        for language in ("qq", "../en"):
            folder = languages.folder_with(language, "letters.toml")
            self.assertEqual(folder, languages.LOCALES / "en")
        french = languages.folder_with("fr", "letters.toml")
        self.assertEqual(french, languages.LOCALES / "fr")

    def test_direction(self):
        directions = [languages.direction(one) for one in ("en", "fr-CH", "ar", "he")]
        self.assertEqual(directions, ["ltr", "ltr", "rtl", "rtl"])
        self.assertEqual([languages.onward(one) for one in ("en", "ar")], ["→", "←"])
