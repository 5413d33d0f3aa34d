"""Cleans JPEG: keeps only the segments that the pixels need, and the pixels unchanged.

Layout: ITU-T T.81, annex B.
"""

import re
import struct
from cites.nonnominal.files.cleaned import damaged, Removed
from cites.nonnominal.files.icc import bare_profile
from collections.abc import Iterator


START, END = b"\xff\xd8", b"\xff\xd9"
SCAN = 0xDA
#: Segments of frames, Huffman and quantisation tables, lines, restarts and scans.
NEEDED = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, SCAN} - {0xC8})
JFIF, PROFILE, ADOBE = 0xE0, 0xE2, 0xEE
PROFILE_MARK = b"ICC_PROFILE\0"
MAX_PROFILE_PIECE = 65_000
#: The marker after the pixels of a scan, which is neither stuffing nor a restart.
AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def bare_jpeg(data: bytes, removed: Removed) -> bytes:
    """The picture without what it says of itself. Raises Uncleanable."""
    if not data.startswith(START):
        raise damaged()
    kept, profile, has_scan = [START], b"", False
    for marker, content, pixels in _segments(data, removed):
        if marker == PROFILE and content.startswith(PROFILE_MARK):
            profile += content[len(PROFILE_MARK) + 2 :]
            continue
        needed = _needed(marker, content)
        if needed is not None:
            kept.append(_segment(marker, needed) + pixels)
            has_scan = has_scan or marker == SCAN
    if not has_scan:
        raise damaged()
    # A profile must stand before the frame, and after the JFIF segment.
    place = 2 if kept[1][1] == JFIF else 1
    kept[place:place] = _profile_segments(bare_profile(profile))
    return b"".join((*kept, END))


def _segments(data: bytes, removed: Removed) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker and content of each segment, and the pixels after a scan's header."""
    place = 2
    while place + 2 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # padding
            place += 1
            continue
        if marker == END[1]:
            _note_rest(len(data) - place - 2, removed)
            return
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        end = place + 2 + length
        if length < 2 or end > len(data):
            break
        content, place = data[place + 4 : end], end
        if marker == SCAN:
            following = AFTER_SCAN.search(data, end)
            if following is None:
                break
            place = following.start()
        yield marker, content, data[end:place]
    raise damaged()


def _note_rest(size: int, removed: Removed) -> None:
    if size:
        removed.add("data after the picture", f"{size} bytes")


def _needed(marker: int, content: bytes) -> bytes | None:
    if marker in NEEDED:
        return content
    if marker == JFIF and content.startswith(b"JFIF\0") and len(content) >= 14:
        return content[:12] + b"\0\0"  # without its thumbnail
    if marker == ADOBE and content.startswith(b"Adobe") and len(content) >= 12:
        return content[:12]  # how colours are coded
    return None


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _profile_segments(profile: bytes) -> list[bytes]:
    starts = range(0, len(profile), MAX_PROFILE_PIECE)
    return [
        _segment(
            PROFILE,
            PROFILE_MARK
            + bytes([number, len(starts)])
            + profile[start : start + MAX_PROFILE_PIECE],
        )
        for number, start in enumerate(starts, start=1)
    ]
