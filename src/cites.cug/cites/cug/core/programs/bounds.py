"""What a program may use, and how many may run at once."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from resource import prlimit, RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE
from threading import BoundedSemaphore


#: Bytes of memory for one file, with what the program itself takes.
MOST_MEMORY = 3 * 2**29
#: Of one process of the portal, whose threads are hardly more.
MOST_AT_ONCE = 2
#: Seconds that a thread waits for its turn: it is missing elsewhere meanwhile.
PATIENCE = 5
#: Python's own modules are found as this process finds them, wherever it was installed.
PYTHON_PATH = "PYTHONPATH"
_turns = BoundedSemaphore(MOST_AT_ONCE)


class ProgramFailed(RuntimeError):
    """A program is missing, took too much time or memory, or could not read the file."""


class ProgramsBusy(RuntimeError):
    """Too many programs ran for as long as the caller was ready to wait."""


@contextmanager
def turn(patience: float = PATIENCE) -> Iterator[None]:
    """Wait for a place among the few programs that run at once. Raises ProgramsBusy."""
    if not _turns.acquire(timeout=patience):
        raise ProgramsBusy
    try:
        yield
    finally:
        _turns.release()


def bare_environment() -> dict[str, str]:
    """The environment of a program: without the portal's, which may hold keys."""
    path = os.environ.get("PATH", os.defpath)
    return {"LC_ALL": "C.UTF-8", "PATH": path, PYTHON_PATH: os.pathsep.join(sys.path)}


def bound(pid: int, most_bytes: int, seconds: int) -> None:
    """Set the limits of a process, 0 for this one, and of all that it starts."""
    prlimit(pid, RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    prlimit(pid, RLIMIT_CPU, (seconds, seconds))
    prlimit(pid, RLIMIT_FSIZE, (most_bytes, most_bytes))
    prlimit(pid, RLIMIT_CORE, (0, 0))
