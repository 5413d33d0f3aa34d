"""The portal's web server: waitress, with an end to its waiting and reading.

As it comes, whoever sends a letter now and then holds a connection for good, whoever
holds as many as are let in silences it, and a body is read whole before anybody is asked.
"""

import time
from cites.cug.access.body_limits import body_limit, Credentials
from cites.cug.plone_internals.waitress_server import socket_count, use_channel_class
from functools import partial
from resource import getrlimit, RLIMIT_NOFILE, setrlimit
from socket import SHUT_WR
from typing import Any
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser


#: Open files that a process may have.
FILES = 4096
#: Bytes a second that a body must come with, once the time of waiting is over.
SLOWEST = 4 * 2**10
#: The share of the connections that is let in beside those that are still free.
NEARLY_ALL = 0.9


class Parser(HTTPRequestParser):
    """A request of which no more is read than its address takes.

    One that is larger goes on at once, without its rest: the door refuses its length.
    """

    most = 0

    def __init__(self, channel: "Channel", adj: Any):
        super().__init__(adj)
        self.channel = channel
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
        size = max(self.content_length, self.body_bytes_received)
        if self.error is not None or not self.headers_finished or size <= self.most:
            return consumed
        self.headers["CONTENT_LENGTH"] = str(size)
        self.headers["CONNECTION"] = "close"
        self.expect_continue = False
        self.completed = self.channel.is_cut = True
        # What follows is the rest of the body, and no next request.
        return len(data)


class Channel(HTTPChannel):
    """A connection that is given up when it is too slow, or others need its place."""

    #: Whether the rest of a body is not wanted.
    is_cut = False
    is_closing = False
    #: When the request that is being read began.
    began = 0.0
    #: When something came last; waitress gives the time at which it ends the connection.
    last_activity: float

    def __init__(self, server: Any, *args: Any, **options: Any):
        super().__init__(server, *args, **options)
        self.parser_class = partial(Parser, self)
        _make_room(server)

    def handle_read(self) -> None:
        before = self.last_activity
        super().handle_read()
        if self.is_closing:
            self.last_activity = before
        elif self.request is not None:
            # What came counts, not that something came: headers have the time of
            # waiting altogether, and each piece of a body adds to it.
            earned = self.request.body_bytes_received / SLOWEST
            self.last_activity = min(time.time(), self.began + earned)

    def received(self, data: bytes) -> bool:
        return False if self.is_cut else super().received(data)

    def handle_close(self) -> None:
        """After a body that was cut, what still comes is dropped until the client ends.

        A connection that is closed while there is something to read takes the answer
        with it.
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
    """Before there is no place left, whoever has waited longest goes."""
    if socket_count(server) < server.adj.connection_limit * NEARLY_ALL:
        return
    waiting = [one for one in server.active_channels.values() if not one.requests]
    waiting = [one for one in waiting if not one.will_close]
    min(waiting, key=lambda one: one.last_activity).will_close = True


def serve_with_limits() -> None:
    """Have each of waitress's servers of this process keep the limits above."""
    use_channel_class(Channel)
    # A connection needs up to three files; a shell allows 1,024 unless it is asked.
    soft, hard = getrlimit(RLIMIT_NOFILE)
    if soft < FILES <= hard:
        setrlimit(RLIMIT_NOFILE, (FILES, hard))
