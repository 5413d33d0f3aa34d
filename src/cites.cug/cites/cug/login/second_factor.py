"""Checks a second factor that is shown. Tries are counted like those of passwords.

Whoever shows one has shown the password before.
"""

from cites.cug.access.trail_records import PAUSED
from cites.cug.core.metrics.figures import LOGIN_FAILURES
from cites.cug.login import codes, devices, passkeys, pending_changes, recovery, throttle
from cites.cug.login.audit_records import tell_failure
from cites.cug.login.cookies import cookie, DEVICE
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.visitor import visitor
from cites.cug.login.wrong_codes import count_wrong, forget_wrong
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple


class ShownFactor(NamedTuple):
    """What is shown: a code of an app, one for recovery, or a passkey's answer."""

    code: str = ""
    passkey: dict[str, Any] | None = None
    challenge: bytes = b""


#: Uses up what was shown, in the running transaction; False if it was used before.
Use = Callable[[], bool]


def check_second_factor(
    user_id: str, folder: str, request: Any, shown: ShownFactor, place: RelyingParty
) -> Use | None:
    """The function that uses it up; None if it is wrong or must not be tried now."""
    device = cookie(request, DEVICE)
    known_device = devices.is_known(user_id, device)
    name = f"{folder}:{user_id}"
    attempt = throttle.begin_try(name, visitor(request, device), known_device)
    if attempt is None:
        LOGIN_FAILURES.inc()
        request.other[PAUSED] = user_id
        return None
    use = _right(user_id, shown, place)
    if use is None:
        LOGIN_FAILURES.inc()
        tell_failure(user_id, attempt, "second-factor")
        count_wrong(user_id, visitor(request))
        return None
    throttle.take_back(attempt)
    return partial(_use_as_owner, user_id, use)


def _use_as_owner(user_id: str, use: Use) -> bool:
    """Use it up, and stop a waiting removal: the owner has not lost the second factor."""
    forget_wrong(user_id)
    if not use():
        return False
    pending_changes.keep_factor(user_id, "shown")
    return True


def _right(user_id: str, shown: ShownFactor, place: RelyingParty) -> Use | None:
    if shown.passkey is not None:
        proof = passkeys.verify_assertion(user_id, shown.challenge, shown.passkey, place)
        return None if proof is None else partial(_use_passkey, user_id, proof)
    step = codes.check_code(user_id, shown.code)
    if step is not None:
        return partial(codes.use_code, user_id, step)
    if recovery.check_recovery_code(user_id, shown.code):
        return partial(recovery.use_recovery_code, user_id, shown.code)
    return None


def _use_passkey(user_id: str, proof: Any) -> bool:
    passkeys.record_use(user_id, proof)
    return True
