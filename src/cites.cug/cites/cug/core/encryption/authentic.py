"""Proofs that the portal itself made a row, or a secret that it handed out.

Computed with keys that are derived from the message keys, one for each purpose, so that
whoever reads or writes the database can make none of it.
"""

import hmac
import json
from cites.cug.core.encryption.keys import keyring, UnknownKey
from cites.cug.core.encryption.sealing import KEY_ID_BYTES
from collections.abc import Sequence
from datetime import date, datetime, UTC
from typing import Any


def _written(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(value)


# Part of every message that is listed: put together once.
_encode = json.JSONEncoder(default=_written, sort_keys=True).encode


def canonical(values: Sequence[Any]) -> bytes:
    """Encode values as bytes, so that equal values, and only they, give equal bytes."""
    return _encode(values).encode()


def row_proof(table: str, values: Sequence[Any]) -> bytes:
    """Compute the proof of a row: the id of the newest key, then a digest by it."""
    keys = keyring()
    proof = _mac(keys.derived(f"rows of {table}"), canonical(values))
    return bytes.fromhex(keys.newest_id) + proof


def is_proof(table: str, values: Sequence[Any], proof: bytes | None) -> bool:
    """Whether the portal stored a row of these values. A row without proof is forged."""
    if proof is None:
        return False
    try:
        key = keyring().derived(f"rows of {table}", proof[:KEY_ID_BYTES].hex())
    except UnknownKey:
        return False
    return hmac.compare_digest(_mac(key, canonical(values)), proof[KEY_ID_BYTES:])


def keyed_digest(purpose: str, text: str) -> str:
    """Compute a digest with the newest key: without the key nobody can guess the text."""
    return _keyed(purpose, text, None)


def keyed_digests(purpose: str, text: str) -> list[str]:
    """Compute the digest with each key, the newest first: older rows have older ones."""
    return [_keyed(purpose, text, key_id) for key_id in reversed(keyring().ids)]


def _keyed(purpose: str, text: str, key_id: str | None) -> str:
    encoded = text.encode("utf-8", "surrogatepass")
    return _mac(keyring().derived(purpose, key_id), encoded).hex()


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")
