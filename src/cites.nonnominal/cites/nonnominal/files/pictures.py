"""Cleans pictures and turns them upright."""

import warnings
from cites.nonnominal import _
from cites.nonnominal.files.chunks import bare_png, bare_webp
from cites.nonnominal.files.cleaned import Cleaned, Removed, Uncleanable
from cites.nonnominal.files.embedded_data import describe, orientation_of
from cites.nonnominal.files.icc import bare_profile
from cites.nonnominal.files.jpeg import bare_jpeg
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from PIL import Image, ImageFile, ImageSequence, JpegImagePlugin
from typing import Any, cast


#: Types that are cleaned without changing the pixels.
BARE = {"image/jpeg": bare_jpeg, "image/png": bare_png, "image/webp": bare_webp}
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
}
#: Limit for all pages or frames together.
MAX_PIXELS = 60_000_000
TURN = Image.Transpose
#: EXIF orientation → how to turn the picture upright.
TURNS = {
    2: TURN.FLIP_LEFT_RIGHT,
    3: TURN.ROTATE_180,
    4: TURN.FLIP_TOP_BOTTOM,
    5: TURN.TRANSPOSE,
    6: TURN.ROTATE_270,
    7: TURN.TRANSVERSE,
    8: TURN.ROTATE_90,
}


def clean_picture(content: bytes, kind: str, *, turned: bool = True) -> Cleaned:
    """Clean a picture. Raises Uncleanable.

    ``turned``: turn it upright; not for pictures in documents, which ignore EXIF.
    """
    removed = Removed()
    describe(content, removed)
    with _opened(content, kind) as picture:
        orientation = orientation_of(picture)
        if kind in BARE:
            made = BARE[kind](content, removed)
        else:
            made = _drawn_anew(picture, FORMATS[kind])
    with _opened(made, kind) as picture:
        if kind in BARE and turned and orientation in TURNS:
            made = _upright(picture, TURNS[orientation], kind, made)
        else:
            picture.load()  # reading the pixels shows damage
    return Cleaned(made, kind, removed.all())


@contextmanager
def _opened(content: bytes, kind: str) -> Iterator[Image.Image]:
    """Open a picture; turns all exceptions of decoders into Uncleanable."""
    # Some libraries make Pillow accept pictures that are cut off, in the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise _too_large()
                yield picture
    except Uncleanable:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # decoders raise of every kind
        text = _("files_picture_damaged_read_error")
        raise Uncleanable(text) from error


def _too_large() -> Uncleanable:
    mapping = {"limit": MAX_PIXELS // 10**6}
    text = _("files_picture_more_than_million_text", mapping=mapping)
    return Uncleanable(text)


def _upright(picture: Image.Image, turn: Any, kind: str, content: bytes) -> bytes:
    """Turn a picture, with as little loss as the format allows."""
    options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    if kind == "image/jpeg":
        options["qtables"] = cast(JpegImagePlugin.JpegImageFile, picture).quantization
        sampling = JpegImagePlugin.get_sampling(picture)
        if sampling >= 0:
            options["subsampling"] = sampling
    elif kind == "image/webp":
        options |= {"lossless": b"VP8L" in content[:64], "quality": 90, "method": 4}
    if "dpi" in picture.info:
        options["dpi"] = picture.info["dpi"]
    return _saved(_plain(picture).transpose(turn), FORMATS[kind], options)


def _drawn_anew(picture: Image.Image, name: str) -> bytes:
    """Draw each page or frame again from its pixels. Pillow turns TIFF upright."""
    width, height = picture.size
    if width * height * getattr(picture, "n_frames", 1) > MAX_PIXELS:
        raise _too_large()
    options: dict[str, Any] = {}
    if resolution := picture.info.get("dpi"):
        options["dpi"] = resolution
    if profile := bare_profile(picture.info.get("icc_profile") or b""):
        options["icc_profile"] = profile
    compression, frames, durations = picture.info.get("compression"), [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(frame.info.get("duration", 0))
        frames.append(_plain(frame))
    if name == "TIFF":
        options |= _compression({frame.mode for frame in frames}, compression)
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
        if name == "GIF":
            options |= {"duration": durations, "loop": picture.info.get("loop", 1)}
    return _saved(frames[0], name, options)


def _compression(modes: set[str], before: str | None) -> dict[str, Any]:
    """How to pack a TIFF file: with loss only if it was so before, to keep it small."""
    if before == "jpeg" and modes <= {"L", "RGB"}:
        return {"compression": "jpeg", "quality": 95}
    return {"compression": "group4" if modes == {"1"} else "tiff_adobe_deflate"}


def _plain(frame: Image.Image) -> Image.Image:
    """A copy of a frame with pixels, palette and transparency only."""
    # A file written from YCbCr would be read as RGB.
    plain = frame.convert("RGB") if frame.mode == "YCbCr" else frame.copy()
    kept = ("transparency",)
    plain.info = {name: plain.info[name] for name in kept if name in plain.info}
    return plain


def _saved(picture: Image.Image, name: str, options: dict[str, Any]) -> bytes:
    stream = BytesIO()
    picture.save(stream, name, **options)
    return stream.getvalue()
