"""Cleans PNG and WebP: keeps only chunks that the pixels need, and the pixels unchanged.

Layout: W3C "Portable Network Graphics", third edition; RFC 9649 for WebP.
"""

import struct
import zlib
from cites.nonnominal.files.cleaned import damaged, Removed
from cites.nonnominal.files.icc import bare_profile
from collections.abc import Iterator


PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_NEEDED = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs cICP acTL fcTL fdAT".split()
)
WEBP_NEEDED = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
#: Chunks of one frame in an animation.
FRAME_NEEDED = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
FRAME_HEAD_BYTES = 16
#: Flags in VP8X.
HAS_PROFILE, HAS_EXIF_OR_XMP = 0x20, 0x0C
MAX_PROFILE_BYTES = 4 * 2**20


def bare_png(data: bytes, removed: Removed) -> bytes:
    """The picture without what it says of itself. Raises Uncleanable."""
    kept = [PNG_START]
    for kind, chunk in _png_chunks(data, removed):
        if kind != b"iCCP" and kind not in PNG_NEEDED:
            continue
        content = _png_profile(chunk) if kind == b"iCCP" else chunk
        if content is not None:
            check = struct.pack(">I", zlib.crc32(kind + content))
            kept.append(struct.pack(">I", len(content)) + kind + content + check)
    return b"".join(kept)


def _png_chunks(data: bytes, removed: Removed) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_START)
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        content = data[place + 8 : end - 4]
        if end > len(data) or data[end - 4 : end] != struct.pack(
            ">I", zlib.crc32(kind + content)
        ):
            break
        yield kind, content
        place = end
        if kind == b"IEND":
            if place < len(data):
                removed.add("data after the picture", f"{len(data) - place} bytes")
            return
    raise damaged()


def _png_profile(content: bytes) -> bytes | None:
    _name, _end, packed = content.partition(b"\0")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], MAX_PROFILE_BYTES)
    except zlib.error:
        return None
    bare = bare_profile(profile)
    return b"ICC Profile\0\0" + zlib.compress(bare) if bare else None


def bare_webp(data: bytes, removed: Removed) -> bytes:
    """The picture without what it says of itself. Raises Uncleanable."""
    size = int.from_bytes(data[4:8], "little") + 8
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or size > len(data):
        raise damaged()
    if size < len(data):
        removed.add("data after the picture", f"{len(data) - size} bytes")
    chunks = list(_riff_chunks(data[12:size]))
    profile = next((bare_profile(c) for kind, c in chunks if kind == b"ICCP"), b"")
    kept = []
    for kind, content in chunks:
        if kind == b"VP8X":
            flags = content[0] & ~(HAS_EXIF_OR_XMP | HAS_PROFILE)
            flags |= HAS_PROFILE if profile else 0
            kept.append(_riff_chunk(kind, bytes([flags]) + content[1:10]))
            kept.append(_riff_chunk(b"ICCP", profile) if profile else b"")
        elif kind == b"ANMF":
            kept.append(_riff_chunk(kind, _bare_frame(content)))
        elif kind in WEBP_NEEDED:
            kept.append(_riff_chunk(kind, content))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _bare_frame(content: bytes) -> bytes:
    chunks = _riff_chunks(content[FRAME_HEAD_BYTES:])
    kept = (_riff_chunk(kind, one) for kind, one in chunks if kind in FRAME_NEEDED)
    return content[:FRAME_HEAD_BYTES] + b"".join(kept)


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, place)
        if place + 8 + length > len(data):
            raise damaged()
        yield kind, data[place + 8 : place + 8 + length]
        place += 8 + length + length % 2


def _riff_chunk(kind: bytes, content: bytes) -> bytes:
    padding = bytes(len(content) % 2)
    return kind + struct.pack("<I", len(content)) + content + padding
