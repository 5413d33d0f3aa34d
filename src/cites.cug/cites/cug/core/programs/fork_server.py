"""Forks a worker for each order: ``python -m cites.cug.core.programs.fork_server``.

Orders come through a socket that is its standard input: to load a module, or to work,
with three descriptors: the file to read, the one to write the answer to, and the end of a
pipe that is closed when the worker ends. When the portal ends, so does the socket, and
all of this.
"""

import gc
import json
import os
import select
import signal
import socket
from cites.cug.core.programs.bounds import bound
from cites.cug.core.programs.workers import LENGTH_BYTES
from contextlib import suppress
from importlib import import_module
from time import monotonic
from typing import Any


MAX_ORDER_BYTES = 64 * 2**10
DESCRIPTORS = 3
#: Seconds after which it looks for workers that should have ended.
LOOK_EVERY = 0.25


def main() -> None:
    portal = socket.socket(fileno=0)
    #: Process → when it has to have ended.
    running: dict[int, float] = {}
    while True:
        _end_late(running)
        waiting, _, _ = select.select([portal], [], [], LOOK_EVERY if running else None)
        if not waiting:
            continue
        message, descriptors, _, _ = socket.recv_fds(portal, MAX_ORDER_BYTES, DESCRIPTORS)
        if not message:
            break
        order = json.loads(message)
        _load(order["module"])
        if not descriptors:  # that was all
            continue
        pid = os.fork()
        if not pid:
            _work(portal, order, *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        running[pid] = monotonic() + order["seconds"]
    _end_late(dict.fromkeys(running, 0.0))


def _load(module: str) -> None:
    """Once for all workers; what cannot be loaded fails the worker."""
    with suppress(Exception):
        import_module(module)
        # Workers share what lies in memory as long as nobody touches it.
        gc.freeze()


def _end_late(running: dict[int, float]) -> None:
    for pid, end in list(running.items()):
        if end < monotonic():
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if os.waitpid(pid, 0 if end < monotonic() else os.WNOHANG)[0]:
            del running[pid]


def _work(
    portal: socket.socket, order: dict[str, Any], source: int, target: int, _ended: int
) -> None:
    """Never returns."""
    try:
        os.setsid()
        portal.close()
        bound(0, order["most_bytes"], order["seconds"])
        told, content = _call(order, source)
    except BaseException as error:
        told, content = {"failed": type(error).__name__}, b""
    with suppress(BaseException), os.fdopen(target, "wb") as answer:
        words = json.dumps(told).encode()
        answer.write(content)
        answer.write(words)
        for length in (len(content), len(words)):
            answer.write(length.to_bytes(LENGTH_BYTES, "big"))
        answer.write(bytes.fromhex(order["mark"]))
    os._exit(0)


def _call(order: dict[str, Any], source: int) -> tuple[dict[str, Any], bytes]:
    work = getattr(import_module(order["module"]), order["function"])
    with os.fdopen(source, "rb") as given:
        given.seek(0)
        return work(given, **order["arguments"])


if __name__ == "__main__":
    main()
