"""Marks on pictures."""

from cites.cug.core.programs.workers import Told
from cites.cug.library.items.marks.drawing import SLANT, Unmarkable
from cites.cug.web.uploads import cut_off  # noqa: F401 - for its effect
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from PIL import Image, ImageDraw, ImageFont, ImageOps, ImageSequence
from typing import Any, BinaryIO


#: The size of the words: the shorter side of the picture divided by the first, but at
#: least the second, in pixels.
FONT_PART, SMALLEST = 24, 9
#: Opacity from 0 to 255 of the white shadow and of the black words.
SHADOW, INK = 70, 90
#: Options for writing each format.
WRITING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88},
    "PNG": {},
    "WEBP": {"quality": 88},
    "GIF": {},
    "TIFF": {"compression": "tiff_adobe_deflate"},
}
#: The format in which a marked copy is written; PNG for formats that are not here.
FORMATS = {**{name: name for name in WRITING}, "MPO": "JPEG"}


def marked_picture(source: BinaryIO, words: str) -> tuple[Told, bytes]:
    """As ``mark_picture``, for ``programs.workers``: ``kind``, and the marked picture."""
    target = BytesIO()
    kind = mark_picture(source, target, words)
    return {"kind": kind}, target.getvalue()


def mark_picture(source: BinaryIO, target: BinaryIO, words: str) -> str:
    """Write the words over each frame; answers the media type. Raises Unmarkable.

    Metadata such as EXIF is not written again.
    """
    try:
        with Image.open(source) as picture:
            kind = FORMATS.get(picture.format or "", "PNG")
            profile = picture.info.get("icc_profile")
            more: dict[str, Any] = {"icc_profile": profile} if profile else {}
            # How long each frame of an animation is shown.
            pauses = [frame.info.get("duration", 0) for frame in _frames(picture, kind)]
            first, *others = [_marked(frame, words) for frame in _frames(picture, kind)]
            if others:
                more |= {"save_all": True, "append_images": others}
            if others and any(pauses):
                more |= {"duration": pauses, "loop": 0}
            first.save(target, kind, **WRITING[kind], **more)
    except Exception as error:  # decoders raise of every kind
        raise Unmarkable from error
    return Image.MIME[kind]


def _frames(picture: Image.Image, kind: str) -> Iterator[Image.Image]:
    """The frames to mark; of a JPEG the first only, as cameras add previews behind it."""
    return islice(ImageSequence.Iterator(picture), 1 if kind == "JPEG" else None)


def _marked(frame: Image.Image, words: str) -> Image.Image:
    has_holes = frame.mode in ("RGBA", "LA") or "transparency" in frame.info
    picture = ImageOps.exif_transpose(frame).convert("RGBA" if has_holes else "RGB")
    tile = _tile(words, max(min(picture.size) // FONT_PART, SMALLEST))
    shadow, ink = (
        tile.point(lambda p, most=most: p * most // 255) for most in (SHADOW, INK)
    )
    step_x, step_y = tile.size
    for row, top in enumerate(range(-step_y // 2, picture.height, step_y)):
        # Every second row begins half a tile further left.
        for left in range(-(row % 2) * step_x // 2, picture.width, step_x):
            picture.paste("white", (left + 1, top + 1), shadow)
            picture.paste("black", (left, top), ink)
    # Transparent parts are covered where words stand, as the mark must stay visible.
    return picture


def _tile(words: str, size: int) -> Image.Image:
    """The words once, turned, as a mask."""
    font = ImageFont.load_default(size)
    left, top, right, bottom = map(round, font.getbbox(words))
    line = Image.new("L", (right - left + 2 * size, bottom - top + size))
    ImageDraw.Draw(line).text((size - left, size // 2 - top), words, 255, font)
    return line.rotate(SLANT, Image.Resampling.BICUBIC, expand=True)
