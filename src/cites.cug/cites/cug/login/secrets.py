"""Secrets of sessions and tokens: random, and stored as digests only.

They are 256 random bits, so a plain digest gives nothing away; passwords, which people
choose, are another matter (``passwords.py``). Nor does it open anything by itself: the
row that it stands in needs a proof (``proofs.py``).
"""

import secrets
from hashlib import sha256


SECRET_BYTES = 32


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def new_id() -> str:
    """An id for use in addresses: it is not secret, and cannot be guessed."""
    return secrets.token_hex(16)


def digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
