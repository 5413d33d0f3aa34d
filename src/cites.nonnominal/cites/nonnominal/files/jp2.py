"""Cleans JPEG 2000 pictures in PDF: keeps only the boxes that the pixels need.

Layout: ITU-T T.800, annexes A and I; T.801, annex M.
"""

import struct
from cites.nonnominal.files.cleaned import damaged, Removed
from cites.nonnominal.files.icc import bare_profile
from collections.abc import Iterator


START_BYTES = b"\0\0\0\x0cjP  "
CODESTREAM = b"\xff\x4f\xff\x51"
COMMENT, TILE = 0xFF64, 0xFF90
TILE_START, END = b"\xff\x90", b"\xff\xd9"
LEAST_TILE_BYTES = 14
#: Boxes that contain boxes: headers and groups of colours.
OUTER = frozenset((b"jp2h", b"jpch", b"jplh", b"cgrp"))
NEEDED = frozenset(
    (b"jP  ", b"ftyp", b"rreq", b"ihdr", b"bpcc", b"pclr", b"cmap", b"cdef", b"opct")
)
COLOURS, PIXELS = b"colr", b"jp2c"
#: Methods of a box of colours that a profile follows.
HAS_PROFILE = (2, 3)


def bare_jp2(data: bytes, removed: Removed) -> bytes:
    """The picture without what it says of itself. Raises Uncleanable."""
    if data.startswith(CODESTREAM):
        return _bare_codestream(data, removed)
    if not data.startswith(START_BYTES):
        raise damaged()
    return _bare_boxes(data, removed)


def _bare_boxes(data: bytes, removed: Removed) -> bytes:
    kept = []
    for kind, content in _boxes(data):
        if kind in OUTER:
            content = _bare_boxes(content, removed)
        elif kind == PIXELS:
            content = _bare_codestream(content, removed)
        elif kind == COLOURS and content[:1] and content[0] in HAS_PROFILE:
            content = content[:3] + bare_profile(content[3:])
        elif kind not in NEEDED and kind != COLOURS:
            removed.count("data of programs")
            continue
        kept.append(struct.pack(">I4s", len(content) + 8, kind) + content)
    return b"".join(kept)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        head = 8
        if size == 1 and place + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, place + 8)
            head = 16
        elif size == 0:  # the box goes on to the end
            size = len(data) - place
        if size < head or place + size > len(data):
            raise damaged()
        yield kind, data[place + head : place + size]
        place += size


def _bare_codestream(data: bytes, removed: Removed) -> bytes:
    """Remove the comments in the header, and data after the end."""
    kept, place = [data[:2]], 2
    while place + 4 <= len(data):
        marker, size = struct.unpack_from(">HH", data, place)
        if marker == TILE:
            return b"".join((*kept, data[place : _end_of_tiles(data, place, removed)]))
        end = place + 2 + size
        if marker == COMMENT:
            removed.add("text:comment", data[place + 6 : end])
        else:
            kept.append(data[place:end])
        place = end
    raise damaged()


def _end_of_tiles(data: bytes, place: int, removed: Removed) -> int:
    """Find the end. Each tile states its length; the last one may go on to the end."""
    while data.startswith(TILE_START, place) and place + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, place + 6)
        if size == 0:
            place = data.rfind(END)
            break
        place += max(size, LEAST_TILE_BYTES)
    if place >= len(data):  # cut off: readers show what there is
        return len(data)
    if place < 0 or not data.startswith(END, place):
        raise damaged()
    if rest := len(data) - place - len(END):
        removed.add("data after the picture", f"{rest} bytes")
    return place + len(END)
