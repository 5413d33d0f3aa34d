"""Marks on pictures of every kind, and what cannot be marked."""

import unittest
from cites.cug.library.items.marks.drawing import Unmarkable
from cites.cug.library.items.marks.pictures import mark_picture
from io import BytesIO
from PIL import Image
from tests.library.marked import changed_part, photograph, pixels, WORDS


def marked_picture(data: bytes) -> bytes:
    target = BytesIO()
    mark_picture(BytesIO(data), target, WORDS)
    return target.getvalue()


class PictureTest(unittest.TestCase):
    def assertMarked(self, data, frame=0):
        part = changed_part(pixels(data, frame), pixels(marked_picture(data), frame))
        self.assertGreater(part, 0.5)

    def test_each_format_stays_what_it_is(self):
        for kind in ("JPEG", "PNG", "WEBP", "TIFF", "GIF"):
            data = photograph(kind)
            self.assertMarked(data)
            with Image.open(BytesIO(marked_picture(data))) as picture:
                self.assertEqual((picture.format, picture.size), (kind, (1600, 1200)))

    def test_every_frame(self):
        frames = [Image.new("RGB", (300, 200), shade) for shade in ("red", "green")]
        for kind, more in (("GIF", {"duration": 200}), ("TIFF", {}), ("WEBP", {})):
            target = BytesIO()
            frames[0].save(target, kind, save_all=True, append_images=frames[1:], **more)
            for frame in (0, 1):
                self.assertMarked(target.getvalue(), frame)

    def test_light_and_dark_and_clear_ones(self):
        for mode, colour in (
            ("RGB", "white"),
            ("RGB", "black"),
            ("L", 128),
            ("1", 1),
            ("CMYK", (0, 0, 0, 255)),
        ):
            data = BytesIO()
            Image.new(mode, (400, 300), colour).save(data, "TIFF")
            self.assertMarked(data.getvalue())
        clear = BytesIO()
        Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(clear, "PNG")
        with Image.open(BytesIO(marked_picture(clear.getvalue()))) as picture:
            self.assertGreater(picture.getchannel("A").getextrema()[1], 0)

    def test_what_cameras_write_is_left_out(self):
        exif = Image.Exif()
        exif[0x010F] = "zqcamera"
        data = marked_picture(photograph(exif=exif))
        self.assertNotIn(b"zqcamera", data)

    def test_what_is_no_picture(self):
        for data in (b"", b"no picture", photograph("PNG")[:60]):
            self.assertRaises(Unmarkable, marked_picture, data)
