"""Recognises a picture that was sent before, whatever its size and format.

The difference hash of a picture says for 64 places whether the one beside it is brighter.
Scaled, packed or brightened, a picture keeps nearly all of them; another differs in half.
The catalog gets the hash in bands, so that pictures with nearly the same are found by
equal values. It runs in ``programs.workers``, as all that opens files of members.
"""

from cites.cug.core.programs.bounds import ProgramFailed, ProgramsBusy
from cites.cug.core.programs.workers import in_worker, Told
from cites.cug.web.uploads import cut_off  # noqa: F401 - for its effect
from collections.abc import Iterator
from itertools import pairwise
from PIL import Image
from typing import Any, BinaryIO


#: Places in a row, and rows.
SIDE = 8
#: Bands of a hash, each of a byte; so many are equal in two pictures that are the same.
BANDS, EQUAL = 8, 5
#: A picture with fewer places that differ, or with fewer that do not, is mostly a plain
#: ground: a sheet of paper or a sketch would look like all others.
PLAIN = 16
#: Of a picture that has not been read yet.
UNREAD = ""
MOST_SECONDS = 10
#: Enough for what Python itself may write when it first loads a decoder.
MOST_BYTES = 2**22


def difference_hash(source: BinaryIO) -> int:
    """The hash as a number of 64 bits."""
    with Image.open(source) as picture:
        picture.draft("L", (SIDE * 16, SIDE * 16))  # of a JPEG, no more is unpacked
        small = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    found, shades = 0, small.tobytes()  # a byte of each place
    for row in range(SIDE):
        begin = row * (SIDE + 1)
        for left, right in pairwise(shades[begin : begin + SIDE + 1]):
            found = (found << 1) | (left > right)
    return found


def hash_of(source: BinaryIO) -> tuple[Told, bytes]:
    """As ``difference_hash``, for ``programs.workers``."""
    return {}, f"{difference_hash(source):016x}".encode()


def read_hash(file: Any) -> str | None:
    """The hash of a stored picture as 16 digits; None: it cannot be read or is plain."""
    try:
        with file.open() as stored:
            _told, found = in_worker(
                hash_of, stored, seconds=MOST_SECONDS, most_bytes=MOST_BYTES
            )
    except (ProgramFailed, ProgramsBusy):
        return None
    digits = found.decode()
    differing = int(digits, 16).bit_count()
    is_plain = not PLAIN <= differing <= SIDE * SIDE - PLAIN
    return None if is_plain else digits


def bands(digits: str) -> list[str]:
    """The values by which a hash is indexed: each band with its number."""
    size = len(digits) // BANDS
    return [
        f"{number}:{digits[number * size : (number + 1) * size]}"
        for number in range(BANDS)
    ]


def remember_hash(picture: Any) -> bool:
    """Keep the hash of a picture's file with it; whether it is another than before."""
    before = getattr(picture.aq_base, "picture_hash", UNREAD)
    found = read_hash(picture.image) if picture.image is not None else None
    if found == before:
        return False
    picture.picture_hash = found
    return found is not None or before is not UNREAD


def hashes_in(alert: Any) -> Iterator[str]:
    """The hashes of the pictures in an alert."""
    for child in alert.objectValues():
        if digits := getattr(child.aq_base, "picture_hash", None):
            yield digits
