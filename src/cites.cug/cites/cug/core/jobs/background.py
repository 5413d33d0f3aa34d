"""Work beside requests and jobs, for which the end of a process waits as for these."""

import logging
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from weakref import WeakKeyDictionary


logger = logging.getLogger("cites.cug.clock")
#: Thread → what is set when it should come to its end.
_threads: WeakKeyDictionary[Thread, Event] = WeakKeyDictionary()
#: Held while one starts: only what has started can be waited for.
_starting = Lock()


def begin(name: str, work: Callable[[Event], None]) -> None:
    """Do it in a thread of its own.

    It is given an event. Once that is set, the process waits for its end: it should
    begin nothing more.
    """
    ending = Event()
    thread = Thread(target=work, args=(ending,), name=name, daemon=True)
    with _starting:
        _threads[thread] = ending
        thread.start()


def wait_for_background(patience: float) -> None:
    """Tell all that has begun to end, and wait for it so many seconds at most."""
    deadline = time.monotonic() + patience
    with _starting:
        threads = [*_threads.items()]
    for _thread, ending in threads:
        ending.set()
    for thread, _ending in threads:
        thread.join(max(0, deadline - time.monotonic()))
        if thread.is_alive():
            logger.warning("Stopped: %s is cut off", thread.name)
