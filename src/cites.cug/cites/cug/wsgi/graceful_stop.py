"""The end of a process: requests that have begun are answered, new ones are sent away.

At SIGTERM or SIGINT a process goes on listening. It answers new requests by 503, until
running jobs and the requests that had begun are done and for a moment nobody new has
come, or the patience is over: who is connected when it ends would have no answer. Then it
closes the databases, whoever still uses them. A second signal ends it at once.
"""

import logging
import signal
import threading
import time
from cites.cug import _
from cites.cug.core.jobs.background import wait_for_background
from cites.cug.core.jobs.job_threads import stop_clock
from cites.cug.wsgi.early_answers import Trouble
from http import HTTPStatus
from typing import Any, cast
from weakref import WeakSet
from zope.component import adapter
from zope.processlifetime import IProcessStarting


logger = logging.getLogger(__name__)

#: Seconds that jobs, other work and requests which have begun may still take.
PATIENCE = 30
#: Seconds without a new request after which the process ends; for so many it waits for
#: such a pause at most.
PAUSE, LONGEST_FAREWELL = 0.2, 5.0
#: Threads beside those that are busy, so that new requests are sent away at once.
MORE_THREADS = 2
STOPPING = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("wsgi_graceful_stop_portal_being_restarted_please_text"),
    retry_after=10,
)

_stopping = threading.Event()
#: Whether the process was told to end at once.
_cut_off = threading.Event()
_servers: WeakSet = WeakSet()


def is_stopping() -> bool:
    return _stopping.is_set()


def note_server(server: Any) -> None:
    """Remember a web server of this process, whose requests have to be waited for."""
    _servers.add(server)


@adapter(IProcessStarting)
def handle_signals(_event: object) -> None:
    """Stop gracefully from now on. Python lets only the main thread handle signals."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _on_signal)


def _on_signal(_number: int, _frame: object) -> None:
    """The first signal begins the end, the second one is the end."""
    if is_stopping():
        _cut_off.set()
        for server in _servers:
            # Or the system would let others connect, who would have no answer either.
            server.socket.close()
        raise SystemExit
    _stopping.set()
    threading.Thread(target=_finish, name="graceful stop", daemon=True).start()


def _finish() -> None:
    """Wait for what has begun, then end the process, whatever happens meanwhile."""
    try:
        _wait_for_all(time.monotonic() + PATIENCE)
    except Exception:
        logger.exception("Stopped without waiting for all that had begun")
    finally:
        if not _cut_off.is_set():  # it may be closing its databases already
            main_thread = cast(int, threading.main_thread().ident)
            signal.pthread_kill(main_thread, signal.SIGTERM)


def _wait_for_all(deadline: float) -> None:
    servers = list(_servers)
    for server in servers:
        server.task_dispatcher.set_thread_count(server.adj.threads + MORE_THREADS)
    stop_clock(deadline - time.monotonic())
    wait_for_background(deadline - time.monotonic())
    # The signal may have come at the start of the process, before the clock began.
    stop_clock(deadline - time.monotonic())
    _wait_for_requests(servers, deadline)


def _wait_for_requests(servers: list[Any], deadline: float) -> None:
    """Wait until all requests that had begun are answered, but no longer than that."""
    while begun := sum(map(_requests_begun, servers)):
        if time.monotonic() > deadline:
            logger.warning("Stopped: %d requests are cut off", begun)
            return
        time.sleep(0.05)
    _wait_for_pause(servers, min(deadline, time.monotonic() + LONGEST_FAREWELL))


def _wait_for_pause(servers: list[Any], deadline: float) -> None:
    last = time.monotonic()
    while (now := time.monotonic()) < min(last + PAUSE, deadline):
        if any(one.is_busy for server in servers for one in _channels(server)):
            last = now
        time.sleep(0.01)


def _requests_begun(server: Any) -> int:
    """Connections whose request or answer is not through, without those sent away."""
    return sum(channel.is_owed_an_answer for channel in _channels(server))


def _channels(server: Any) -> list[Any]:
    """Its connections now; other threads open and close some meanwhile."""
    return [*server.active_channels.values()]
