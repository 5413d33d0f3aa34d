"""The changelog is built from the files in news/: all of them, and each is in order."""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path


ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT / "news"
#: What says how fragments are named; it is none.
GUIDE = "README.md"
#: The issue, what kind of change it is, and a number if the issue has several.
NAME = re.compile(r"[1-9]\d*\.(breaking|feature|bugfix)(\.[1-9]\d*)?")


def words(text: str) -> str:
    return " ".join(text.split())


def fragments(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != GUIDE]


class ChangelogTest(unittest.TestCase):
    def test_fragments_are_named_and_written_as_they_must_be(self):
        for path in fragments(NEWS):
            self.assertTrue(NAME.fullmatch(path.name), path.name)
            text = path.read_text(encoding="utf-8").strip()
            self.assertTrue(text, f"{path.name} is empty")
            self.assertIn(text[-1], ".!?)", f"{path.name} ends within a sentence")

    def test_a_release_has_each_of_them_once_and_keeps_what_was_there(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            for name in ("pyproject.toml", "CHANGES.md"):
                shutil.copy(ROOT / name, place)
            shutil.copytree(NEWS, place / "news")
            (place / "news" / "1.feature").write_text("Something new.")
            self.release(place, "1.0.0", "2026-12-01")
            first = (place / "CHANGES.md").read_text(encoding="utf-8")
            self.assertEqual([], fragments(place / "news"))
            (place / "news" / "1.bugfix").write_text("Something mended.")
            self.release(place, "1.0.1", "2026-12-02")
            second = (place / "CHANGES.md").read_text(encoding="utf-8")
        for path in fragments(NEWS):
            text = words(path.read_text(encoding="utf-8"))
            self.assertEqual(1, words(first).count(text), path.name)
        head, _mark, notes = first.partition("<!-- towncrier release notes start -->")
        self.assertTrue(second.startswith(head))
        self.assertTrue(second.endswith(notes.lstrip("\n")))
        self.assertRegex(
            second, r"(?s)# 1\.0\.1 \(2026-12-02\).*# 1\.0\.0 \(2026-12-01\)"
        )

    def release(self, place: Path, version: str, date: str) -> None:
        command = ["build", "--yes", f"--version={version}", f"--date={date}"]
        subprocess.run(
            [sys.executable, "-m", "towncrier", *command],
            cwd=place,
            check=True,
            capture_output=True,
        )
