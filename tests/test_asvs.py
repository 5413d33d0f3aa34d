"""The table of ASVS requirements: whole, and what it names is there."""

import re
import unittest
from collections import Counter
from pathlib import Path
from tests.some import some


ROOT = Path(__file__).parents[1]
CODE = ROOT / "src" / "cites.cug" / "cites" / "cug"
TABLE = ROOT / "docs" / "asvs.md"
#: Section → how many requirements it has in version 5.0.0.
SECTIONS = {
    **dict(zip(("6.1", "6.2", "6.3", "6.4"), (3, 12, 8, 6), strict=True)),
    **dict(zip(("6.5", "6.6", "6.7", "6.8"), (8, 4, 2, 4), strict=True)),
    **dict(zip(("7.1", "7.2", "7.3", "7.4"), (3, 4, 2, 5), strict=True)),
    **dict(zip(("7.5", "7.6", "8.1", "8.2"), (3, 2, 4, 4), strict=True)),
    **dict(zip(("8.3", "8.4", "16.1", "16.2"), (3, 2, 1, 5), strict=True)),
    **dict(zip(("16.3", "16.4", "16.5"), (4, 3, 4), strict=True)),
}
ROW = re.compile(r"\| (\d+\.\d+)\.(\d+) \| (.+?) \| ([123]) \| (yes|no|n/a) \| (.*) \|")
NAME = re.compile(r"`((?:tests|docs|profiles|[a-z_]+)/[\w./-]+)`")


def rows():
    found = (ROW.fullmatch(line) for line in TABLE.read_text().splitlines())
    return some(row.groups() for row in found if row)


class TableTest(unittest.TestCase):
    def test_each_requirement_stands_there_once(self):
        numbers = [(section, int(number)) for section, number, *_rest in rows()]
        self.assertEqual(Counter(set(numbers)), Counter(numbers))
        wanted = [
            (section, number)
            for section, count in SECTIONS.items()
            for number in range(1, count + 1)
        ]
        self.assertEqual(sorted(wanted), sorted(numbers))

    def test_each_says_where_it_is_shown_or_why_not(self):
        for section, number, _words, _level, met, shown in rows():
            with self.subTest(f"{section}.{number}"):
                self.assertTrue(shown)
                is_shown = NAME.search(shown) or "](#" in shown
                self.assertTrue(is_shown or met != "yes" or len(shown) > 40, shown)

    def test_what_is_named_is_there(self):
        for *_others, shown in rows():
            for name in NAME.findall(shown):
                at_root = name.startswith(("tests/", "docs/", "profiles/"))
                path = (ROOT if at_root else CODE) / name
                with self.subTest(name):
                    self.assertTrue(path.exists())
