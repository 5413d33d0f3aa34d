"""What the documents name is there."""

import re
import unittest
from pathlib import Path


ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cites.cug" / "cites" / "cug"
#: A module or a test by its path: from the repository, the package or the tests.
PATH = re.compile(r"`((?:[\w.]+/)+\w+\.(?:py|zcml|cfg|toml|conf|service))\b")
#: Files that whoever follows a worked example makes.
NEW = re.compile(r"^New file `([^`]+)`:$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


class DocumentsTest(unittest.TestCase):
    def documents(self):
        found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
        self.assertGreater(len(found), 15)
        return found

    def test_paths(self):
        for document in self.documents():
            text = document.read_text(encoding="utf-8")
            for path in set(PATH.findall(text)) - set(NEW.findall(text)):
                places = (ROOT / path, PACKAGE / path, ROOT / "tests" / path)
                with self.subTest(document=document.name, path=path):
                    self.assertTrue(any(place.exists() for place in places))

    def test_links(self):
        for document in self.documents():
            for link in LINK.findall(document.read_text(encoding="utf-8")):
                with self.subTest(document=document.name, link=link):
                    self.assertTrue((document.parent / link).exists())
