"""Addresses of style sheets and scripts that browsers may cache for ever."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path


STATIC = Path(__file__).parent / "static"
DIRECTORY = "++resource++cites.cug"


@lru_cache
def _fingerprint(name: str, _changed: int) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset_url(portal_url: str, name: str) -> str:
    """The address of a file; it changes whenever the content of the file does."""
    changed = (STATIC / name).stat().st_mtime_ns
    return f"{portal_url}/{DIRECTORY}/{name}?v={_fingerprint(name, changed)}"
