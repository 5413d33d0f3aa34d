"""Stores pictures of pages, without marks, in a folder beside the database."""

import os
import time
from cites.cug.core.settings.deployment import page_store
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile


#: Bytes of all pictures: at most, and how many stay when there was more.
MAX_BYTES, KEPT_BYTES = 256 * 2**20, 192 * 2**20
#: Seconds for which a picture stays after somebody looked at it.
MAX_AGE = 24 * 60 * 60


def kept_page(owner: str, *key: object) -> bytes | None:
    """The picture stored for this owner (the UID of an item) and key; or None."""
    try:
        path = _path(owner, key)
        data = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    return data


def keep_page(data: bytes, owner: str, *key: object) -> None:
    """Store a picture for this owner and this key."""
    path = _path(owner, key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)
    _make_room()


def drop_pages(owner: str) -> None:
    """Delete all pictures of an item that has been removed."""
    for path in page_store().glob(f"{owner}-*"):
        path.unlink(missing_ok=True)


def drop_old() -> None:
    """Delete pictures older than ``MAX_AGE``, and what killed processes left behind."""
    for _age, path in _by_age(older_than=time.time() - MAX_AGE):
        path.unlink(missing_ok=True)


def _make_room() -> None:
    """If the folder is too large, delete what was not looked at for longest."""
    pages = [(path, path.stat().st_size) for _age, path in _by_age()]
    total = sum(size for _path, size in pages)
    if total <= MAX_BYTES:
        return
    for path, size in pages:
        path.unlink(missing_ok=True)
        total -= size
        if total <= KEPT_BYTES:
            return


def _path(owner: str, key: tuple[object, ...]) -> Path:
    return page_store() / f"{owner}-{sha256(repr(key).encode()).hexdigest()}"


def _by_age(older_than: float = float("inf")) -> list[tuple[float, Path]]:
    found = []
    with suppress(FileNotFoundError):
        for entry in os.scandir(page_store()):
            with suppress(FileNotFoundError):
                looked_at = entry.stat().st_mtime
                if looked_at < older_than:
                    found.append((looked_at, Path(entry.path)))
    return sorted(found)
