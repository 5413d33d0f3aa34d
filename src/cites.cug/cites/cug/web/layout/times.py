"""Days and times as people read them. Times are in UTC; ``portal.js`` converts them."""

from AccessControl import getSecurityManager
from babel import Locale
from babel.dates import format_date, format_datetime
from datetime import date, datetime, UTC
from functools import lru_cache
from Products.PlonePAS.plugins.ufactory import PloneUser
from pytz import common_timezones, timezone
from typing import Any, NamedTuple


#: Time zones that readers may choose. Without a choice, that of the device is used.
TIME_ZONES = tuple(common_timezones)

DAY = "d MMM y"
DAY_OF_YEAR = "d MMM"
MOMENT = "HH:mm 'UTC'"
EXACTLY = "HH:mm:ss 'UTC'"


def reader_zone() -> str | None:
    """The time zone that the reader has chosen; None: the one of the device."""
    user = getSecurityManager().getUser()
    # Anonymous users and users of Zope's root folder have no properties.
    return zone_of(user) if isinstance(user, PloneUser) else None


def zone_of(member: Any) -> str | None:
    """The time zone that a member has chosen."""
    zone = member.getProperty("timezone", "")
    return zone if zone in TIME_ZONES else None


def reader_today() -> date:
    """The current day for the reader; without a time zone, by the server's clock."""
    zone = reader_zone()
    return datetime.now(timezone(zone)).date() if zone else date.today()


class ShownTime(NamedTuple):
    """For ``<time datetime="${shown/iso}">${shown/text}</time>``."""

    iso: str
    text: str


@lru_cache
def locale_of_dates(language: str) -> Locale:
    """Whose names of months are shown: British ones in English, as in ``portal.js``."""
    return Locale.parse("en_GB" if language == "en" else language)


def day(value: date, language: str) -> ShownTime:
    """A day, which is the same in each time zone."""
    locale = locale_of_dates(language)
    return ShownTime(value.isoformat(), format_date(value, DAY, locale))


def near_day(value: date, language: str) -> ShownTime:
    """A day in a list; without the year if it is the current one."""
    pattern = DAY_OF_YEAR if value.year == datetime.now(UTC).year else DAY
    locale = locale_of_dates(language)
    return ShownTime(value.isoformat(), format_date(value, pattern, locale))


def moment(value: datetime | Any, language: str) -> ShownTime:
    """A time as a datetime or as Zope's ``DateTime``."""
    if not isinstance(value, datetime):
        value = value.asdatetime()
    return _moment(value.astimezone(UTC).replace(microsecond=0), language, MOMENT)


def exact_moment(value: datetime, language: str) -> ShownTime:
    """The same to the second; its ``<time>`` is marked with ``data-exact``."""
    return _moment(value.astimezone(UTC).replace(microsecond=0), language, EXACTLY)


@lru_cache(maxsize=4096)
def _moment(value: datetime, language: str, pattern: str) -> ShownTime:
    locale = locale_of_dates(language)
    # Day and hour are joined as in that language: Arabic has a comma of its own.
    joined = str(locale.datetime_formats["medium"]).format(pattern, DAY)
    text = format_datetime(value, joined, locale=locale)
    return ShownTime(value.isoformat().replace("+00:00", "Z"), text)
