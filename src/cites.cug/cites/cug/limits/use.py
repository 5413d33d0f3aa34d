"""Where members meet their limits: before something is done, and where it was refused.

A limit holds for the member who asks. What the portal does by itself in somebody's name,
a demonstration or a job of the clock, counts nowhere.
"""

import transaction
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.times import moment
from cites.cug.limits.rules import Limit, number_of, PERIODS, title_of
from cites.cug.sql.rate import check, Rate, take, Use
from cites.cug.sql.session import at_once, looking, writing
from cites.cug.validation.errors import FieldError, Refusal, TOO_LARGE, TOO_MANY
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, UTC
from typing import Any
from zope.i18nmessageid import Message


#: Under which a transaction keeps what is counted afterwards.
AFTERWARDS = object()


class OverLimit(Refusal):
    """Nothing is done of what was asked for; says which limit, and when it ends."""

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
            return _(
                "You have reached a limit. ${limit}: at most ${number}. Delete some for"
                " good, from the trash too.",
                mapping=about,
            )
        # Shown without seconds: rather one too late than too early.
        shown = self.ends + timedelta(minutes=1)
        about["time"] = moment(shown, reader_language()).text
        return _(
            "You have reached a limit. ${limit}: at most ${number}. You can go on at"
            " ${time}.",
            mapping=about,
        )

    def details(self, request: Any) -> dict[str, Any]:
        ends = self.ends and self.ends.isoformat(timespec="seconds")
        return {"limit": {"name": self.limit.value, "number": self.number, "ends": ends}}


def use(group: Any, user_id: str, amounts: Mapping[Limit, int]) -> None:
    """Count what is about to be done, if the running transaction is kept.

    Raises OverLimit; then nothing is counted. Of what cannot be done in parts, a message
    to a whole group, more than the number takes all of it.
    """
    if caller() == user_id:
        now = datetime.now(UTC)
        uses = [
            _use(limit, group, user_id, min(many, number_of(limit)))
            for limit, many in amounts.items()
        ]
        _require(take(writing().connection(), uses, now), now)


def require_room(user_id: str, limit: Limit, total: int) -> None:
    """Raise OverLimit where a member would keep more than that."""
    number = number_of(limit)
    if total > number and caller() == user_id:
        raise OverLimit(limit, number)


def use_anyway(group: Any, user_id: str | None, limit: Limit) -> None:
    """Count what costs its time whatever becomes of the request, and must not be done
    during anybody's turn to write. Raises OverLimit.
    """
    if user_id is not None and caller() == user_id:
        _check(_use(limit, group, user_id))
        _count_afterwards(_use(limit, group, user_id))


@contextmanager
def trying(group: Any, user_id: str, *refusals: type[Exception]) -> Iterator[None]:
    """Around what may be refused: many refusals bring a pause, though they count nowhere
    else. Raises OverLimit.
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
    """With what this transaction will count of it, too."""
    now = datetime.now(UTC)
    earlier = _afterwards().get(wanted.line)
    if earlier is not None:
        wanted = wanted._replace(amount=earlier.amount + wanted.amount)
    with looking() as connection:
        _require(check(connection, [wanted], now), now)


def _count_afterwards(wanted: Use) -> None:
    uses = _afterwards()
    earlier = uses.get(wanted.line)
    amount = wanted.amount + (earlier.amount if earlier is not None else 0)
    uses[wanted.line] = wanted._replace(amount=amount)


def _afterwards() -> dict[str, Use]:
    """What is counted once the transaction has ended, and no longer holds the records."""
    current = transaction.get()
    try:
        return current.data(AFTERWARDS)
    except KeyError:
        uses: dict[str, Use] = {}

    def count(*_status: bool) -> None:
        for wanted in uses.values():
            with at_once() as connection:
                take(connection, [wanted], datetime.now(UTC))
        uses.clear()

    current.set_data(AFTERWARDS, uses)
    current.addAfterCommitHook(count)
    current.addAfterAbortHook(count)
    return uses


def _use(limit: Limit, group: Any, user_id: str, amount: int = 1) -> Use:
    rate = Rate(number_of(limit), PERIODS[limit])
    return Use(limit.value, subject(group, user_id), rate, amount)


def subject(group: Any, user_id: str) -> str:
    """Whom uses count against: a member in one group, or in the portal around all."""
    return f"{group.UID()}:{user_id}" if group is not None else user_id


def _require(wait: Any, now: datetime) -> None:
    if wait is not None:
        pause = max(wait.time, timedelta(seconds=1))
        raise OverLimit(Limit(wait.use.purpose), wait.use.rate.limit, now + pause)
