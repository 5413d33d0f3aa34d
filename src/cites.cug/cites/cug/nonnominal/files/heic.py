"""HEIC: photos of telephones, made JPEG, which every browser shows.

libheif does it, in a process of its own: what breaks the decoder breaks nothing else.
"""

import shutil
import subprocess
from cites.cug import _
from cites.cug.nonnominal.files.cleaned import Cleaned
from cites.cug.nonnominal.files.cleaned import Found
from cites.cug.nonnominal.files.cleaned import Uncleanable
from cites.cug.nonnominal.files.pictures import clean_picture
from pathlib import Path
from tempfile import TemporaryDirectory


HEIC = "image/heic"
JPEG = "image/jpeg"
#: The same program under its new and its old name.
CONVERTERS = ("heif-dec", "heif-convert")
MAX_SECONDS = 60
MAX_MEMORY_BYTES = 2 * 2**30
QUALITY = "92"


def clean_heic(content: bytes, _kind: str) -> Cleaned:
    """Upright: libheif turns what has to be turned."""
    converter = next(filter(None, map(shutil.which, CONVERTERS)), None)
    if converter is None:
        text = _("Pictures of type HEIC are not accepted here. Save it as JPEG.")
        raise Uncleanable(text)
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "given.heic"), Path(folder, "made.jpg")
        given.write_bytes(content)
        _convert(converter, given, made)
        jpeg = made.read_bytes()
    cleaned = clean_picture(jpeg, JPEG, turned=False)
    return cleaned._replace(removed=[*cleaned.removed, Found("format", "HEIC → JPEG")])


def _convert(converter: str, given: Path, made: Path) -> None:
    """Within bounds of time and memory. Raises Uncleanable."""
    limits = ["prlimit", f"--as={MAX_MEMORY_BYTES}", f"--cpu={MAX_SECONDS}"]
    command = [*limits, converter, "-q", QUALITY, str(given), str(made)]
    try:
        subprocess.run(  # noqa: S603 - a program and names of our own
            command,
            check=True,
            timeout=MAX_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if made.exists():
            return
    except (OSError, subprocess.SubprocessError):
        pass
    raise Uncleanable(_("The picture is damaged and cannot be read."))
