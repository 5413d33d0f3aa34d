"""Days and moments as people read them; moments in UTC, which ``portal.js`` localises."""

from babel.dates import format_date
from babel.dates import format_datetime
from datetime import date
from datetime import datetime
from datetime import UTC
from typing import Any
from typing import NamedTuple


DAY = "d MMM y"
MOMENT = "d MMM y, HH:mm 'UTC'"


class Shown(NamedTuple):
    """For ``<time datetime="${shown/iso}">${shown/text}</time>``."""

    iso: str
    text: str


def day(value: date, language: str) -> Shown:
    """A day, whatever the zone."""
    return Shown(value.isoformat(), format_date(value, DAY, language))


def moment(value: datetime | Any, language: str) -> Shown:
    """A moment; also Zope's ``DateTime``."""
    if not isinstance(value, datetime):
        value = value.asdatetime()
    value = value.astimezone(UTC).replace(microsecond=0)
    text = format_datetime(value, MOMENT, locale=language)
    return Shown(value.isoformat().replace("+00:00", "Z"), text)
