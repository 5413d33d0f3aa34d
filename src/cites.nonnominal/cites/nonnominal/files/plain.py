"""Plain text and tables, which have no place for hidden data."""

import re
from cites.nonnominal import _
from cites.nonnominal.files.cleaned import Cleaned, Uncleanable


WIDE = (b"\xff\xfe", b"\xfe\xff")
NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def clean_text(content: bytes, kind: str) -> Cleaned:
    """Keep a text unchanged. Raises Uncleanable for control characters."""
    if not content.startswith(WIDE) and NO_TEXT.search(content):
        raise Uncleanable(_("files_plain_text_contains_control_characters_error"))
    return Cleaned(content, kind, [])
