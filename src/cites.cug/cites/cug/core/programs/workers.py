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
from cites.cug.core.programs.bounds import bare_environment, PATIENCE, ProgramFailed, turn
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from secrets import token_hex
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
#: How an answer ends, behind the file and what is told: the lengths of both, and a mark
#: that is drawn for each order. Else a file of a member that is cut off at a limit could
#: have been made to end like that, and tell whatever its author wants of it.
LENGTH_BYTES, MARK_BYTES = 8, 16
ENDING_BYTES = 2 * LENGTH_BYTES + MARK_BYTES
SERVER = "cites.cug.core.programs.fork_server"


def in_worker(work: Work, source: BinaryIO, **bounds: Any) -> tuple[Told, bytes]:
    """As ``file_from_worker``, for files that are small enough to be held in memory."""
    told, file = file_from_worker(work, source, **bounds)
    with file:
        return told, file.read()


def file_from_worker(
    work: Work,
    source: BinaryIO,
    *,
    seconds: int,
    most_bytes: int,
    patience: float = PATIENCE,
    **arguments: Any,
) -> tuple[Told, BinaryIO]:
    """Call the function in a process of its own; return what it tells, and its file.

    The file is a temporary one, open at its beginning; it is gone when it is closed.
    ``seconds`` by the clock and of processor time. Raises ProgramFailed and ProgramsBusy.
    """
    order = {
        "module": work.__module__,
        "function": work.__name__,
        "arguments": arguments,
        "seconds": seconds,
        "most_bytes": most_bytes,
        "mark": token_hex(MARK_BYTES),
    }
    with turn(patience), _readable(source) as given, TemporaryFile() as target:
        _run(order, given, target)
        if not os.fstat(target.fileno()).st_size and _server.has_ended():
            _run(order, given, target)  # the order was lost with the server
        told = _take_told(target, order)
        # A copy: what the worker started may still hold the file that it wrote to.
        return told, _copied(target)


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


def _take_told(target: BinaryIO, order: Told) -> Told:
    """Cut off what stands behind the file, and return what is told there."""
    name, whole = order["function"], target.seek(0, os.SEEK_END)
    target.seek(max(whole - ENDING_BYTES, 0))
    size, told = (int.from_bytes(target.read(LENGTH_BYTES), "big") for _part in range(2))
    has_ended = target.read() == bytes.fromhex(order["mark"])
    if not has_ended or not told or size + told + ENDING_BYTES != whole:
        raise ProgramFailed(f"{name} was ended")
    target.seek(size)
    try:
        answer = json.loads(target.read(told))
    except ValueError as error:
        raise ProgramFailed(name) from error
    if "failed" in answer:
        raise ProgramFailed(f"{name}: {answer['failed']}")
    target.truncate(size)
    return answer


def _copied(source: BinaryIO) -> BinaryIO:
    copy = TemporaryFile()  # noqa: SIM115 - whoever gets it closes it
    source.seek(0)
    copyfileobj(source, copy)
    copy.seek(0)
    return copy


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
    with _copied(source) as copy:
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
