"""Converts HEIC, the photos of telephones, to JPEG, which every browser shows.

libheif does this in a process of its own, so that a broken picture breaks nothing else.
"""

import shutil
import subprocess
from cites.nonnominal import _
from cites.nonnominal.files.cleaned import Cleaned, FoundMetadata, Uncleanable
from cites.nonnominal.files.pictures import clean_picture
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory


HEIC = "image/heic"
JPEG = "image/jpeg"
#: The converter of libheif, by its new and its old name.
CONVERTERS = ("heif-dec", "heif-convert")
MAX_SECONDS = 25
QUALITY = "92"


def clean_heic(content: bytes, _kind: str) -> Cleaned:
    """Convert to JPEG, upright, as libheif turns pictures. Raises Uncleanable."""
    converter = next(filter(None, map(shutil.which, CONVERTERS)), None)
    if converter is None:
        text = _("files_heic_pictures_type_heic_accepted_text")
        raise Uncleanable(text)
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "given.heic"), Path(folder, "made.jpg")
        given.write_bytes(content)
        _convert(converter, given, made)
        jpeg = made.read_bytes()
    cleaned = clean_picture(jpeg, JPEG, turned=False)
    return cleaned._replace(
        removed=[*cleaned.removed, FoundMetadata("format", "HEIC → JPEG")]
    )


def _convert(converter: str, given: Path, made: Path) -> None:
    """Convert within a limit of time. Raises Uncleanable.

    The caller limits memory and file sizes: the converter has those of this process.
    """
    command = [converter, "-q", QUALITY, str(given), str(made)]
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # noqa: S603 - our own command, and no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=MAX_SECONDS,
            check=True,
        )
        if made.exists():
            return
    raise Uncleanable(_("files_picture_damaged_read_error"))
