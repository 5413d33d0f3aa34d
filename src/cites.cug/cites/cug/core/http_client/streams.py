"""Sends bytes over a connection and waits until its other side has read them all.

Neither syslog nor lines of JSON are answered. So the connection is ended after them,
which a receiver does as well once it has read everything: by the end of TLS, or of TCP.
One that goes away with something unread resets it instead.
"""

import socket
import ssl
from cites.cug.core.http_client.transport import (
    CONNECT,
    ended_at,
    secure_context,
    time_left,
)
from cites.cug.core.settings.streaming import StreamReceiver
from contextlib import suppress
from enum import StrEnum
from time import sleep


#: What a receiver says, if it says anything, is read in pieces of this size.
PIECE = 4096
#: TCP's state of a connection of which nothing is to come any more (Linux).
CLOSED = 7
#: Seconds between two looks at that state.
GLANCE = 0.01


class StreamFailure(StrEnum):
    """Why it is not known that everything was read."""

    #: Its certificate, or ours.
    CERTIFICATE = "certificate"
    UNREACHABLE = "unreachable"
    #: It was sent, and the receiver has not ended the connection as it should.
    NOT_CONFIRMED = "not_confirmed"


class StreamBroken(Exception):
    """The bytes may have been read or not."""

    def __init__(self, failure: StreamFailure):
        super().__init__(failure.value)
        self.failure = failure


def send_whole(receiver: StreamReceiver, data: bytes, deadline: float) -> None:
    """Send it; the receiver's program has read all of it afterwards.

    ``deadline`` is a value of ``time.monotonic``. Raises StreamBroken.
    """
    is_sent = False
    try:
        place = receiver.host, receiver.port
        patience = min(CONNECT, time_left(deadline))
        with (
            socket.create_connection(place, patience) as plain,
            _secured(plain, receiver) as line,
        ):
            line.settimeout(time_left(deadline))
            with ended_at(deadline, line):
                is_sent = True
                line.sendall(data)
                _await_end(line, deadline)
    except OSError as error:
        raise StreamBroken(_failure(error, is_sent)) from error


def _failure(error: OSError, is_sent: bool) -> StreamFailure:
    # In TLS 1.3 a receiver refuses our certificate after we have sent.
    if isinstance(error, ssl.SSLError) and "CERTIFICATE" in str(error.reason).upper():
        return StreamFailure.CERTIFICATE
    return StreamFailure.NOT_CONFIRMED if is_sent else StreamFailure.UNREACHABLE


def _secured(plain: socket.socket, receiver: StreamReceiver) -> socket.socket:
    if not receiver.is_secure:
        return plain
    context = secure_context(receiver.authorities, receiver.certificate)
    return context.wrap_socket(plain, server_hostname=receiver.host)


def _await_end(line: socket.socket, deadline: float) -> None:
    """Say that nothing more comes, and wait until the other side says the same.

    One that refuses us after the handshake (rsyslog, by our name) may end the connection
    in all its forms before it has read anything. Then its system answers what we have
    sent with a reset, perhaps later than that end: so we wait until everything has been
    acknowledged.
    """
    if isinstance(line, ssl.SSLSocket):
        with suppress(ssl.SSLEOFError):  # it ends TCP alone, as some receivers do
            line.unwrap()
    line.shutdown(socket.SHUT_WR)
    while line.recv(PIECE):
        pass
    while line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != CLOSED:
        sleep(min(GLANCE, time_left(deadline)))
    if failed := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise ConnectionError(failed, "it was not read")
