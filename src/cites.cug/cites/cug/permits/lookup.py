"""Look up a permit. The audit trail records each look-up, also if nothing was found.

All pages and services that show a permit to a member use these functions.
"""

import json
import re
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.sql.moments import in_utc
from cites.cug.core.sql.session import read_connection, write_session
from cites.cug.core.trail.hours import ShownTime
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import Missing
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.permits.misses import count_miss, Question, require_look_up
from cites.cug.permits.registry import (
    find_permit,
    get,
    is_altered,
    Registered,
    status_history,
    StatusChange,
)
from cites.cug.permits.rules.case import Warning
from cites.cug.permits.verdict import Verdict, verdict_of
from cites.cug.permits.warnings import warnings_of
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlalchemy import cast, select, String
from typing import Any, NamedTuple


#: How many look-ups are shown, and among how many events of the user they are sought.
RECENT = 5
EVENTS_OF_LATE = 500
PERMIT_PATH = re.compile(r"permits/([0-9a-f]{32})")


@dataclass(frozen=True, kw_only=True)
class LookupAnswer:
    """What the registry says of a permit today. If it has none, only ``verdict`` is
    set.
    """

    registered: Registered | None
    verdict: Verdict
    #: The most serious first.
    warnings: Sequence[Warning] = ()
    #: Changes of status, newest first.
    history: Sequence[StatusChange] = ()


def consult(
    country: str,
    number: str,
    stamp: str | None = None,
    *,
    today: date,
    acting_user: str,
) -> LookupAnswer:
    """Look up a permit by its country and number, in any spelling.

    ``stamp`` is the security stamp that the officer reads on the paper, if typed.
    Arguments are those of ``query_parameters.read_permit_query``; ``today`` is the date
    in the reader's time zone. Raises OverLimit after too many that found nothing.
    """
    write_session()
    require_look_up(acting_user)
    answer = _answer(find_permit(country, number), today, stamp)
    if answer.registered is None and is_altered(country, number):
        answer = LookupAnswer(registered=None, verdict=Verdict.UNVERIFIED)
    found = answer.registered
    if found is None:
        count_miss(Question(country, number, acting_user))
    key = {"country": country.upper(), "number": normal_number(number)}
    # The trail shows who tries out stamps, but not the stamps.
    detail = {**key, "result": answer.verdict.value, "stamp": bool(stamp)}
    record_permit_event("consult", acting_user, found.id if found else None, **detail)
    return answer


def open_permit(permit_id: str, *, today: date, acting_user: str) -> LookupAnswer:
    """Look up a permit by its id. Raises Missing."""
    write_session()
    answer = _answer(get(permit_id), today)
    if answer.registered is None:
        raise Missing(permit_id)
    permit = answer.registered.permit
    key = {"country": permit.country, "number": normal_number(permit.number)}
    record_permit_event(
        "consult", acting_user, permit_id, **key, result=answer.verdict.value
    )
    return answer


class RecentLookup(NamedTuple):
    """One permit that an officer has looked up."""

    country: str
    number: str
    #: The last time, in UTC.
    when: datetime


def recent_lookups(user_id: str) -> list[RecentLookup]:
    """The permits that this user has looked up of late, each once, the last first.

    Of the user's last events alone: it takes as long whatever is in the trail.
    """
    event = AuditEvent.__table__
    # As text: a damaged detail hides none of the others.
    detail = cast(event.c.detail, String).label("detail")
    of_late = (
        select(event.c.id, event.c.action, event.c.time, detail)
        .where(event.c.actor == user_id)
        .order_by(ShownTime().desc())
        .limit(EVENTS_OF_LATE)
        .subquery()
    )
    query = (
        select(of_late.c.time, of_late.c.detail)
        .where(of_late.c.action == "permit.consult")
        .order_by(of_late.c.id.desc())
    )
    with read_connection() as connection:
        rows = connection.execute(query).all()
    found: dict[tuple[str, str], RecentLookup] = {}
    for when, text in rows:
        key = _key_in(text)
        if key is not None and key not in found:
            found[key] = RecentLookup(*key, in_utc(when))
    return list(found.values())[:RECENT]


def _key_in(detail: str) -> tuple[str, str] | None:
    """Country and number in the detail of an event; None if it has none."""
    try:
        read = json.loads(detail)
        return read["country"], read["number"]
    except (ValueError, TypeError, KeyError):
        return None


def look_again(permit_id: str, *, today: date) -> LookupAnswer:
    """What ``open_permit`` answers, for whoever has it already. Raises Missing."""
    answer = _answer(get(permit_id), today)
    if answer.registered is None:
        raise Missing(permit_id)
    return answer


def permit_title(group: Any, path: str) -> str | None:
    """What links to a permit say to whoever may look permits up: its key, no more.

    It is no look-up: only who was given the random id can ask.
    """
    found = PERMIT_PATH.fullmatch(path)
    if found is None or not may(Permission.CONSULT_PERMITS, group):
        return None
    registered = get(found[1])
    if registered is None:
        return None
    return f"{registered.permit.country} {registered.permit.number}"


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
