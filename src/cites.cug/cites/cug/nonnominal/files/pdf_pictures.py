"""Pictures in a PDF that are packed as in files of their own: they lose what they say."""

from cites.cug.nonnominal.files.cleaned import Removed, Uncleanable
from cites.cug.nonnominal.files.embedded_data import describe
from cites.cug.nonnominal.files.icc import bare_profile
from cites.cug.nonnominal.files.jp2 import bare_jp2
from cites.cug.nonnominal.files.jpeg import bare_jpeg, END
from pikepdf import Array, Name, Stream
from typing import Any


def clean_packed(stream: Stream, removed: Removed) -> None:
    """Raises Uncleanable for a picture that cannot be read."""
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
    """One that cannot be read is emptied: readers then go by the number of colours."""
    if isinstance(stream, Stream):
        stream.write(bare_profile(stream.read_bytes()))


def _bare_jpeg(data: bytes, removed: Removed) -> bytes:
    """Readers show one that has no end, so it is given one."""
    try:
        return bare_jpeg(data, removed)
    except Uncleanable:
        return bare_jpeg(data + END, removed)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


PICTURES = {Name.DCTDecode: _bare_jpeg, Name.JPXDecode: bare_jp2}
