"""A permit is looked at: every time with a record in the trail, found or not.

The one way to a permit for whoever consults it, be it by page or by program.
"""

from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.number import normal_number
from cites.cug.permits.registry import (
    find_permit,
    get,
    Registered,
    status_history,
    StatusChange,
)
from cites.cug.permits.rules.case import Warning
from cites.cug.permits.verdict import Verdict, verdict_of
from cites.cug.permits.warnings import warnings_of
from cites.cug.sql.session import writing
from cites.cug.validation.errors import Missing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class LookupAnswer:
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
) -> LookupAnswer:
    """The permit with this number, however it is spelled; with a stamp that is read.

    What is asked is as ``query_parameters.read_permit_query`` lets it through; ``today``
    is the day that the reader has.
    """
    writing()
    answer = _answer(find_permit(country, number), today, stamp)
    found = answer.registered
    key = {"country": country.upper(), "number": normal_number(number)}
    # Whoever tries out stamps is seen in the trail; the stamp itself stays out of it.
    detail = {**key, "result": answer.verdict.value, "stamp": bool(stamp)}
    record_permit_event("consult", acting_user, found.id if found else None, **detail)
    return answer


def open_permit(permit_id: str, *, today: date, acting_user: str) -> LookupAnswer:
    """The permit with this id. Raises Missing."""
    writing()
    answer = _answer(get(permit_id), today)
    if answer.registered is None:
        raise Missing(permit_id)
    permit = answer.registered.permit
    key = {"country": permit.country, "number": normal_number(permit.number)}
    record_permit_event(
        "consult", acting_user, permit_id, **key, result=answer.verdict.value
    )
    return answer


def _answer(
    registered: Registered | None, today: date, stamp: str | None = None
) -> LookupAnswer:
    if registered is None:
        return LookupAnswer(registered=None, verdict=verdict_of(None, today))
    changes = status_history(registered)
    seen = {change.status for change in changes}
    return LookupAnswer(
        registered=registered,
        verdict=verdict_of(registered, today),
        warnings=warnings_of(registered, today=today, stamp=stamp, seen=seen),
        history=changes,
    )
