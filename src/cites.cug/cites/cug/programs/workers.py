"""Our own functions that open files of members, each call in a process of its own.

``fork_server`` is a small Python process without anything of the portal's. It loads the
modules once and forks for each call, so that a call costs some milliseconds instead of
the start of an interpreter.
"""

import fcntl
import json
import os
import select
import socket
import sys
from cites.cug.programs.bounds import bare_environment, PATIENCE, ProgramFailed, turn
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from shutil import copyfileobj
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryFile
from threading import Lock
from typing import Any, BinaryIO


#: What a worker tells beside a file: plain data, so that reading it runs nothing.
Told = dict[str, Any]
#: A function of a module that is quick to import, called with the file and the arguments.
Work = Callable[..., tuple[Told, bytes]]
#: Seconds beyond those of the work: the server may have to load its modules first.
GRACE = 20
#: Seconds that a server which has closed its end may take to be gone.
ENDING = 0.2
#: How an answer begins: the lengths of what is told and of the file.
LENGTH_BYTES = 8
SERVER = "cites.cug.programs.fork_server"


def in_worker(
    work: Work,
    source: BinaryIO,
    *,
    seconds: int,
    most_bytes: int,
    patience: float = PATIENCE,
    **arguments: Any,
) -> tuple[Told, bytes]:
    """Call the function in a process of its own; return what it tells, and its file.

    ``seconds`` by the clock and of processor time. Raises ProgramFailed and ProgramsBusy.
    """
    order = {
        "module": work.__module__,
        "function": work.__name__,
        "arguments": arguments,
        "seconds": seconds,
        "most_bytes": most_bytes,
    }
    with turn(patience), _readable(source) as given, TemporaryFile() as target:
        _run(order, given, target)
        if not os.fstat(target.fileno()).st_size and _server.has_ended():
            _run(order, given, target)  # the order was lost with the server
        return _answer(target, work.__name__)


def _run(order: Told, given: int, target: BinaryIO) -> None:
    """Send the order, and wait until its worker has ended."""
    reader, writer = os.pipe()
    try:
        try:
            _server.send(json.dumps(order).encode(), [given, target.fileno(), writer])
        finally:
            os.close(writer)
        # Nothing is written to it; it ends when the worker does.
        ended = select.poll()
        ended.register(reader, select.POLLIN)
        if not ended.poll((order["seconds"] + GRACE) * 1000):
            raise ProgramFailed(order["function"])
    finally:
        os.close(reader)


def _answer(target: BinaryIO, name: str) -> tuple[Told, bytes]:
    target.seek(0)
    lengths = [int.from_bytes(target.read(LENGTH_BYTES), "big") for _part in range(2)]
    told, content = target.read(lengths[0]), target.read()
    if not told or [len(told), len(content)] != lengths:
        raise ProgramFailed(f"{name} was ended")
    try:
        answer = json.loads(told)
    except ValueError as error:
        raise ProgramFailed(name) from error
    if "failed" in answer:
        raise ProgramFailed(f"{name}: {answer['failed']}")
    return answer, content


@contextmanager
def _readable(source: BinaryIO) -> Iterator[int]:
    """Open the file again for reading alone."""
    try:
        descriptor = source.fileno()
    except (AttributeError, OSError):  # it lies in memory
        descriptor = None
    if descriptor is not None:
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        if flags & os.O_ACCMODE == os.O_RDONLY:
            yield descriptor
            return
    with TemporaryFile() as copy:
        source.seek(0)
        copyfileobj(source, copy)
        copy.flush()
        yield copy.fileno()


class _Server:
    """The one of this process, started when it is needed or has ended."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self._process: Popen | None = None

    def send(self, order: bytes, descriptors: list[int]) -> None:
        with self._lock:
            try:
                socket.send_fds(self.socket(), [order], descriptors)
            except OSError:  # somebody has ended it
                self.stop()
                socket.send_fds(self.socket(), [order], descriptors)

    def socket(self) -> socket.socket:
        if self._socket is None:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = Popen(  # noqa: S603 - our own module
                    [sys.executable, "-P", "-m", SERVER],
                    stdin=theirs.fileno(),
                    stdout=DEVNULL,
                    stderr=DEVNULL,
                    cwd="/",
                    env=bare_environment(),
                )
            self._socket = ours
        return self._socket

    def has_ended(self) -> bool:
        """Asked where a worker has said nothing; its descriptors close before it ends."""
        with self._lock, suppress(TimeoutExpired):
            if self._process is not None:
                self._process.wait(ENDING)
            return True
        return False

    def stop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.wait()
            self._process = None


_server = _Server()


def load(module: str) -> None:
    """Load the module into the fork server before the first call."""
    _server.send(json.dumps({"module": module}).encode(), [])
