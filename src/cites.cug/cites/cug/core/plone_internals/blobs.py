"""Blobs: the database's record of a blob holds the checksum of its file.

ZODB itself stores nothing in this record, and older versions of the portal ignore it.
"""

from hashlib import file_digest
from io import BytesIO
from typing import Any
from ZODB._compat import PersistentUnpickler
from ZODB.utils import get_pickle_metadata


CHECKSUM = "sha256"
#: The class that the record of a blob names.
BLOB = ("ZODB.blob", "Blob")


def kept_state(blob: Any) -> dict[str, str] | None:
    """The blob's ``__getstate__``, called on commit while the file is uncommitted."""
    name = blob._p_blob_uncommitted
    if name is None:
        return None
    with open(name, "rb") as file:
        return {CHECKSUM: file_digest(file, CHECKSUM).hexdigest()}


def is_blob(data: bytes) -> bool:
    """Whether a record of the database is of a blob."""
    return get_pickle_metadata(data) == BLOB


def kept_checksum(data: bytes) -> str | None:
    """The SHA-256 of a blob's file, from its record; None for files of older versions."""
    reader = PersistentUnpickler(None, lambda reference: None, BytesIO(data))
    reader.load()  # the class
    state = reader.load()
    return state.get(CHECKSUM) if isinstance(state, dict) else None
