"""Files that are two things at once, for two programs: refused."""

import re
from cites.cug import _
from cites.cug.nonnominal.files.cleaned import Uncleanable


#: Where readers of PDF look for its beginning, and those of zip for its directory.
HEAD_BYTES, TAIL_BYTES = 1024, 22 + 2**16
PDF_START, ZIP_END = b"%PDF-", b"PK\x05\x06"
#: What a server or a browser would run, wherever it stands in a picture or PDF.
SCRIPTS = re.compile(rb"<\?php\b|<script[\s>]|<!doctype html|<html[\s>]", re.IGNORECASE)
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
PDF = "application/pdf"


def refuse_polyglot(content: bytes, kind: str) -> None:
    """Raises Uncleanable."""
    head, tail = content[:HEAD_BYTES], content[-TAIL_BYTES:]
    is_zip = kind.startswith("application/vnd.")
    if PDF_START in head and kind != PDF:
        raise _two_things()
    if ZIP_END in tail and not is_zip:
        raise _two_things()
    if any(start in tail for start in ARCHIVES) and not is_zip:
        raise _two_things()
    if kind.startswith("image/") and SCRIPTS.search(content):
        raise _two_things()
    if kind == PDF and (not content.startswith(PDF_START) or SCRIPTS.match(content)):
        raise _two_things()


def _two_things() -> Uncleanable:
    text = _("The file is of two types at once. Save it anew with another program.")
    return Uncleanable(text)
