"""Pictures made small, upright and on white: work for ``programs.workers``."""

from cites.cug.core.programs.workers import Told
from io import BytesIO
from PIL import ExifTags, Image, ImageOps
from typing import BinaryIO


def size_of_picture(source: BinaryIO) -> tuple[Told, bytes]:
    """``size``: width and height as it is seen."""
    with Image.open(source) as picture:
        width, height = picture.size
        turned = picture.getexif().get(ExifTags.Base.Orientation, 1) > 4
    return {"size": [height, width] if turned else [width, height]}, b""


def small_picture(source: BinaryIO, size: int, quality: int) -> tuple[Told, bytes]:
    """As JPEG whose longer side has so many pixels, or less if it has no more."""
    target = BytesIO()
    with Image.open(source) as picture:
        picture.draft("RGB", (size, size))
        shown = ImageOps.exif_transpose(picture).convert("RGBA")
        shown.thumbnail((size, size))
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        paper.save(target, "JPEG", quality=quality)
    return {}, target.getvalue()


def square_picture(
    source: BinaryIO, side: int, kind: str, quality: int
) -> tuple[Told, bytes]:
    """As JPEG of its middle."""
    target = BytesIO()
    with Image.open(source, formats=[kind.partition("/")[2]]) as given:
        given.draft("RGB", (side, side))
        plain = given.convert("RGBA")
    square = ImageOps.fit(plain, (side, side))
    made = Image.new("RGB", (side, side), "white")
    made.paste(square, mask=square)
    made.save(target, "JPEG", quality=quality)
    return {}, target.getvalue()
