"""The command ``python -m cites.nonnominal``."""

from cites.nonnominal.command import main
from contextlib import redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path
from PIL import Image
from tempfile import TemporaryDirectory
from unittest import TestCase


class CommandTest(TestCase):
    def run_on(self, name: str, content: bytes, *options: str) -> tuple[int, str]:
        with TemporaryDirectory() as folder, redirect_stdout(StringIO()) as printed:
            path = Path(folder, name)
            path.write_bytes(content)
            status = main([str(path), *options])
            return status, printed.getvalue().replace(folder, "")

    def test_findings_of_a_text_with_their_line(self):
        text = b"Two crates.\nThe driver was Peter Okello."
        status, printed = self.run_on("note.txt", text)
        self.assertEqual(printed, "/note.txt:2: sure person: 'Peter Okello'\n")
        self.assertEqual(status, 1)

    def test_words_that_are_allowed(self):
        text = b"The driver was Peter Okello."
        self.assertEqual(
            self.run_on("note.txt", text, "--allowed", "Peter Okello"), (0, "")
        )

    def test_what_cleaning_would_remove(self):
        picture = Image.new("RGB", (8, 8))
        exif = picture.getexif()
        exif[0x010F] = "Camera"
        jpeg = BytesIO()
        picture.save(jpeg, "JPEG", exif=exif)
        status, printed = self.run_on("photo.jpg", jpeg.getvalue())
        self.assertEqual(status, 0)
        self.assertIn("removes", printed)
        self.assertIn("Camera", printed)

    def test_a_type_that_is_not_cleaned(self):
        _status, printed = self.run_on("tool.exe", b"MZ")
        self.assertIn("not accepted", printed)
