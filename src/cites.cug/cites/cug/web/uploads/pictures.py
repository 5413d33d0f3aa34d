"""Pictures: how many pixels they unfold to, known before they are unfolded."""

import warnings
from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.web.uploads import cut_off  # noqa: F401 - for its effect
from PIL import Image
from typing import BinaryIO


#: Of all frames together; a decoded pixel takes up to four bytes.
MAX_PIXELS = 60_000_000
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
}


def check_picture(stream: BinaryIO, kind: str) -> None:
    """Refuse what is damaged or has too many pixels. Reads heads only."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            pixels = _pixels(stream, FORMATS[kind])
    except Image.DecompressionBombError:
        pixels = MAX_PIXELS + 1
    except Exception as error:  # decoders raise of every kind
        text = _("The picture is damaged and cannot be read.")
        raise InvalidValue(text) from error
    if pixels > MAX_PIXELS:
        text = _(
            "The picture has more than ${limit} million pixels.",
            mapping={"limit": MAX_PIXELS // 10**6},
        )
        raise InvalidValue(text)


def _pixels(stream: BinaryIO, name: str) -> int:
    with Image.open(stream, formats=[name]) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            return width * height
        frames = getattr(picture, "n_frames", 1)
        if frames == 1:
            picture.verify()  # compares checksums, where the format has them
        return width * height * frames
