"""A permit is asked for outside: by members, a bounded number of times, on the trail.

Whoever asks waits for the answer, so nothing is written before it has come: SQLite would
make every other writer wait as long.
"""

from cites.cug.permits.actions.storing import store_permits, Stored
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.models import PermitSource
from cites.cug.permits.number import normal_number
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import find_permit, status_history
from cites.cug.permits.rules.case import Warning
from cites.cug.permits.sources.circuit_breaker import GuardedSource
from cites.cug.permits.sources.configured import outside_source
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from cites.cug.permits.verdict import Verdict, verdict_of
from cites.cug.permits.warnings import warnings_of
from cites.cug.sql.rate import check as check_rate
from cites.cug.sql.rate import Rate, take, Use
from cites.cug.sql.session import session, writing
from cites.cug.validation.errors import Missing
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, UTC
from typing import Any


PURPOSE = "permits.outside"
#: More than an officer looks up, fewer than it takes to guess a token.
RATE = Rate(100, timedelta(hours=1))

#: Nobody outside has heard of it.
UNASKED = frozenset({Refusal.BUSY, Refusal.RESTING})


class TooManyLookups(ValueError):
    """The member has asked too often."""

    def __init__(self, pause: timedelta):
        super().__init__(pause)
        self.wait = pause


@dataclass(frozen=True, kw_only=True)
class OutsideAnswer:
    """A permit that an outside source gave, or why there is none."""

    foreign: Foreign | None = None
    refusal: Refusal | None = None
    #: In the words of the country's system, which is a stranger.
    said: str = ""
    verdict: Verdict = Verdict.NOT_FOUND
    #: Worst first.
    warnings: Sequence[Warning] = ()
    #: What became of it in the registry, if it was kept.
    stored: Stored | None = None

    @property
    def registered(self) -> Foreign | None:
        """As ``lookup.LookupAnswer`` calls it, for what shows both."""
        return self.foreign


def is_there() -> bool:
    """Whether there is an outside source to ask."""
    return outside_source() is not None


def ask_outside(
    country: str,
    number: str,
    token: str = "",
    stamp: str | None = None,
    *,
    today: date,
    acting_user: str,
) -> OutsideAnswer:
    """What the outside source knows of a permit. Raises Missing, TooOften.

    Values are as ``query_parameters.OutsideQuestion`` has them; ``today`` is the reader's
    day.
    """
    answer = _ask(country, number, token, stamp, today, acting_user)
    records = writing()
    if answer.refusal not in UNASKED:
        take(records.connection(), [_asked(acting_user)], datetime.now(UTC))
    result = answer.refusal or answer.verdict
    detail = {"country": country, "number": normal_number(number)}
    record_permit_event(
        "outside", acting_user, **detail, result=result.value, token=bool(token)
    )
    return answer


def keep_outside(*question: Any, today: date, acting_user: str) -> OutsideAnswer:
    """As ``ask``; and keep the permit if one comes that could be read whole."""
    answer = ask_outside(*question, today=today, acting_user=acting_user)
    found = answer.foreign
    if found is None or found.unread:
        return answer
    stored = store_permits(
        [found.permit], source=PermitSource.EXTERNAL, acting_user=acting_user
    )
    return replace(answer, stored=stored)


def check_outside_source(country: str) -> Refusal | None:
    """Why that country cannot be asked now, if it cannot. Raises Missing."""
    try:
        _source().check(country)
    except SourceRefused as error:
        return error.refusal
    return None


def _ask(
    country: str,
    number: str,
    token: str,
    stamp: str | None,
    today: date,
    acting_user: str,
) -> OutsideAnswer:
    source = _source()
    asked, now = [_asked(acting_user)], datetime.now(UTC)
    if pause := check_rate(session().connection(), asked, now):
        raise TooManyLookups(pause.time)
    try:
        found = source.lookup(country, number, token)
    except SourceRefused as error:
        return OutsideAnswer(refusal=error.refusal, said=error.said)
    seen = _seen(country, number)
    return OutsideAnswer(
        foreign=found,
        verdict=verdict_of(found, today),
        warnings=warnings_of(found, today=today, stamp=stamp, seen=seen),
    )


def _asked(acting_user: str) -> Use:
    return Use(PURPOSE, acting_user, RATE)


def _source() -> GuardedSource:
    source = outside_source()
    if source is None:
        raise Missing
    return source


def _seen(country: str, number: str) -> set[Status]:
    """What the registry knows that the number has been."""
    registered = find_permit(country, number)
    if registered is None:
        return set()
    return {registered.status, *(step.status for step in status_history(registered))}
