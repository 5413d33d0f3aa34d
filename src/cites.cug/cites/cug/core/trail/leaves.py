"""What the tree keeps of an event: one hash, over salted hashes of the event's parts.

So a part can be shown and proven while another stays hidden, and neither a proof nor the
hash of an event whose content was removed lets anybody guess what it was. The format is
described in ``docs/trail.md``; ``docs/verify.py`` reads it without the portal.
"""

import hmac
import json
import secrets
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.trail.merkle import leaf_hash
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any


SALT_BYTES = 32
#: Names of parts; each detail is one of its own, ``detail.NAME``.
EVENT, PLACE, IP, CREDENTIAL = "event", "place", "ip", "credential"
DETAIL = "detail."


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def parts_of(event: Any) -> dict[str, Any]:
    """The parts of a row of the trail, as plain data."""
    parts = {
        EVENT: {
            "id": event.id,
            "time": written(event.time),
            "actor": event.actor,
            "action": event.action,
        },
        PLACE: {"target": event.target, "uid": event.target_uid},
        IP: event.ip,
    }
    if event.credential is not None:
        # Events of earlier releases have no such part, and keep their leaves.
        parts[CREDENTIAL] = event.credential
    for name, value in (event.detail or {}).items():
        parts[f"{DETAIL}{name}"] = value
    return parts


def written(moment: datetime) -> str:
    """A moment as text, in UTC, to the microsecond."""
    return f"{in_utc(moment).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def part_salt(salt: bytes, name: str) -> bytes:
    """The salt of one part, which tells nothing of that of another."""
    return hmac.digest(salt, name.encode(), "sha256")


def part_hash(salt: bytes, value: Any) -> str:
    return sha256(salt + _canonical(value)).hexdigest()


def hashes_of(event: Any, salt: bytes) -> dict[str, str]:
    return {
        name: part_hash(part_salt(salt, name), value)
        for name, value in parts_of(event).items()
    }


def leaf_of(hashes: Mapping[str, str]) -> bytes:
    """The leaf of an event, of the hashes of its parts."""
    return leaf_hash(_canonical(hashes))


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def _canonical(value: Any) -> bytes:
    """JSON without a choice: names in order, no spaces, ASCII alone."""
    return _encode(value).encode("ascii")
