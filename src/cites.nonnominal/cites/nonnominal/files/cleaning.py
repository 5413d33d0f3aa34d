"""Chooses the cleaner for a type of file."""

from cites.nonnominal import _
from cites.nonnominal.files.cleaned import Cleaned, Uncleanable
from cites.nonnominal.files.heic import clean_heic
from cites.nonnominal.files.odf import clean_open_document
from cites.nonnominal.files.office import clean_office
from cites.nonnominal.files.pdf import clean_pdf
from cites.nonnominal.files.pictures import clean_picture
from cites.nonnominal.files.plain import clean_text
from cites.nonnominal.files.polyglots import refuse_polyglot
from collections.abc import Callable


OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
#: Beginning of the media type → cleaner; the first that fits counts.
CLEANERS: dict[str, Callable[[bytes, str], Cleaned]] = {
    "image/heic": clean_heic,
    "image/": clean_picture,
    "application/pdf": clean_pdf,
    OFFICE: clean_office,
    ODF: clean_open_document,
    "text/": clean_text,
}


def clean(content: bytes, kind: str) -> Cleaned:
    """Clean a file of the media type ``kind``. Raises Uncleanable."""
    for start, cleaner in CLEANERS.items():
        if kind.startswith(start):
            refuse_polyglot(content, kind)
            return cleaner(content, kind)
    text = _("files_cleaning_files_type_accepted_text", mapping={"type": kind})
    raise Uncleanable(text)
