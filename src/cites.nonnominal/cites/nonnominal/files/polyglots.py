"""Refuses files that are of two types at once, for two programs."""

import re
from cites.nonnominal import _
from cites.nonnominal.files.cleaned import Uncleanable


#: Bytes in which readers look for the start of a PDF, and the directory of a zip file.
HEAD_BYTES, TAIL_BYTES = 1024, 22 + 2**16
PDF_START = b"%PDF-"
#: Code that a server or a browser could run in a picture or a PDF.
SCRIPTS = re.compile(rb"<\?php\b|<script[\s>]|<!doctype html|<html[\s>]", re.IGNORECASE)
#: The directory of a zip file, and the starts of others.
ARCHIVES = (b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
PDF = "application/pdf"


def refuse_polyglot(content: bytes, kind: str) -> None:
    """Raise Uncleanable for a file that is of a second type beside ``kind``."""
    if kind == PDF:
        second = not content.startswith(PDF_START) or bool(SCRIPTS.match(content))
    else:
        second = PDF_START in content[:HEAD_BYTES]
    if kind.startswith("image/"):
        second = second or bool(SCRIPTS.search(content))
    if not kind.startswith("application/vnd."):
        tail = content[-TAIL_BYTES:]
        second = second or any(start in tail for start in ARCHIVES)
    if second:
        text = _("files_polyglots_file_two_types_once_text")
        raise Uncleanable(text)
