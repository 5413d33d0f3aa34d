"""Pictures of pages are kept, few and not for long."""

import tempfile
from cites.cug.library.items import page_store
from cites.cug.library.items.page_store import drop_old, drop_pages, keep_page, kept_page
from os import utime
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch


class PageStoreTest(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory())) / "pages"
        folder = patch.object(page_store, "page_store", lambda: self.folder)
        self.enterContext(folder)

    def age(self, owner, seconds):
        """As if it was looked at so long after 1970."""
        (path,) = self.folder.glob(f"{owner}-*")
        utime(path, (seconds, seconds))

    def test_it_keeps_so_much_and_drops_what_was_looked_at_longest_ago(self):
        with (
            patch.object(page_store, "MAX_BYTES", 300),
            patch.object(page_store, "KEPT_BYTES", 200),
        ):
            for name in "abc":
                keep_page(b"x" * 100, name)
                self.age(name, ord(name))
            self.assertIsNotNone(kept_page("a"))  # and so it is the newest
            keep_page(b"x" * 100, "d")
            left = [name for name in "abcd" if kept_page(name)]
        self.assertEqual(left, ["a", "d"])

    def test_those_of_one_item_are_dropped(self):
        for name in ("a", "b"):
            for number in (1, 2):
                keep_page(b"x", name, number)
        drop_pages("a")
        left = [name for name in "ab" for number in (1, 2) if kept_page(name, number)]
        self.assertEqual(left, ["b", "b"])

    def test_nobody_else_may_read_them(self):
        keep_page(b"x", "a")
        self.assertEqual(self.folder.stat().st_mode & 0o077, 0)

    def test_old_ones_are_dropped(self):
        drop_old()
        keep_page(b"x", "old")
        keep_page(b"y", "new")
        self.age("old", 0)
        drop_old()
        self.assertIsNone(kept_page("old"))
        self.assertEqual(kept_page("new"), b"y")
