"""Periodic jobs: complete interrupted approvals, and delete old requests."""

from cites.cug.access.all_groups import all_groups
from cites.cug.core.sql import rate
from cites.cug.core.sql.session import write_session
from cites.cug.membership.access_requests import approval
from cites.cug.membership.access_requests.models import (
    AccessRequest,
    OwnText,
    RequestRules,
    RequestState,
)
from cites.cug.membership.models import Invitation
from datetime import datetime, timedelta
from sqlalchemy import delete, or_
from typing import Any


#: Counted from the day of the request; its link expires long before.
KEEP_UNCONFIRMED = timedelta(days=7)
#: Counted from the decision, in case the person asks again or asks why.
KEEP_DECLINED = timedelta(days=180)


def settle_approvals() -> None:
    approval.settle_approvals(list(all_groups()))


def forget_requests(now: datetime) -> None:
    delete_old_requests(now)
    rate.delete_old_counts(now)


def delete_old_requests(now: datetime) -> None:
    """Delete requests unconfirmed for 7 days, and those declined 180 days ago."""
    state, created = AccessRequest.state, AccessRequest.created
    unconfirmed = state == RequestState.UNCONFIRMED.value
    declined = state == RequestState.DECLINED.value
    _delete(
        AccessRequest,
        or_(
            unconfirmed & (created < now - KEEP_UNCONFIRMED),
            declined & (AccessRequest.decided < now - KEEP_DECLINED),
        ),
    )


def forget_group(group: Any) -> None:
    """Delete a removed group's requests, rules, letters and invitations."""
    for table in (AccessRequest, RequestRules, OwnText, Invitation):
        _delete(table, table.group_uid == group.UID())


def _delete(table: Any, condition: Any) -> None:
    statement = delete(table).where(condition)
    write_session().execute(statement, execution_options={"synchronize_session": False})
