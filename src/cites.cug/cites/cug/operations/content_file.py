"""Reads the file of content, in the format of ZODB's FileStorage, while it is written."""

import os
from typing import BinaryIO
from ZODB.FileStorage.format import TRANS_HDR_LEN
from ZODB.utils import u64


#: Bytes of the file's header, and of the length at the end of each transaction.
MAGIC_BYTES = 4
LENGTH_BYTES = 8
#: Fields in the header of a transaction: id, length and status.
TID, LENGTH, STATUS = slice(0, 8), slice(8, 16), slice(16, 17)
UNFINISHED = b"c"


def end_of_content(file: BinaryIO) -> tuple[int, bytes] | None:
    """Position and id of the last transaction's end; None while one is written."""
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
    # It is shorter only while it is written, or if it was cut off.
    return data.ljust(size, b"\0")
