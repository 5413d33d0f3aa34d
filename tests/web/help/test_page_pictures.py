"""The pictures of the help: all there, in each language, small and said in words."""

import re
import unittest
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.help.page import (
    body_with_pictures,
    DIRECTORY,
    help_text,
    ORIGINAL,
    PARTS,
    picture_file,
)
from cites.cug.web.layout.assets import STATIC
from lxml import html
from PIL import Image
from tests.library.case import LibraryCase


FOLDER = STATIC / DIRECTORY
SIZES = {"width", "height"}
#: What all pictures may weigh, and each, in bytes.
MOST, MOST_OF_EACH = 1_500_000, 90_000


def figures(part, language):
    """The images of a text, as its page has them."""
    body = body_with_pictures(part, language, "http://portal")
    return html.fromstring(f"<div>{body}</div>").xpath("//p[@class='screen']/a/img")


class PicturesTest(unittest.TestCase):
    def test_each_text_shows_its_pictures_in_its_language(self):
        for language in LANGUAGES:
            is_own = (FOLDER / language).is_dir()
            folder = FOLDER / (language if is_own else ORIGINAL)
            shown, alts = [], set()
            for part in PARTS:
                text = help_text(part, language).body
                self.assertEqual(
                    text.count(".webp"), len(figures(part, language)), (part, language)
                )
                shown += figures(part, language)
            for image in shown:
                (name,) = re.findall(r"([\w-]+\.webp)\?v=", image.get("src"))
                file = folder / name
                with Image.open(file) as picture:
                    said = {one: int(image.get(one)) for one in SIZES}
                    self.assertEqual(said, {one: getattr(picture, one) for one in SIZES})
                self.assertEqual("lazy", image.get("loading"))
                self.assertEqual(image.get("src"), image.getparent().get("href"))
                self.assertIn(f"/{DIRECTORY}/{folder.name}/", image.get("src"))
                alts.add(image.get("alt"))
            # Each once, in words of its own, and none that no text shows.
            self.assertEqual(len(shown), len(alts), language)
            self.assertEqual(len(shown), len(list(folder.glob("*"))), language)

    def test_they_are_small(self):
        sizes = [path.stat().st_size for path in FOLDER.glob("*/*.webp")]
        self.assertLess(sum(sizes), MOST)
        self.assertLess(max(sizes), MOST_OF_EACH)

    def test_a_language_without_pictures_shows_the_original(self):
        self.assertEqual("en", picture_file("qq", "home.webp").parent.name)
        self.assertEqual("fr", picture_file("fr", "home.webp").parent.name)


class PicturesOnPagesTest(LibraryCase):
    def test_members_see_them(self):
        for user, page in (
            ("customs-xa", f"{self.portal}/help"),
            ("customs-xa", f"{self.group}/help"),
            ("secretariat", f"{self.group}/help-secretariat"),
        ):
            images = self.page(user, page, set_language="es").xpath("//main//img")
            self.assertGreaterEqual(len(images), 3)
            answer = self.ask(user, "GET", images[0].get("src"))
            self.assertEqual(answer.headers["Content-Type"], "image/webp")
            self.assertIn("immutable", answer.headers["Cache-Control"])
