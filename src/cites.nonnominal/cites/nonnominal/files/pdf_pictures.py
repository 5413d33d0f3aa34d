"""Cleans pictures in a PDF that are stored as JPEG or JPEG 2000."""

from cites.nonnominal.files.cleaned import Removed, Uncleanable
from cites.nonnominal.files.embedded_data import describe
from cites.nonnominal.files.icc import bare_profile
from cites.nonnominal.files.jp2 import bare_jp2
from cites.nonnominal.files.jpeg import bare_jpeg, END
from pikepdf import Array, Name, Stream
from typing import Any


def clean_packed(stream: Stream, removed: Removed) -> None:
    """Clean the picture of a stream. Raises Uncleanable if it cannot be read."""
    filters, settings = _list(stream.get("/Filter")), _list(stream.get("/DecodeParms"))
    if not filters or filters[-1] not in PICTURES:
        return
    raw = stream.read_raw_bytes()
    if len(filters) > 1:  # packed once more
        stream.write(
            raw, filter=Array(filters[:-1]), decode_parms=Array(settings[:-1]) or None
        )
        raw = stream.read_bytes()
    said = Removed()
    describe(raw, said)
    bare = PICTURES[filters[-1]](raw, said)
    removed.take_over(said.all(), "picture")
    own = settings[-1] if len(settings) == len(filters) else None
    stream.write(bare, filter=filters[-1], decode_parms=own)


def clean_profile(stream: Any) -> None:
    """Clean a colour profile; empty an unreadable one: readers then count the colours."""
    if isinstance(stream, Stream):
        stream.write(bare_profile(stream.read_bytes()))


def _bare_jpeg(data: bytes, removed: Removed) -> bytes:
    """Clean a JPEG. A missing end is added, as readers show such pictures."""
    try:
        return bare_jpeg(data, removed)
    except Uncleanable:
        return bare_jpeg(data + END, removed)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


PICTURES = {Name.DCTDecode: _bare_jpeg, Name.JPXDecode: bare_jp2}
