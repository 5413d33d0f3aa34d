"""Folders for copies of the data, which nobody leaves behind: not even a killed process.

A small program beside the command waits for its end, however it ends, and then removes
the folder. Where both were killed, the next command that makes a copy removes it.
"""

import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


#: Reads until the command ends: nobody writes to it.
_REMOVE = (
    "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"
)
#: A file in each folder, which is locked while its command runs.
_LOCK = ".in-use"


@contextmanager
def working_copy(place: Path, prefix: str) -> Iterator[Path]:
    """A new folder in ``place``, for the owner alone, until the block ends."""
    _remove_left(place, prefix)
    folder = Path(tempfile.mkdtemp(dir=place, prefix=prefix))
    with open(folder / _LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # A group of its own, so that what ends the command's group does not end it.
        remover = subprocess.Popen(  # noqa: S603 - our own command, and no shell
            [sys.executable, "-I", "-S", "-c", _REMOVE, str(folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield folder
        finally:
            remover.communicate()


def _remove_left(place: Path, prefix: str) -> None:
    """Remove the folders of commands that have ended."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError), open(folder / _LOCK) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
