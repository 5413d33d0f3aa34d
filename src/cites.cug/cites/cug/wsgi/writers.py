"""Requests that write content wait for their turn before they begin (``sql.turns``).

The WSGI filter waits, before Zope opens a connection to the content: Zope then gives the
one that the last writer has put back, which knows the newest objects. One that was opened
before would have to load again all that others have changed since. A request that comes
by no filter, or that Zope begins anew after a conflict, waits when its publication
starts.
"""

import re
import time
import transaction
from cites.cug.core.sql.turns import Turn, turns
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubFailure, IPubStart, IPubSuccess


READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: Addresses that write to SQL alone, or nothing: messages, permits, log-in, the caller's
#: own account. They need no turn. One of these names anywhere in the address is enough;
#: an address that is missing here only waits for nothing.
SQL_ALONE = re.compile(
    r"/(@messages|messages?|@permits|permits|@login(-renew)?|@logout|@tokens|@subscription"
    r"|@seen|login(_form)?|failsafe_login|logout|second-(step|factor)|api-tokens"
    r"|request-access|alike|feeds|@feed-key|@hooks|taxa)(/|$)"
)
#: Of the thread: ``turn``, the turn of its request; ``came``, when that request came to
#: the portal (seconds of the monotonic clock); ``has_waited``, whether the WSGI filter
#: has waited for its turn.
_mine = local()


def needs_turn(method: str, path: str) -> bool:
    """Whether a request may write content, by its method and address."""
    return method not in READING and not SQL_ALONE.search(path)


@contextmanager
def in_turn(environ: dict[str, Any], waited: float = 0.0) -> Iterator[None]:
    """Wait for a turn, if the request needs one, and end it when it is answered.

    ``waited`` is for how many seconds the request has already waited for a thread.
    """
    end(None)
    if needs_turn(environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")):
        _mine.came = time.monotonic() - waited
        _mine.turn, _mine.has_waited = turns().take(came=_mine.came), True
    try:
        yield
    finally:
        _mine.has_waited, _mine.came = False, None
        end(None)


def end_turn() -> None:
    """Let others write between two transactions of one long request."""
    end(None)


def take_turn() -> None:
    """Wait for another turn, for the next transaction of such a request.

    It ends with the request, as its first one would.
    """
    _mine.turn = turns().take()


@adapter(IPubStart)
def begin(event: Any) -> None:
    """Wait for a turn unless the WSGI filter has, and then see the newest content."""
    request = event.request
    if getattr(_mine, "has_waited", False) and request.retry_count == 0:
        return
    end(event)
    if needs_turn(request.method, request.get("PATH_INFO", "")):
        came, tries = getattr(_mine, "came", None), 1 + request.retry_count
        _mine.turn = turns().take(came=came, tries=tries)
        transaction.begin()


def end(_event: object) -> None:
    """End the turn of the thread's request, if it has one."""
    turn: Turn | None = getattr(_mine, "turn", None)
    _mine.turn = None
    if turn is not None:
        turns().end(turn)


@adapter(IPubSuccess)
def succeed(event: Any) -> None:
    """End the turn, unless the WSGI filter does, once Zope's connection is put back."""
    if not getattr(_mine, "has_waited", False):
        end(event)


@adapter(IPubFailure)
def fail(event: Any) -> None:
    """End the turn after each failed try: Zope sleeps before it begins anew."""
    end(event)
