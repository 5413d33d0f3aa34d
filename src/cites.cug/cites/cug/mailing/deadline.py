"""The time that a conversation with the mail server may take altogether.

Sockets bound each wait for a byte only, so a server that sends one now and then would be
listened to for ever.
"""

import smtplib
import socket
import ssl
from contextlib import suppress
from threading import Lock, Timer
from typing import Any


class Deadline:
    """Cuts the connection it watches when the time is over.

    Whoever reads from it is told that the server broke off.
    """

    def __init__(self, seconds: float):
        self._lock = Lock()
        self._line: socket.socket | None = None
        self.has_passed = False
        self._timer = Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()

    def watch(self, line: socket.socket | None) -> None:
        """Watch this connection from now on, in place of the one before."""
        with self._lock:
            self._line = line
            if self.has_passed:
                self._cut()

    def _pass(self) -> None:
        with self._lock:
            self.has_passed = True
            self._cut()

    def _cut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class WatchedContext:
    """A TLS context whose handshake is watched as well."""

    def __init__(self, context: ssl.SSLContext, deadline: Deadline):
        self._context, self._deadline = context, deadline

    def wrap_socket(self, line: socket.socket, **options: Any) -> ssl.SSLSocket:
        secure = self._context.wrap_socket(line, do_handshake_on_connect=False, **options)
        self._deadline.watch(secure)
        secure.do_handshake()
        return secure


class _Watching:
    """A class of smtplib's that lets its deadline watch from the server's first word."""

    deadline: Deadline
    sock: Any

    def getreply(self) -> tuple[int, bytes]:
        self.deadline.watch(self.sock)
        return super().getreply()  # type: ignore[misc] # of smtplib's class


class WatchedSMTP(_Watching, smtplib.SMTP):
    def __init__(self, deadline: Deadline, *end: Any, **options: Any):
        self.deadline = deadline
        super().__init__(*end, **options)


class WatchedSMTPS(_Watching, smtplib.SMTP_SSL):
    def __init__(self, deadline: Deadline, *end: Any, **options: Any):
        self.deadline = deadline
        super().__init__(*end, **options)
