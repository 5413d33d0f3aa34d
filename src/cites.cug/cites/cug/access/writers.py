"""Who writes content waits for a turn before the request begins (``sql.turns``).

The door waits, before Zope opens the content: the connection that it then gets is the one
that the last writer has put back, which knows the newest objects. One that was opened
before would have to load again all that others have changed since.
"""

import re
import time
import transaction
from cites.cug.sql.turns import LENGTH, Turn, turns
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubFailure, IPubStart, IPubSuccess


READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: What is written to SQL alone, or not at all, has no turn: messages, permits, log-in,
#: the caller's own account. It is decided by a name anywhere in the address; of what is
#: missing here the worst is that it waits.
SQL_ALONE = re.compile(
    r"/(@messages|messages?|@permits|permits|@login(-renew)?|@logout|@tokens|@subscription"
    r"|@seen|login(_form)?|failsafe_login|logout|second-(step|factor)|api-tokens"
    r"|request-access|alike|feeds|@feed-key|@hooks|taxa)(/|$)"
)
_mine = local()


def needs_turn(method: str, path: str) -> bool:
    """Whether a request may write content, by its method and address."""
    return method not in READING and not SQL_ALONE.search(path)


@contextmanager
def in_turn(environ: dict[str, Any], waited: float = 0.0) -> Iterator[None]:
    """Wait, let the application answer, and let the next one go on.

    The request has waited for a thread already, for so many seconds.
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
    """Let others write, between two transactions of one long request."""
    end(None)


def take_turn() -> None:
    """Wait for a further turn. It ends as one that the request has begun with."""
    _mine.turn = turns().take()


@adapter(IPubStart)
def begin(event: Any) -> None:
    """Wait, if the door has not or it begins anew, then look at the content as it is."""
    request = event.request
    if getattr(_mine, "has_waited", False) and request.retry_count == 0:
        return
    end(event)
    if needs_turn(request.method, request.get("PATH_INFO", "")):
        # Who had to begin anew, for instance because it took long, gets more time.
        length = LENGTH * (1 + request.retry_count)
        _mine.turn = turns().take(length, getattr(_mine, "came", None))
        transaction.begin()


def end(_event: object) -> None:
    turn: Turn | None = getattr(_mine, "turn", None)
    _mine.turn = None
    if turn is not None:
        turns().end(turn)


@adapter(IPubSuccess)
def succeed(event: Any) -> None:
    """The door ends the turn when the connection to the content is free again."""
    if not getattr(_mine, "has_waited", False):
        end(event)


@adapter(IPubFailure)
def fail(event: Any) -> None:
    """Of each try: whoever sleeps before the next one lets others go on."""
    end(event)
