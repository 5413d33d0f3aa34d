"""Blobs: the checksum of a file lies in the database's record of it, from its commit on.

ZODB writes nothing there, and older versions of the portal ignore what they find.
"""

from hashlib import file_digest
from io import BytesIO
from typing import Any
from ZODB._compat import PersistentUnpickler
from ZODB.utils import get_pickle_metadata


CHECKSUM = "sha256"
#: What a record of one says of its class.
BLOB = ("ZODB.blob", "Blob")


def kept_state(blob: Any) -> dict[str, str] | None:
    """The blob's own ``__getstate__``: called while what was written still lies aside."""
    name = blob._p_blob_uncommitted
    if name is None:
        return None
    with open(name, "rb") as file:
        return {CHECKSUM: file_digest(file, CHECKSUM).hexdigest()}


def is_blob(data: bytes) -> bool:
    """Whether a record of the database is that of a blob."""
    return get_pickle_metadata(data) == BLOB


def kept_checksum(data: bytes) -> str | None:
    """That of the file, from the blob's record; None of files of earlier versions."""
    reader = PersistentUnpickler(None, lambda reference: None, BytesIO(data))
    reader.load()  # the class
    state = reader.load()
    return state.get(CHECKSUM) if isinstance(state, dict) else None
