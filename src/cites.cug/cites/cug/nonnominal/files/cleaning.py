"""Which cleaner is for which type."""

from cites.cug import _
from cites.cug.nonnominal.files.cleaned import Cleaned, Uncleanable
from cites.cug.nonnominal.files.heic import clean_heic
from cites.cug.nonnominal.files.odf import clean_open_document
from cites.cug.nonnominal.files.office import clean_office
from cites.cug.nonnominal.files.pdf import clean_pdf
from cites.cug.nonnominal.files.pictures import clean_picture
from cites.cug.nonnominal.files.plain import clean_text
from cites.cug.nonnominal.files.polyglots import refuse_polyglot
from collections.abc import Callable


OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
#: How a type begins → its cleaner.
CLEANERS: dict[str, Callable[[bytes, str], Cleaned]] = {
    "image/heic": clean_heic,
    "image/": clean_picture,
    "application/pdf": clean_pdf,
    OFFICE: clean_office,
    ODF: clean_open_document,
    "text/": clean_text,
}


def clean(content: bytes, kind: str) -> Cleaned:
    """The file with nothing but what it shows, and what it held. Raises Uncleanable."""
    for start, cleaner in CLEANERS.items():
        if kind.startswith(start):
            refuse_polyglot(content, kind)
            return cleaner(content, kind)
    text = _("Files of this type (${type}) are not accepted.", mapping={"type": kind})
    raise Uncleanable(text)
