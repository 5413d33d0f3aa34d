"""Days and moments as people read them; moments in UTC, which ``portal.js`` localises."""

from babel.dates import format_date
from babel.dates import format_datetime
from datetime import date
from datetime import datetime
from datetime import UTC
from pytz import common_timezones
from typing import Any
from typing import NamedTuple


#: Zones that a reader may choose; without a choice it is that of their device.
TIME_ZONES = tuple(common_timezones)

DAY = "d MMM y"
DAY_OF_YEAR = "d MMM"
MOMENT = "d MMM y, HH:mm 'UTC'"


class Shown(NamedTuple):
    """For ``<time datetime="${shown/iso}">${shown/text}</time>``."""

    iso: str
    text: str


def day(value: date, language: str) -> Shown:
    """A day, whatever the zone."""
    return Shown(value.isoformat(), format_date(value, DAY, language))


def near_day(value: date, language: str) -> Shown:
    """A day in a list; the year goes without saying if it is this one."""
    pattern = DAY_OF_YEAR if value.year == datetime.now(UTC).year else DAY
    return Shown(value.isoformat(), format_date(value, pattern, language))


def moment(value: datetime | Any, language: str) -> Shown:
    """A moment; also Zope's ``DateTime``."""
    if not isinstance(value, datetime):
        value = value.asdatetime()
    value = value.astimezone(UTC).replace(microsecond=0)
    text = format_datetime(value, MOMENT, locale=language)
    return Shown(value.isoformat().replace("+00:00", "Z"), text)
