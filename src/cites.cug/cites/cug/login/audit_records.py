"""What the audit trail is told of logging in; never a password, a code or a secret."""

import time
from cites.cug.audit.networks import network_of
from cites.cug.audit.trail import record, record_at_once
from cites.cug.login.change_notices import notice_change
from cites.cug.login.throttle import Try
from cites.cug.sql.session import at_once
from collections import OrderedDict
from typing import Any
from zope.component.hooks import getSite


#: Programs that send a name and a password with each request have logged in once in so
#: many seconds from each network, as far as a process knows.
BASIC_EVERY = 60 * 60
MOST_KEPT = 10_000
_told: OrderedDict[tuple[str, str, str | None], float] = OrderedDict()


def first_in_hour(user_id: str, folder: str, address: str) -> bool:
    """Whether it is the first such request of the account in an hour, from there."""
    one, now = (folder, user_id, network_of(address)), time.monotonic()
    if _told.get(one, 0) > now:
        return False
    _told[one] = now + BASIC_EVERY
    _told.move_to_end(one)
    while len(_told) > MOST_KEPT:
        _told.popitem(last=False)
    return True


def record_login_event(action: str, user_id: str, **detail: Any) -> None:
    """Record an event in the running transaction; tell the owner of new credentials."""
    site = getSite()
    if site is not None:
        record(action, target=site, acting_user=user_id, detail=detail)
        notice_change(action, user_id)


def tell_at_once(action: str, user_id: str, **detail: Any) -> None:
    """Record it even if the request fails, in a transaction of its own."""
    site = getSite()
    if site is not None:
        with at_once() as connection:
            told = {"target": site, "acting_user": user_id, "detail": detail}
            record_at_once(connection, action, **told)


def tell_failure(user_id: str, attempt: Try, step: str) -> None:
    """Record a refused login at once: a refusal rolls the transaction back.

    ``step``: what was wrong, the password or the second factor.
    """
    tell_at_once("login.failure", user_id, step=step)
    if attempt.is_last:
        tell_at_once("login.lock", user_id)
