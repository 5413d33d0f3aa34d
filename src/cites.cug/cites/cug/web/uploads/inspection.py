"""What a file is, whether it may be taken, and what is left of it when it is clean.

Work for ``programs.workers``: nothing here is called by the portal itself, and nothing
of Plone is imported.
"""

import magic
import warnings
from cites.cug import _
from cites.cug.core.programs.workers import Told
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.core.validation.message_data import write_message
from cites.cug.web.uploads import cut_off  # noqa: F401 - for its effect
from cites.cug.web.uploads.zip_archives import check_zipped, ODF, OFFICE, ZIP, zipped_type
from cites.nonnominal.files.cleaned import Uncleanable
from cites.nonnominal.files.cleaning import clean
from collections.abc import Mapping, Sequence
from PIL import Image
from typing import BinaryIO


HEAD_BYTES = 64 * 2**10
#: What a program may have used → in what it can be saved instead.
SAVE_AS = {
    "application/msword": "DOCX",
    "application/vnd.ms-excel": "XLSX",
    "application/vnd.ms-powerpoint": "PPTX",
    "application/rtf": "DOCX",
    "text/rtf": "DOCX",
    "image/heif": "JPEG",
    "image/bmp": "PNG",
}
#: Type by content → name endings it may have.
Types = Mapping[str, Sequence[str]]
#: Loads its tables once for all workers.
_magic = magic.Magic(mime=True)


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
        text = _("web_inspection_picture_damaged_read_text")
        raise InvalidValue(text) from error
    if pixels > MAX_PIXELS:
        text = _(
            "web_inspection_picture_more_than_million_text",
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


def tell_type(source: BinaryIO) -> tuple[Told, bytes]:
    """``kind``, the media type of any file, or ``refused``."""
    try:
        return {"kind": content_type(source)}, b""
    except InvalidValue as error:
        return _refused(error), b""


def look(source: BinaryIO, filename: str, accepted: Types) -> tuple[Told, bytes]:
    """``kind``, the media type of a file that may be taken, or ``refused``."""
    try:
        return {"kind": judge(source, filename, accepted)}, b""
    except InvalidValue as error:
        return _refused(error), b""


def clean_upload(source: BinaryIO, filename: str, accepted: Types) -> tuple[Told, bytes]:
    """The file as it may be stored, and ``kind``, ``content_type`` and ``removed``."""
    try:
        kind = judge(source, filename, accepted)
        cleaned = clean(source.read(), kind)
    except InvalidValue as error:
        return _refused(error), b""
    except Uncleanable as error:
        return {"refused": [write_message(error.message)]}, b""
    told = {
        "kind": kind,
        "content_type": cleaned.content_type,
        "removed": cleaned.removed,
    }
    return told, cleaned.content


def _refused(error: InvalidValue) -> Told:
    return {"refused": [write_message(mistake.message) for mistake in error.mistakes]}


def content_type(stream: BinaryIO) -> str:
    """Media type by content."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(ZIP):
        return zipped_type(stream)
    return _magic.from_buffer(head)


def judge(stream: BinaryIO, filename: str, accepted: Types) -> str:
    """Media type of a file that may be taken. Raises Refused."""
    kind = content_type(stream)
    if kind not in accepted:
        raise _not_accepted(kind)
    if not filename.lower().endswith(tuple(accepted[kind])):
        text = _(
            "web_inspection_file_type_match_name_text",
            mapping={"type": kind, "name": filename},
        )
        raise InvalidValue(text)
    if kind in FORMATS:
        check_picture(stream, kind)
    elif kind.startswith((OFFICE, ODF)):
        check_zipped(stream)
    stream.seek(0)
    return kind


def _not_accepted(kind: str) -> InvalidValue:
    mapping = {"type": kind, "better": SAVE_AS.get(kind, "")}
    if kind in SAVE_AS:
        text = _("web_inspection_files_type_cleaned_save_text", mapping=mapping)
        return InvalidValue(text)
    return InvalidValue(_("web_uploads_files_type_accepted_error", mapping=mapping))
