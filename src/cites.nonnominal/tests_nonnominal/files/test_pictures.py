import unittest
from cites.nonnominal.files import heic
from cites.nonnominal.files.cleaned import Uncleanable
from cites.nonnominal.files.cleaning import clean
from io import BytesIO
from pathlib import Path
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageOps, ImageStat
from tempfile import TemporaryDirectory
from tests_nonnominal.files import planted_pictures as planted
from tests_nonnominal.files.planting import found_in, MARK
from unittest.mock import patch


def opened(content):
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def difference(one, other):
    """The greatest between two pixels, of 255."""
    extrema = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getextrema()
    return max(high for _low, high in extrema)


def mean_difference(one, other):
    between = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(between).mean)


class PicturesTest(unittest.TestCase):
    def test_nothing_that_was_planted_is_found(self):
        for kind, make in planted.PICTURES.items():
            with self.subTest(kind):
                content = make()
                self.assertTrue(found_in(content), "nothing was planted")
                cleaned = clean(content, kind)
                self.assertEqual(found_in(cleaned.content), set())

    def test_what_was_there_is_told(self):
        expected = {
            "image/jpeg": "EXIF:Artist EXIF:MakerNote GPS:GPSLatitude XMP:creator"
            " IPTC:By-line text:comment",
            "image/png": "EXIF:Artist GPS:GPSLatitude XMP:creator text:Author text:Title",
            "image/webp": "EXIF:Artist GPS:GPSLatitude XMP:creator",
            "image/tiff": "EXIF:Artist GPS:GPSLatitude XMP:creator",
            "image/gif": "text:comment",
            "image/heic": "EXIF:Artist GPS:GPSLatitude format",
        }
        for kind, keys in expected.items():
            removed = dict(clean(planted.PICTURES[kind](), kind).removed)
            for key in keys.split():
                self.assertIn(key, removed, kind)
        removed = dict(clean(planted.jpeg(), "image/jpeg").removed)
        self.assertEqual(removed["EXIF:Artist"], f"{MARK} EXIF:Artist")
        self.assertIn("data after the picture", removed)

    def test_pictures_stand_upright_and_keep_their_colours(self):
        upright = ImageOps.exif_transpose(opened(planted.jpeg()))
        for kind in ("image/jpeg", "image/png", "image/webp", "image/heic"):
            with self.subTest(kind):
                made = opened(clean(planted.PICTURES[kind](), kind).content)
                self.assertEqual(made.size, (64, 96))
                self.assertEqual(made.getexif().get(0x112, 1), 1)
                self.assertLess(mean_difference(made, upright), 3)

    def test_pixels_are_not_touched_where_nothing_has_to_be_turned(self):
        for kind, name in (
            ("image/jpeg", "JPEG"),
            ("image/png", "PNG"),
            ("image/webp", "WEBP"),
            ("image/tiff", "TIFF"),
        ):
            with self.subTest(kind):
                given = planted.saved(
                    planted.drawn(), name, icc_profile=planted.profile()
                )
                made = clean(given, kind).content
                self.assertEqual(difference(opened(given), opened(made)), 0)

    def test_colour_profiles_still_work(self):
        for kind in ("image/jpeg", "image/png", "image/webp", "image/tiff"):
            made = opened(clean(planted.PICTURES[kind](), kind).content)
            profile = ImageCms.ImageCmsProfile(BytesIO(made.info["icc_profile"]))
            shown = ImageCms.profileToProfile(
                made.convert("RGB"), profile, ImageCms.createProfile("sRGB")
            )
            self.assertLess(difference(shown, made), 8, kind)

    def test_pages_and_frames_stay(self):
        self.assertEqual(opened(clean(planted.tiff(), "image/tiff").content).n_frames, 2)
        self.assertEqual(opened(clean(planted.gif(), "image/gif").content).n_frames, 2)

    def test_scans_stay_small(self):
        scan = Image.effect_noise((1000, 1400), 90).convert("1")
        given = planted.saved(scan, "TIFF", compression="group4")
        made = clean(given, "image/tiff").content
        self.assertLess(len(made), len(given) * 1.1)
        self.assertEqual(difference(opened(made), scan), 0)

    def test_kinds_of_pixels(self):
        for mode, name, kind in (
            ("L", "JPEG", "image/jpeg"),
            ("CMYK", "JPEG", "image/jpeg"),
            ("P", "PNG", "image/png"),
            ("I;16", "PNG", "image/png"),
            ("LA", "PNG", "image/png"),
            ("CMYK", "TIFF", "image/tiff"),
        ):
            with self.subTest((mode, name)):
                given = planted.drawn(mode="L" if mode == "I;16" else mode)
                exif = planted.exif() if name != "TIFF" else None
                options = {"exif": exif} if exif else {}
                content = planted.saved(given.convert(mode), name, **options)
                made = opened(clean(content, kind).content)
                self.assertEqual(made.mode, mode)

    def test_what_is_cut_off_is_refused(self):
        """Also in a process where another library makes Pillow accept it."""
        content = planted.jpeg()
        with (
            patch.object(ImageFile, "LOAD_TRUNCATED_IMAGES", True),
            self.assertRaises(Uncleanable),
        ):
            clean(content[: len(content) * 6 // 10], "image/jpeg")

    def test_a_photo_that_the_converter_cannot_read_is_refused(self):
        for script in ("exit 1", "exit 0", "exec sleep 60"):
            with (
                self.subTest(script),
                TemporaryDirectory() as folder,
                patch.object(heic, "MAX_SECONDS", 0.2),
                patch.object(heic, "CONVERTERS", (f"{folder}/convert",)),
            ):
                converter = Path(folder, "convert")
                converter.write_text(f"#!/bin/sh\n{script}\n")
                converter.chmod(0o700)
                with self.assertRaisesRegex(Uncleanable, "damaged"):
                    clean(b"a photo", "image/heic")

    def test_cleaned_again_nothing_is_found_or_changed(self):
        given = [(kind, make()) for kind, make in planted.PICTURES.items()]
        drawn = planted.saved(planted.drawn(mode="YCbCr"), "TIFF")
        for kind, content in (*given, ("image/tiff", drawn)):
            with self.subTest(kind):
                once = clean(content, kind)
                again = clean(once.content, once.content_type)
                self.assertEqual(again.removed, [])
                self.assertEqual(again.content, once.content)
