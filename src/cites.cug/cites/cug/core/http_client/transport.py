"""One HTTP(S) request, with limits for its time and for the size of its answer.

The request runs in its own thread, so that the caller never waits beyond the deadline,
whatever hangs: the name service, the TLS handshake, or a server that sends one byte at a
time. At most half of the threads that serve pages may wait at once; jobs have places of
their own.
"""

import socket
import ssl
from cites.cug.core.settings.outside import OutsideService
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import BoundedSemaphore, Thread, Timer
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit


#: Seconds to connect and agree on TLS. After that the server may be silent until the
#: deadline: a hub sends nothing until the country's system has answered it.
CONNECT = 3.0
#: Limit in bytes; a permit with a scan is smaller.
LONGEST_ANSWER = 8 * 1024 * 1024
SHORT_ANSWER = 16 * 1024
#: Limit of simultaneous requests: half of a process's threads (profiles/base.cfg).
AT_ONCE = 2
_free = BoundedSemaphore(AT_ONCE)
#: The same for the requests of jobs, so that these take nothing from members.
_free_for_jobs = BoundedSemaphore(AT_ONCE)


class Failure(StrEnum):
    """Why there is no answer."""

    TIME_OUT = "time_out"
    #: No connection, or an answer that cannot be read.
    UNREACHABLE = "unreachable"
    #: Too many callers of this process wait for services already.
    BUSY = "busy"


class OutsideFailed(Exception):
    """A service has not answered. The error holds nothing of what was sent."""

    def __init__(self, failure: Failure):
        super().__init__(failure.value)
        self.failure = failure


class SourceAnswer(NamedTuple):
    """Status and body of the answer."""

    status: int
    body: bytes


def post_request(
    service: OutsideService, body: bytes, headers: Mapping[str, str], deadline: float
) -> SourceAnswer:
    """Send a POST request. ``deadline`` is a value of ``time.monotonic``, in seconds.

    Raises OutsideFailed. Follows no redirections.
    """
    return _ask((service, body, headers, deadline, LONGEST_ANSWER), _free)


def post_notice(
    service: OutsideService, body: bytes, headers: Mapping[str, str], deadline: float
) -> int:
    """The same for a job, of whose answer the status alone is read; that status."""
    return _ask((service, body, headers, deadline, 0), _free_for_jobs).status


def ask_for_job(
    service: OutsideService, body: bytes, headers: Mapping[str, str], deadline: float
) -> SourceAnswer:
    """The same for a job that reads a short answer."""
    return _ask((service, body, headers, deadline, SHORT_ANSWER), _free_for_jobs)


def _ask(asked: tuple[Any, ...], free: BoundedSemaphore) -> SourceAnswer:
    deadline = asked[3]
    if not free.acquire(blocking=False):
        raise OutsideFailed(Failure.BUSY)
    future: Future[SourceAnswer] = Future()
    # No thread pool: its threads would keep the process from ending while one hangs.
    work = (future, free, *asked)
    Thread(target=_fulfil, args=work, name="outside", daemon=True).start()
    try:
        return future.result(max(deadline - monotonic(), 0))
    except TimeoutError as error:
        raise OutsideFailed(Failure.TIME_OUT) from error
    except (OSError, HTTPException, ValueError) as error:
        raise OutsideFailed(Failure.UNREACHABLE) from error


def _fulfil(future: Future[SourceAnswer], free: BoundedSemaphore, *asked: Any) -> None:
    """Make the request. This may run on after the deadline, when nobody waits any
    more.
    """
    try:
        future.set_result(_exchange(*asked))
    except Exception as error:  # the waiting caller raises it again
        future.set_exception(error)
    finally:
        free.release()


def _exchange(
    service: OutsideService,
    body: bytes,
    headers: Mapping[str, str],
    deadline: float,
    longest: int,
) -> SourceAnswer:
    address = urlsplit(service.url)
    connection = _connection(service, min(CONNECT, time_left(deadline)))
    try:
        connection.connect()
        connection.sock.settimeout(time_left(deadline))
        with ended_at(deadline, connection.sock):
            path = address.path or "/"
            target = f"{path}?{address.query}" if address.query else path
            connection.request("POST", target, body, dict(headers))
            return _read(connection, longest)
    finally:
        connection.close()


def _connection(service: OutsideService, timeout: float) -> HTTPConnection:
    address = urlsplit(service.url)
    host, port = address.hostname or "", address.port
    if address.scheme != "https":
        return HTTPConnection(host, port, timeout=timeout)
    context = secure_context(service.authorities, service.certificate)
    return HTTPSConnection(host, port, timeout=timeout, context=context)


def secure_context(authorities: Path | None, certificate: Path | None) -> ssl.SSLContext:
    """How a service's certificate is checked, and the portal's own is shown."""
    context = ssl.create_default_context(cafile=authorities)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate is not None:
        context.load_cert_chain(certificate)
    return context


def _read(connection: HTTPConnection, longest: int) -> SourceAnswer:
    """The answer; without its body if that may have no byte."""
    response = connection.getresponse()
    if not longest:
        return SourceAnswer(response.status, b"")
    body = response.read(longest + 1)
    if len(body) > longest:
        raise HTTPException("The answer is too long.")
    # The connection was closed early. ``read`` with a size does not report this.
    if response.length:
        raise HTTPException("The answer is not whole.")
    return SourceAnswer(response.status, body)


@contextmanager
def ended_at(deadline: float, connected: socket.socket) -> Iterator[None]:
    """Close the connection at the deadline, even in the middle of a read."""
    end = Timer(time_left(deadline), _break_off, (connected,))
    end.daemon = True
    end.start()
    try:
        yield
    finally:
        end.cancel()
        if monotonic() >= deadline:
            raise TimeoutError


def _break_off(connected: socket.socket) -> None:
    # The socket below TLS: closing TLS properly would wait for the server.
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def time_left(deadline: float) -> float:
    """Seconds until then. Raises TimeoutError where there are none."""
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left
