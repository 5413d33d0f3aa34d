"""A permit is looked at: every time with a record in the trail, found or not.

The one way to a permit for whoever consults it, be it by page or by program.
"""

from cites.cug.permits.number import normal_number
from cites.cug.permits.registry import get
from cites.cug.permits.registry import history
from cites.cug.permits.registry import look_up
from cites.cug.permits.registry import Registered
from cites.cug.permits.registry import StatusChange
from cites.cug.permits.registry import UnknownPermit
from cites.cug.permits.rules.case import Warning
from cites.cug.permits.trail import tell
from cites.cug.permits.verdict import Verdict
from cites.cug.permits.verdict import verdict_of
from cites.cug.permits.warnings import warnings_of
from cites.cug.records.store import writing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the registry says of a permit today; nothing but a verdict if it has none."""

    registered: Registered | None
    verdict: Verdict
    #: Worst first.
    warnings: Sequence[Warning] = ()
    #: Changes of status, the last first.
    history: Sequence[StatusChange] = ()


def consult(
    country: str,
    number: str,
    stamp: str | None = None,
    *,
    today: date,
    acting_user: str,
) -> Answer:
    """The permit with this number, however it is spelled; with a stamp that is read.

    What is asked is as ``question.read_question`` lets it through; ``today`` is the day
    that the reader has.
    """
    writing()
    answer = _answer(look_up(country, number), today, stamp)
    found = answer.registered
    key = {"country": country.upper(), "number": normal_number(number)}
    # Whoever tries out stamps is seen in the trail; the stamp itself stays out of it.
    detail = {**key, "result": answer.verdict.value, "stamp": bool(stamp)}
    tell("consult", acting_user, found.id if found else None, **detail)
    return answer


def open_permit(permit_id: str, *, today: date, acting_user: str) -> Answer:
    """The permit with this id. Raises UnknownPermit."""
    writing()
    answer = _answer(get(permit_id), today)
    if answer.registered is None:
        raise UnknownPermit(permit_id)
    permit = answer.registered.permit
    key = {"country": permit.country, "number": normal_number(permit.number)}
    tell("consult", acting_user, permit_id, **key, result=answer.verdict.value)
    return answer


def _answer(
    registered: Registered | None, today: date, stamp: str | None = None
) -> Answer:
    if registered is None:
        return Answer(registered=None, verdict=verdict_of(None, today))
    changes = history(registered)
    seen = {change.status for change in changes}
    return Answer(
        registered=registered,
        verdict=verdict_of(registered, today),
        warnings=warnings_of(registered, today=today, stamp=stamp, seen=seen),
        history=changes,
    )
