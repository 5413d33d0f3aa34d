"""Events of the trail whose readers see the hour alone, and only when it is over.

Seconds would tell who writes to whom: a message that one member sends is opened by
another soon after. The leaf of such an event keeps the whole time. Its number and its
place among other events would tell the time as well, so readers see no number, and it
stands behind the other events of its hour.
"""

from cites.cug.core.trail.trail import AuditEvent
from datetime import datetime, UTC
from sqlalchemy import case, ColumnElement, DateTime, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from typing import Any


HOURLY = (
    *("assistance.answer", "assistance.ask"),
    *("message.download", "message.open", "message.send", "nonnominal.decide"),
)
#: As the index has them.
_NAMES = ", ".join(f"'{name}'" for name in HOURLY)
EVENT = AuditEvent.__table__


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def shown_time(action: str, moment: datetime) -> datetime:
    """The time of an event that its readers see."""
    return hour_of(moment) if action in HOURLY else moment


class ShownTime(FunctionElement[datetime]):
    """``shown_time`` in SQL, which has an index.

    Written for each database as the index has it, or that would not be used.
    """

    name = "shown_time"
    inherit_cache = True
    type = DateTime(timezone=True)


@compiles(ShownTime, "postgresql")
def _in_postgresql(_element: Any, _compiler: Any, **_options: Any) -> str:
    hour = "timezone('UTC', date_trunc('hour', timezone('UTC', audit_event.time)))"
    return _chosen(hour)


@compiles(ShownTime)
def _in_sqlite(_element: Any, _compiler: Any, **_options: Any) -> str:
    return _chosen("substr(audit_event.time, 1, 13) || ':00:00.000000'")


def _chosen(hour: str) -> str:
    action = f"CAST(audit_event.action AS text) IN ({_NAMES})"
    return f"(CASE WHEN {action} THEN {hour} ELSE audit_event.time END)"


def is_hourly() -> ColumnElement[bool]:
    return EVENT.c.action.in_(HOURLY)


def is_over(now: datetime) -> ColumnElement[bool]:
    """Whether an event is shown: who looks again and again must not see it come."""
    return or_(not_(is_hourly()), EVENT.c.time < hour_of(now))


def tie() -> ColumnElement[str]:
    """What orders the events of one shown time, before their numbers do."""
    who = EVENT.c.actor.concat(" ").concat(EVENT.c.action)
    return case((is_hourly(), who), else_="")


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """The order of events for their readers."""
    return ShownTime().desc(), tie().desc(), EVENT.c.id.desc()
