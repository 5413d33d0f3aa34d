"""The same picture is known again, and no other is taken for it."""

import unittest
from cites.cug.library.items.picture_hashes import bands, EQUAL, read_hash
from io import BytesIO
from PIL import Image, ImageDraw, ImageEnhance
from random import Random


class Stored:
    """A stored picture, as far as it is read."""

    def __init__(self, data: bytes):
        self.data = data

    def open(self):
        return BytesIO(self.data)


def drawn(seed: int) -> Image.Image:
    chance = Random(seed)
    picture = Image.new("RGB", (800, 600), "gray")
    draw = ImageDraw.Draw(picture)
    for _number in range(25):
        x, y = chance.randrange(800), chance.randrange(600)
        color = tuple(chance.randrange(256) for _part in "rgb")
        draw.ellipse((x - 90, y - 90, x + 90, y + 90), fill=color)
    return picture


def hashed(picture: Image.Image, kind: str = "PNG", **options) -> str | None:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return read_hash(Stored(stream.getvalue()))


def equal(one: str, other: str) -> int:
    return len(set(bands(one)) & set(bands(other)))


class PictureHashesTest(unittest.TestCase):
    def test_a_copy_is_known_again(self):
        for seed in range(4):
            picture = drawn(seed)
            whole = hashed(picture)
            copies = (
                hashed(picture.resize((400, 300)), "JPEG", quality=70),
                hashed(ImageEnhance.Brightness(picture).enhance(1.1), "WEBP"),
            )
            for copy in copies:
                self.assertGreaterEqual(equal(whole, copy), EQUAL)

    def test_others_are_not(self):
        hashes = [hashed(drawn(seed)) for seed in range(12)]
        for number, one in enumerate(hashes):
            for other in hashes[:number]:
                self.assertLess(equal(one, other), EQUAL)

    def test_a_sketch_on_white_is_not_taken_for_another(self):
        for x in (200, 400):
            sketch = Image.new("RGB", (800, 600), "white")
            ImageDraw.Draw(sketch).line((x, 100, x + 150, 500), fill="black", width=6)
            self.assertIsNone(hashed(sketch))

    def test_a_plain_ground_and_what_is_no_picture_have_none(self):
        self.assertIsNone(hashed(Image.new("RGB", (100, 100), "white")))
        self.assertIsNone(read_hash(Stored(b"no picture")))
