"""Counts what members do, and refuses what is over a limit.

Only what the caller does counts. What the portal does in a member's name, as in the
demonstration or in a job of the clock, does not.
"""

import transaction
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.registry import setting_of
from cites.cug.core.sql.rate import (
    charge,
    check,
    check_locked,
    give_back,
    Left,
    left_of,
    Rate,
    take,
    Use,
)
from cites.cug.core.sql.session import (
    autonomous_transaction,
    read_connection,
    write_session,
)
from cites.cug.core.validation.errors import FieldError, Refusal, TOO_LARGE, TOO_MANY
from cites.cug.web.layout.times import moment
from cites.cug.web.limits.interfaces import ILimitSettings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, UTC
from enum import StrEnum
from math import ceil
from sqlalchemy import Connection
from typing import Any
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message


#: Key under which a transaction keeps the uses to count after its end.
AFTERWARDS = object()


PREFIX = "cites.cug.limits"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


LIMIT, REMAINING, RESET = "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"


def tell_left(left: Left) -> None:
    """Tell what is left. Of several limits the answer has the one that ends first."""
    request = getRequest()
    if request is None:
        return
    response = request.response
    limit, remaining = response.getHeader(LIMIT), response.getHeader(REMAINING)
    if limit and int(remaining) / int(limit) < left.remaining / left.limit:
        return
    response.setHeader(LIMIT, str(left.limit))
    response.setHeader(REMAINING, str(left.remaining))
    response.setHeader(RESET, str(ceil(left.reset.total_seconds())))


class Limit(StrEnum):
    """The limits, by the names of their settings."""

    SENDS = "sends_hour"
    RECIPIENTS = "recipients_hour"
    DRAFTS = "drafts"
    FILES = "files_mb"
    UPLOADS = "uploads_hour"
    CHECKS = "checks_minute"
    CHECKED = "checked_thousands_minute"
    MISSING_PERMITS = "missing_permits_hour"
    EXPORTS = "exports_hour"
    REPORTS = "reports_hour"
    REFUSALS = "refusals_minute"


#: Limits of actions → period. The other limits are of what is stored.
PERIODS = {
    Limit.SENDS: HOUR,
    Limit.RECIPIENTS: HOUR,
    Limit.UPLOADS: HOUR,
    Limit.CHECKS: MINUTE,
    Limit.CHECKED: MINUTE,
    Limit.MISSING_PERMITS: HOUR,
    Limit.EXPORTS: HOUR,
    Limit.REPORTS: HOUR,
    Limit.REFUSALS: MINUTE,
}
#: Limits of what a member does in all groups together.
OF_PORTAL = frozenset({Limit.MISSING_PERMITS})


def number_of(limit: Limit) -> int:
    """The number that the site's administrator has set."""
    return setting_of(ILimitSettings, PREFIX, limit.value)


def title_of(limit: Limit) -> Message:
    return ILimitSettings[limit.value].title


def open_reports() -> int:
    """How many open reports of one member may hide something at the same time."""
    return setting_of(ILimitSettings, PREFIX, "open_reports")


class OverLimit(Refusal):
    """The action is over a limit, and nothing is done; says which limit it is."""

    def __init__(self, limit: Limit, number: int, ends: datetime | None = None):
        self.limit, self.number, self.ends = limit, number, ends
        kind, wait = TOO_LARGE, None
        if ends is not None:
            kind, wait = TOO_MANY, ends - datetime.now(UTC)
        words = self._words()
        super().__init__(words, kind, [(limit.value, FieldError(words))], wait)

    def _words(self) -> Message:
        about = {"limit": title_of(self.limit), "number": str(self.number)}
        if self.ends is None:
            return _("web_use_reached_limit_most_delete_text", mapping=about)
        # The time is shown without seconds, so it is rounded up.
        shown = self.ends + timedelta(minutes=1)
        about["time"] = moment(shown, reader_language()).text
        return _("web_use_reached_limit_most_go_text", mapping=about)

    def set_status(self, response: Any) -> None:
        super().set_status(response)
        if self.ends is not None:
            response.setHeader("RateLimit-Limit", str(self.number))

    def details(self, request: Any) -> dict[str, Any]:
        ends = self.ends and self.ends.isoformat(timespec="seconds")
        return {"limit": {"name": self.limit.value, "number": self.number, "ends": ends}}


def use(group: Any, user_id: str, amounts: Mapping[Limit, int]) -> None:
    """Count an action of the caller, if the current transaction is committed.

    Raises OverLimit, and then counts nothing. An action that cannot be split, as a
    message to a whole group, may exceed the number: it then uses all of the limit.
    """
    if caller() == user_id:
        now = datetime.now(UTC)
        uses = [
            _use(limit, group, user_id, min(many, number_of(limit)))
            for limit, many in amounts.items()
        ]
        _take(write_session().connection(), uses, now)


def use_at_once(user_id: str, limit: Limit) -> datetime:
    """Count an action of the caller before it is done, whatever becomes of it.

    Returns when it was counted, for ``give_back_use``, which undoes it. Raises OverLimit.
    """
    now = datetime.now(UTC)
    if caller() == user_id:
        with autonomous_transaction() as connection:
            _take(connection, [_use(limit, None, user_id)], now)
    return now


