"""Whether a name and a password belong together, wherever they are shown.

Pages, ``@login``, Basic authentication and all callers of a user folder use this module,
so that tries are counted, and any name takes the same work.
"""

import time
from cites.cug.access.trail_records import PAUSED
from cites.cug.core.metrics.figures import LOGIN_FAILURES
from cites.cug.login import accounts, devices, passwords, throttle
from cites.cug.login.audit_records import tell_failure
from cites.cug.login.cookies import cookie, DEVICE
from cites.cug.login.user_folders import find_account, KnownAccount, path_of
from cites.cug.login.visitor import Visitor, visitor
from collections import OrderedDict
from hashlib import blake2b
from secrets import token_bytes
from threading import Lock
from typing import Any, NamedTuple


#: How long a password that was right is not checked again in this process, for programs
#: that send it with each request. The account is looked at each time.
RECENTLY = 5 * 60
MOST_RECENT = 1000
MEMO = "cites.cug.login.checked"

_key = token_bytes(32)
_recent: OrderedDict[bytes, float] = OrderedDict()
_checking = [Lock() for _ in range(64)]


class Guesser(NamedTuple):
    """Whom a try counts against, as ``throttle`` takes it."""

    login: str
    visitor: Visitor
    known_device: bool


def check_password(
    users: Any, request: Any, login: str, password: str
) -> KnownAccount | None:
    """The account, if this is its password, it is open, and it may be tried now."""
    found = find_account(users, login)
    if not _try(found, request, _guesser(found, request, login), password):
        return None
    return _if_open(found)


def check_again(
    users: Any, request: Any, login: str, password: str
) -> KnownAccount | None:
    """The same for programs that send a password with each request.

    One that was right recently is not checked again, unless it may not be tried now.
    Otherwise such passwords could be guessed without limit during a lock. Asked more than
    once in a request, as user folders are, it answers the same.
    """
    answers = request.other.setdefault(MEMO, {})
    asked = _mark(login, password)
    if asked not in answers:
        found = find_account(users, login)
        answers[asked] = found if _is_right(found, request, login, password) else None
    return _if_open(answers[asked])


def _if_open(found: KnownAccount | None) -> KnownAccount | None:
    if found is None or accounts.account_status(found.user_id).disabled:
        return None
    return found


def _is_right(
    found: KnownAccount | None, request: Any, login: str, password: str
) -> bool:
    guesser = _guesser(found, request, login)
    # Of all guesses: the time that an answer takes must not tell which were right lately.
    waits = throttle.must_wait(*guesser)
    if found is None:
        return _try(found, request, guesser, password)
    kept = (path_of(found.users), found.user_id, str(found.reference))
    mark = _mark(login, password, *kept)
    # Clients send several requests at once: the first one checks for all.
    with _checking[mark[0] % len(_checking)]:
        if not waits and _recent.get(mark, 0) > time.monotonic():
            return True
        right = _try(found, request, guesser, password)
        if right:
            _keep_recent(mark)
        return right


def _keep_recent(mark: bytes) -> None:
    _recent[mark] = time.monotonic() + RECENTLY
    while len(_recent) > MOST_RECENT:
        _recent.popitem(last=False)


def _mark(*parts: str) -> bytes:
    """A keyed digest of a password and its hash, from which neither can be found out."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, key=_key, digest_size=32).digest()


def _guesser(found: KnownAccount | None, request: Any, login: str) -> Guesser:
    name = login if found is None else f"{path_of(found.users)}:{found.user_id}"
    device = cookie(request, DEVICE)
    # The same work for names that no account has.
    known_device = devices.is_known(found.user_id if found else "", device)
    return Guesser(name, visitor(request, device), known_device)


def _try(
    found: KnownAccount | None, request: Any, guesser: Guesser, password: str
) -> bool:
    attempt = throttle.begin_try(*guesser)
    right = passwords.matches(found and found.reference, password)
    if attempt is None:
        LOGIN_FAILURES.inc()
        request.other[PAUSED] = found.user_id if found else ""
        return False
    if not right or found is None:
        LOGIN_FAILURES.inc()
        # A name that no account has is not stored: it may be a password.
        tell_failure(found.user_id if found else "", attempt, "password")
        return False
    throttle.take_back(attempt)
    return True


def forget_recent() -> None:
    """Forget which passwords were right recently: all are checked again."""
    _recent.clear()
