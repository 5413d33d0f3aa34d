"""What the audit trail is told of logging in; never a password, a code or a secret."""

from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.lately import Lately
from cites.cug.core.trail.networks import network_of
from cites.cug.core.trail.trail import record, record_at_once, SYSTEM
from cites.cug.login.change_notices import notice_change
from cites.cug.login.throttle import Try
from typing import Any
from zope.component.hooks import getSite


#: Programs that send a name and a password with each request have logged in once in so
#: many seconds from each network, as far as a process knows.
BASIC_EVERY = 60 * 60
_told = Lately(BASIC_EVERY)


def tell_basic(user_id: str, folder: str, address: str) -> None:
    """Record a log-in by name and password, if it is the first in an hour from there."""
    one = folder, user_id, network_of(address)
    # Outside of a portal there is no trail to tell: it is told once there is.
    if getSite() is not None and not _told.has(one):
        tell_at_once("login", user_id, kind="basic")
        _told.note(one)


def record_login_event(action: str, user_id: str, **detail: Any) -> None:
    """Record an event in the running transaction; tell the owner of new credentials."""
    site = getSite()
    if site is not None:
        record(action, target=site, acting_user=user_id, detail=detail)
        notice_change(action, user_id)


def record_account(action: str, user_id: str, *, acting_user: str = "") -> None:
    """Record in the running transaction what somebody did to an account.

    Without a user it was a program on the server.
    """
    site = getSite()
    if site is not None:
        detail = {"member": user_id}
        record(action, target=site, acting_user=acting_user or SYSTEM, detail=detail)


def tell_at_once(action: str, user_id: str, **detail: Any) -> None:
    """Record it even if the request fails, in a transaction of its own."""
    site = getSite()
    if site is not None:
        with autonomous_transaction() as connection:
            told = {"target": site, "acting_user": user_id, "detail": detail}
            record_at_once(connection, action, **told)


def tell_failure(user_id: str, attempt: Try, step: str) -> None:
    """Record a refused login at once: a refusal rolls the transaction back.

    ``step``: what was wrong, the password or the second factor.
    """
    tell_at_once("login.failure", user_id, step=step)
    if attempt.is_last:
        tell_at_once("login.lock", user_id)
