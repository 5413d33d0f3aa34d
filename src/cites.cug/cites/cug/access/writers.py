"""Who writes content waits for a turn before the request begins (``sql.turns``)."""

import re
import transaction
from cites.cug.sql.turns import LENGTH, Turn, turns
from threading import local
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubFailure, IPubStart, IPubSuccess


READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: What is written to SQL alone has no turn: messages, permits, log-in, the caller's own
#: account. It is decided by a name anywhere in the address; of what is missing here the
#: worst is that it waits.
SQL_ALONE = re.compile(
    r"/(@messages|messages?|@permits|permits|@login(-renew)?|@logout|@tokens|@subscription"
    r"|@seen|login(_form)?|failsafe_login|logout|second-(step|factor)|api-tokens"
    r"|request-access)(/|$)"
)
_mine = local()


def needs_turn(request: Any) -> bool:
    """Whether a request may write content, by its method and address."""
    path = request.get("PATH_INFO", "")
    return request.method not in READING and not SQL_ALONE.search(path)


@adapter(IPubStart)
def begin(event: Any) -> None:
    """Wait, then look at the content as it is now."""
    end(event)
    if needs_turn(event.request):
        # Who had to begin anew, for instance because it took long, gets more time.
        length = LENGTH * (1 + event.request.retry_count)
        _mine.turn = turns().take(length)
        transaction.begin()


def end(_event: object) -> None:
    turn: Turn | None = getattr(_mine, "turn", None)
    _mine.turn = None
    if turn is not None:
        turns().end(turn)


@adapter(IPubSuccess)
def succeed(event: Any) -> None:
    end(event)


@adapter(IPubFailure)
def fail(event: Any) -> None:
    """Of each try: whoever sleeps before the next one lets others go on."""
    end(event)
