"""Ask an outside source for a permit. Each member has a limit; the trail records each
question.

The answer may take seconds. Before it has come, only the question is counted, in a
transaction of its own: SQLite would block all other writers for that time.
"""

from cites.cug import _
from cites.cug.core.settings.outside import outside_service, OutsideService
from cites.cug.core.sql.rate import give_back, left_of, Rate, take, Use
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.validation import errors
from cites.cug.core.validation.errors import Missing
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.actions.storing import store_permits, Stored
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.misses import Question, reserve_miss, settle_miss
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Status
from cites.cug.permits.registry import find_permit, status_history
from cites.cug.permits.rules.case import Warning
from cites.cug.permits.sources.circuit_breaker import GuardedSource
from cites.cug.permits.sources.epix import EpixSource
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from cites.cug.permits.verdict import Verdict, verdict_of
from cites.cug.permits.warnings import warnings_of
from cites.cug.web.limits.use import OverLimit, tell_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, UTC
from functools import lru_cache
from typing import Any


PURPOSE = "permits.outside"
#: More look-ups than an officer needs, and far fewer than are needed to guess a token.
RATE = Rate(100, timedelta(hours=1))

#: With these refusals the source was not asked, so the question does not count.
UNASKED = frozenset({Refusal.BUSY, Refusal.RESTING})
#: With these the country says, or may say, that there is no such permit.
MISSES = frozenset({Refusal.MISSING, Refusal.REFUSED})


@dataclass(frozen=True, kw_only=True)
class OutsideAnswer:
    """The permit that an outside source gave, or why it gave none."""

    foreign: Foreign | None = None
    refusal: Refusal | None = None
    #: The text of the country's own system. Show it as a quotation: it is not ours.
    said: str = ""
    verdict: Verdict = Verdict.NOT_FOUND
    #: The most serious first.
    warnings: Sequence[Warning] = ()
    #: What storing the permit changed, if it was stored.
    stored: Stored | None = None

    @property
    def registered(self) -> Foreign | None:
        """The permit, under the name that ``lookup.LookupAnswer`` has: some code shows
        both.
        """
        return self.foreign


def is_there() -> bool:
    """Whether an outside source is configured."""
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
    """Ask the outside source for a permit.

    Arguments are those of ``query_parameters.OutsideQuestion``; ``today`` is the date in
    the reader's time zone. Raises Missing if no source is configured, errors.Refusal
    after 100 questions of a member in an hour, or too many that found nothing. A refusal
    of the source is not raised but answered.
    """
    source, use, now = _source(), Use(PURPOSE, acting_user, RATE), datetime.now(UTC)
    with autonomous_transaction() as connection:
        if pause := take(connection, [use], now):
            text = _("permits_outside_used_external_source_too_text")
            raise errors.Refusal(text, errors.TOO_MANY, wait=pause.time)
        left = left_of(connection, use, now)
    try:
        answer = _ask(source, country, number, token, stamp, today, acting_user)
    except OverLimit:
        _give_back(use, now)
        raise
    if answer.refusal in UNASKED:
        _give_back(use, now)
    else:
        tell_left(left)
    result = answer.refusal or answer.verdict
    detail = {"country": country, "number": normal_number(number)}
    record_permit_event(
        "outside", acting_user, **detail, result=result.value, token=bool(token)
    )
    return answer


def _give_back(use: Use, at: datetime) -> None:
    with autonomous_transaction() as connection:
        give_back(connection, use, at)


def keep_outside(*question: Any, today: date, acting_user: str) -> OutsideAnswer:
    """As ``ask_outside``, and store the permit if all its boxes could be read."""
    answer = ask_outside(*question, today=today, acting_user=acting_user)
    found = answer.foreign
    if found is None or found.unread:
        return answer
    stored = store_permits(
        [found.permit], source=PermitSource.EXTERNAL, acting_user=acting_user
    )
    return replace(answer, stored=stored)


def check_outside_source(country: str) -> Refusal | None:
    """Why this country cannot be asked now; None if it can.

    Raises Missing if no source is configured.
    """
    try:
        _source().check(country)
    except SourceRefused as error:
        return error.refusal
    return None


def _ask(
    source: GuardedSource,
    country: str,
    number: str,
    token: str,
    stamp: str | None,
    today: date,
    acting_user: str,
) -> OutsideAnswer:
    question = Question(country, number, acting_user)
    counted, refusal = reserve_miss(question), None
    try:
        found = source.lookup(country, number, token)
    except SourceRefused as error:
        refusal = error.refusal
        return OutsideAnswer(refusal=refusal, said=error.said)
    finally:
        if counted is not None:
            settle_miss(question, counted, is_missing=refusal in MISSES)
    seen = _seen(country, number)
    return OutsideAnswer(
        foreign=found,
        verdict=verdict_of(found, today),
        warnings=warnings_of(found, today=today, stamp=stamp, seen=seen),
    )


def _source() -> GuardedSource:
    source = outside_source()
    if source is None:
        raise Missing
    return source


def _seen(country: str, number: str) -> set[Status]:
    """All statuses that the registry knows of this number, now and earlier."""
    registered = find_permit(country, number)
    if registered is None:
        return set()
    return {registered.status, *(step.status for step in status_history(registered))}


def outside_source() -> GuardedSource | None:
    """The source of this process, which remembers failures; None if none is
    configured.
    """
    service = outside_service()
    return None if service is None else _guarded(service)


@lru_cache(maxsize=1)
def _guarded(service: OutsideService) -> GuardedSource:
    return GuardedSource(EpixSource(service))
