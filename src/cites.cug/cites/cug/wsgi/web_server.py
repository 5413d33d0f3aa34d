"""The portal's web server: waitress, with limits of waiting and of reading.

Without them a client that sends one byte now and then keeps a connection forever, and a
client with many such connections blocks the server. Also waitress reads each body whole
before anything checks its length.
"""

import time
from cites.cug.core.plone_internals.waitress_server import socket_count, use_channel_class
from cites.cug.wsgi.body_limits import body_limit, Credentials
from cites.cug.wsgi.graceful_stop import is_stopping, note_server
from cites.cug.wsgi.writers import needs_turn
from collections import deque
from functools import partial
from resource import getrlimit, RLIMIT_NOFILE, setrlimit
from socket import SHUT_WR
from threading import Lock
from typing import Any
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from weakref import WeakKeyDictionary


#: How many files a process may open.
FILES = 4096
#: Bytes per second that a body must reach after the time of waiting.
SLOWEST = 4 * 2**10
#: Keys of the WSGI environment: whether a request began while the process was stopping,
#: and how many seconds it waited for a thread.
CAME_LATE = "cites.cug.came-late"
WAITED = "cites.cug.waited"
#: Share of the allowed connections from which on the one idle longest is closed.
NEARLY_ALL = 0.9


class Parser(HTTPRequestParser):
    """A request whose body is read up to the limit of its address.

    A larger one is passed on at once without its rest, and the WSGI filter refuses it.
    """

    most = 0

    def __init__(self, channel: "Channel", adj: Any):
        super().__init__(adj)
        self.channel = channel
        self.came_late = is_stopping()
        self.came = time.monotonic()
        channel.began = time.time()

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        credentials = Credentials(
            self.headers.get("AUTHORIZATION", ""), self.headers.get("COOKIE", "")
        )
        kind = self.headers.get("CONTENT_TYPE", "")
        self.most = body_limit(self.path, kind, credentials.are_claimed)

    def received(self, data: bytes) -> int:
        consumed = super().received(data)
        self.came = time.monotonic()
        size = max(self.content_length, self.body_bytes_received)
        if self.error is not None or size <= self.most:
            return consumed
        self.headers["CONTENT_LENGTH"] = str(size)
        self.headers["CONNECTION"] = "close"
        self.expect_continue = False
        self.completed = self.channel.is_cut = True
        # All further bytes belong to the body, and not to a next request.
        return len(data)


class Task(WSGITask):
    """A request that tells the application when it came."""

    def get_environment(self) -> dict[str, Any]:
        if is_stopping():
            self.request.headers["CONNECTION"] = "close"
        said = {
            CAME_LATE: self.request.came_late,
            WAITED: time.monotonic() - self.request.came,
        }
        return {**super().get_environment(), **said}


class WriterPlaces:
    """How many threads of a server may at the same time hold requests that write content.

    A writer holds its thread while it waits for its turn (``access.writers``). So all
    threads but one may be held by writers, and that one is left for those who read. A
    writer beyond that number waits in a queue, without a thread.
    """

    def __init__(self, threads: int):
        self._free = max(threads - 1, 1)
        self._waiting = deque["Channel"]()
        self._lock = Lock()

    def take(self, channel: "Channel") -> bool:
        """Take a place for the connection's first request; False if none is free.

        Then the connection is put into the queue. Once there is a place for it, its
        request is given to a thread again, which asks again.
        """
        with self._lock:
            if channel.has_place:
                # For this request alone: the next one on the connection needs its own.
                channel.has_place = False
                return True
            if not self._free:
                self._waiting.append(channel)
                return False
            self._free -= 1
            return True

    def give_back(self) -> None:
        """Hand a place on to the first in the queue; without a queue it is free again.

        It is never free in between, so nobody who comes now overtakes the queue.
        """
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            first = self._waiting.popleft()
            first.has_place = True
        first.server.add_task(first)


#: A server's task dispatcher, which has its threads → the places in them.
_places = WeakKeyDictionary[Any, WriterPlaces]()


class Channel(HTTPChannel):
    """A connection that is closed if it is too slow, or if others need its place."""

    task_class = Task

    #: Whether the rest of a body is dropped.
    is_cut = False
    is_closing = False
    #: Whether a place is kept for its first request, which has waited for one.
    has_place = False
    #: When the current request began, in seconds since 1970.
    began = 0.0
    #: When data came last, in seconds since 1970: waitress closes idle connections by it.
    last_activity: float

    def __init__(self, server: Any, *args: Any, **options: Any):
        super().__init__(server, *args, **options)
        self.parser_class = partial(Parser, self)
        self.places = _places.setdefault(
            server.task_dispatcher, WriterPlaces(server.adj.threads)
        )
        note_server(server)
        _make_room(server)

    @property
    def is_owed_an_answer(self) -> bool:
        """Whether a request that did not come late is not answered to its end."""
        coming = [*self.requests, *([self.request] if self.request else [])]
        if any(not request.came_late for request in coming):
            return True
        return not coming and bool(self.total_outbufs_len)

    @property
    def is_busy(self) -> bool:
        """Whether a request is coming, is answered, or its answer is on the way."""
        return bool(self.requests or self.request or self.total_outbufs_len)

    def handle_read(self) -> None:
        before = self.last_activity
        super().handle_read()
        if self.is_closing:
            self.last_activity = before
        elif self.request is not None:
            # Only the amount of data counts. All headers together have the time of
            # waiting, and each byte of a body adds to it.
            earned = self.request.body_bytes_received / SLOWEST
            self.last_activity = min(time.time(), self.began + earned)

    def service(self) -> None:
        """Answer the first request in this thread, or put it off if it is to write and
        no place is free.
        """
        request = self.requests[0]
        # Who came while the process stops is sent away, and needs no place for that.
        is_at_once = request.error or request.came_late
        if is_at_once or not needs_turn(request.command, request.path):
            super().service()
        elif self.places.take(self):
            try:
                super().service()
            finally:
                self.places.give_back()

    def received(self, data: bytes) -> bool:
        return False if self.is_cut else super().received(data)

    def handle_close(self) -> None:
        """After a cut body, read and drop the rest until the client ends.

        To close a connection with unread data would lose the answer.
        """
        if not self.is_cut or self.is_closing or not self.connected:
            super().handle_close()
            return
        self.is_closing, self.will_close = True, False
        try:
            self.socket.shutdown(SHUT_WR)
        except OSError:
            super().handle_close()


def _make_room(server: Any) -> None:
    """Close the connection that has been idle longest, before no place is left."""
    if socket_count(server) < server.adj.connection_limit * NEARLY_ALL:
        return
    waiting = [one for one in server.active_channels.values() if not one.requests]
    waiting = [one for one in waiting if not one.will_close]
    min(waiting, key=lambda one: one.last_activity).will_close = True


def serve_with_limits() -> None:
    """Apply the limits above to all of waitress's servers in this process."""
    use_channel_class(Channel)
    # A connection needs up to three files. A shell allows 1,024 by default.
    soft, hard = getrlimit(RLIMIT_NOFILE)
    if soft < FILES <= hard:
        setrlimit(RLIMIT_NOFILE, (FILES, hard))
