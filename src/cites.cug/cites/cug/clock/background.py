"""Work beside requests and jobs, for which the end of a process waits as for these."""

import logging
import time
from collections.abc import Callable
from threading import Thread
from typing import Any
from weakref import WeakSet


logger = logging.getLogger("cites.cug.clock")
_threads: WeakSet[Thread] = WeakSet()


def begin(name: str, work: Callable[..., None], *arguments: Any) -> None:
    """Do it in a thread of its own. It keeps the process from ending for a while only."""
    thread = Thread(target=work, args=arguments, name=name, daemon=True)
    _threads.add(thread)
    thread.start()


def wait_for_background(patience: float) -> None:
    """Wait so many seconds at most for what has begun."""
    deadline = time.monotonic() + patience
    for thread in [*_threads]:
        thread.join(max(0, deadline - time.monotonic()))
        if thread.is_alive():
            logger.warning("Stopped: %s is cut off", thread.name)