def give_back_use(user_id: str, limit: Limit, at: datetime) -> None:
    """Undo ``use_at_once`` of that moment."""
    if caller() == user_id:
        with autonomous_transaction() as connection:
            give_back(connection, _use(limit, None, user_id), at)


def is_used_up(user_id: str, limit: Limit) -> bool:
    """Whether the user can do nothing more of it now, in the current transaction."""
    now, wanted = datetime.now(UTC), _use(limit, None, user_id)
    return check(write_session().connection(), [wanted], now) is not None


def _take(connection: Connection, uses: Sequence[Use], now: datetime) -> None:
    _require(take(connection, uses, now), now)
    for one in uses:
        tell_left(left_of(connection, one._replace(amount=1), now))


def require_room(user_id: str, limit: Limit, total: int) -> None:
    """Raise OverLimit if the caller would store more than the limit in total."""
    number = number_of(limit)
    if total > number and caller() == user_id:
        raise OverLimit(limit, number)


def require_left(user_id: str, limit: Limit) -> None:
    """Raise OverLimit if the caller has used up the limit; counts nothing.

    Nobody counts anything for the caller until the current transaction ends.
    """
    if caller() == user_id:
        now, wanted = datetime.now(UTC), [_use(limit, None, user_id)]
        _require(check_locked(write_session().connection(), wanted, now), now)


def use_without_limit(group: Any, user_id: str | None, limit: Limit) -> None:
    """Count an action after the transaction, whether or not that is committed.

    For slow actions that must not hold the lock of the records. Raises OverLimit.
    """
    if user_id is not None and caller() == user_id:
        one = _use(limit, group, user_id)
        _check(one)
        _count_afterwards(one)
        _tell_afterwards(one)


def charge_work(group: Any, user_id: str | None, limit: Limit, amount: int) -> None:
    """Count work as ``use_anyway`` does, by its amount.

    Work that is larger than the limit uses all of it. Raises OverLimit.
    """
    if user_id is not None and caller() == user_id:
        now = datetime.now(UTC)
        one = _use(limit, group, user_id, min(amount, number_of(limit)))
        with read_connection() as connection:
            _require(check(connection, [one], now), now)
        _count_afterwards(one)


@contextmanager
def count_attempt(group: Any, user_id: str, *refusals: type[Exception]) -> Iterator[None]:
    """Count the refusals of the code inside, with the given exceptions or OverLimit.

    Many refusals bring a pause. Raises OverLimit.
    """
    if caller() != user_id:
        yield
        return
    tried = _use(Limit.REFUSALS, group, user_id)
    _check(tried)
    noticed: tuple[type[Exception], ...] = (OverLimit, *refusals)
    try:
        yield
    except noticed:
        _count_afterwards(tried)
        raise


def _check(wanted: Use) -> None:
    """Check a use together with those that this transaction counts after its end."""
    now = datetime.now(UTC)
    earlier = _afterwards().get(wanted.line)
    if earlier is not None:
        wanted = wanted._replace(amount=earlier.amount + wanted.amount)
    with read_connection() as connection:
        _require(check(connection, [wanted], now), now)


def _count_afterwards(wanted: Use) -> None:
    uses = _afterwards()
    earlier = uses.get(wanted.line)
    amount = wanted.amount + (earlier.amount if earlier is not None else 0)
    uses[wanted.line] = wanted._replace(amount=amount)


def _tell_afterwards(one: Use) -> None:
    """Tell what will be left once what this transaction does is counted."""
    taken = _afterwards()[one.line]
    with read_connection() as connection:
        left = left_of(connection, one, datetime.now(UTC))
    remaining = max(left.remaining - taken.amount, 0)
    tell_left(left._replace(remaining=remaining, reset=taken.rate.period))


def _afterwards() -> dict[str, Use]:
    """The uses to count once the transaction has ended and released the records."""
    current = transaction.get()
    try:
        return current.data(AFTERWARDS)
    except KeyError:
        uses: dict[str, Use] = {}

    def count(*_status: bool) -> None:
        for wanted in uses.values():
            with autonomous_transaction() as connection:
                charge(connection, wanted, datetime.now(UTC))
        uses.clear()

    current.set_data(AFTERWARDS, uses)
    current.addAfterCommitHook(count)
    current.addAfterAbortHook(count)
    return uses


def _use(limit: Limit, group: Any, user_id: str, amount: int = 1) -> Use:
    rate = Rate(number_of(limit), PERIODS[limit])
    return Use(limit.value, subject(limit, group, user_id), rate, amount)


def subject(limit: Limit, group: Any, user_id: str) -> str:
    """The key that uses count against: a member in one group, or in the whole portal."""
    if group is None or limit in OF_PORTAL:
        return user_id
    return f"{group.UID()}:{user_id}"


def _require(wait: Any, now: datetime) -> None:
    if wait is not None:
        pause = max(wait.time, timedelta(seconds=1))
        raise OverLimit(Limit(wait.use.purpose), wait.use.rate.limit, now + pause)
