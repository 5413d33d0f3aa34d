"""Refuses files that are of two types at once, for two programs."""

import re
from cites.cug import _
from cites.cug.nonnominal.files.cleaned import Uncleanable


#: Bytes in which readers look for the start of a PDF, and the directory of a zip file.
HEAD_BYTES, TAIL_BYTES = 1024, 22 + 2**16
PDF_START, ZIP_END = b"%PDF-", b"PK\x05\x06"
#: Code that a server or a browser could run in a picture or a PDF.
SCRIPTS = re.compile(rb"<\?php\b|<script[\s>]|<!doctype html|<html[\s>]", re.IGNORECASE)
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
PDF = "application/pdf"


def refuse_polyglot(content: bytes, kind: str) -> None:
    """Raise Uncleanable for a file that is of a second type beside ``kind``."""
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
