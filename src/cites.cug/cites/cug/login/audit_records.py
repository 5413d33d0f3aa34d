"""What the audit trail is told of logging in; never a password, a code or a secret."""

from cites.cug.audit.trail import record, record_at_once
from cites.cug.login.change_notices import notice_change
from cites.cug.login.throttle import Try
from cites.cug.sql.session import at_once
from typing import Any
from zope.component.hooks import getSite


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


def tell_failure(user_id: str, attempt: Try) -> None:
    """Record a refused login at once: a refusal rolls the transaction back."""
    tell_at_once("login.failure", user_id)
    if attempt.is_last:
        tell_at_once("login.lock", user_id)
