"""Cleans colour profiles: keeps the numbers of colours, removes texts and names.

Layout: ICC.1:2022, chapter 7.
"""

import struct


HEAD_BYTES = 128
MAX_TAGS = 100
#: Tags from which colours are computed.
COLOUR_TAGS = frozenset(
    b"wtpt bkpt chad lumi gamt rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC aabg aagg aarg cicp"
    b" A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 B2D0 B2D1 B2D2"
    b" pre0 pre1 pre2".split()
)
#: Tags that every profile must have, here without text.
EMPTY_TEXTS = {
    b"desc": b"desc" + bytes(4) + struct.pack(">I", 1) + bytes(79),
    b"cprt": b"text" + bytes(5),
}
#: Bytes of the header that are cleared: preferred module, date, maker and model of the
#: device, creator, digest.
NAMES_IN_HEAD = ((4, 8), (24, 36), (48, 56), (80, 100))


def bare_profile(profile: bytes) -> bytes:
    """Write the profile again without texts; empty if it cannot be read."""
    try:
        return _made_of(_colours(profile), profile[:HEAD_BYTES])
    except (struct.error, ValueError):
        return b""


def _colours(profile: bytes) -> dict[bytes, bytes]:
    if profile[36:40] != b"acsp":
        raise ValueError("no colour profile")
    (number,) = struct.unpack_from(">I", profile, HEAD_BYTES)
    if number > MAX_TAGS:
        raise ValueError("too many tags")
    tags = {}
    for position in range(number):
        place = HEAD_BYTES + 4 + position * 12
        name, start, size = struct.unpack_from(">4sII", profile, place)
        if start + size > len(profile):
            raise ValueError("a tag lies outside")
        if name in COLOUR_TAGS:
            tags[name] = profile[start : start + size]
    return tags


def _made_of(colours: dict[bytes, bytes], head: bytes) -> bytes:
    tags = EMPTY_TEXTS | colours
    start = HEAD_BYTES + 4 + 12 * len(tags)
    table, content = struct.pack(">I", len(tags)), b""
    places: dict[bytes, int] = {}
    for name, data in tags.items():
        if data not in places:
            places[data] = start + len(content)
            content += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    clean = bytearray(head)
    for first, last in NAMES_IN_HEAD:
        clean[first:last] = bytes(last - first)
    clean[:4] = struct.pack(">I", start + len(content))
    return bytes(clean) + table + content
