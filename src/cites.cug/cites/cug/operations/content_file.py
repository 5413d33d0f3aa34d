"""The file of content, as ZODB's FileStorage writes it, read beside whoever writes it."""

import os
from typing import BinaryIO
from ZODB.FileStorage.format import TRANS_HDR_LEN
from ZODB.utils import u64


#: What the file begins with, and the end of each transaction: its length once more.
MAGIC_BYTES = 4
LENGTH_BYTES = 8
#: Of a transaction's header: id, length, whether it is finished.
TID, LENGTH, STATUS = slice(0, 8), slice(8, 16), slice(16, 17)
UNFINISHED = b"c"


def end_of_content(file: BinaryIO) -> tuple[int, bytes] | None:
    """Where the last transaction ends, and its id; None while one is being written."""
    end = os.fstat(file.fileno()).st_size
    if end <= MAGIC_BYTES:
        return end, bytes(8)
    length = u64(_at(file, end - LENGTH_BYTES, LENGTH_BYTES))
    begin = end - LENGTH_BYTES - length
    if begin < MAGIC_BYTES:
        return None
    header = _at(file, begin, TRANS_HDR_LEN)
    if u64(header[LENGTH]) != length or header[STATUS] == UNFINISHED:
        return None
    return end, header[TID]


def _at(file: BinaryIO, position: int, size: int) -> bytes:
    data = os.pread(file.fileno(), size, position)
    # Shorter only while it is being written, or cut.
    return data.ljust(size, b"\0")
