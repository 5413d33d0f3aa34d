"""Reads what is asked of the audit trail and of the use from a query string."""

from cites.cug import _
from cites.cug.core.trail.networks import network_of
from cites.cug.core.validation.errors import invalid
from cites.cug.core.validation.query_parameters import batch, number, one_of, period, word
from cites.cug.trail_desk.events import EventSearch, PAGE_SIZE, RESULTS
from cites.cug.web.layout.times import reader_zone
from collections.abc import Mapping
from datetime import date, tzinfo, UTC
from plone import api
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


TEXTS = ("actor", "action", "target", "network", "result", "q")
FILTERS = (*TEXTS, "since", "until")
PARAMETERS = (*FILTERS, "b_start", "b_size")
#: What ``@use`` takes: the first and the last day.
USE_PARAMETERS = ("from", "until")
#: What an account's own events are limited by, and those of a country's members.
OWN_FILTERS = ("action", "by", "since", "until")
OWN_PARAMETERS = (*OWN_FILTERS, "b_start", "b_size")
COUNTRY_FILTERS = ("actor", "action", "since", "until")
COUNTRY_PARAMETERS = (*COUNTRY_FILTERS, "b_start", "b_size")
#: What others did, and not the owner of the account.
OTHERS = "others"
#: More events than the trail will ever have.
MOST = 999_999_999
EARLIEST, LATEST = 1980, 2999
NO_YEAR = _("trail_desk_query_enter_day_1980_2999_text")


def read_event_search(form: Mapping[str, Any]) -> EventSearch:
    """Read the parameters. Raises InvalidValues."""
    texts = {name: word(form, name).strip() for name in TEXTS if form.get(name)}
    if "target" in texts:
        texts["target"] = _path(texts["target"])
    if "network" in texts:
        texts["network"] = _network(texts["network"])
    one_of(texts, "result", RESULTS)
    since, until = period(form)
    start, size = batch(form, PAGE_SIZE)
    zone = reading_zone()
    return EventSearch(
        **texts, since=since, until=until, zone=zone, start=start, size=size
    )


def reading_zone() -> tzinfo:
    """The time zone of the days that the caller reads and asks for."""
    chosen = reader_zone()
    return ZoneInfo(chosen) if chosen else UTC


def read_event_id(form: Mapping[str, Any]) -> int:
    """Read the number of an event, the parameter ``event``. Raises InvalidValues."""
    event_id = number(form, "event", 0, 1, MOST)
    if not event_id:
        raise invalid("event", _("trail_desk_query_give_number_event_error"))
    return event_id


def read_own_search(form: Mapping[str, Any]) -> tuple[EventSearch, bool]:
    """Read what is asked of one's own events, and whether only what others did.

    Raises InvalidValues.
    """
    given = {name: form[name] for name in OWN_PARAMETERS if form.get(name)}
    one_of(given, "by", (OTHERS,))
    return read_event_search(given), "by" in given


def read_country_search(form: Mapping[str, Any]) -> EventSearch:
    """Read what is asked of the events of a country's members. Raises InvalidValues."""
    return read_event_search({n: form[n] for n in COUNTRY_PARAMETERS if form.get(n)})


def _network(words: str) -> str:
    """The network that the trail keeps, of an address or of a network in it."""
    found = network_of(words)
    if found is None:
        raise invalid("network", _("trail_desk_query_enter_network_example_192_error"))
    return found


def _path(target: str) -> str:
    """The path of a thing, given as its address, its path or its path in the portal."""
    portal = api.portal.get()
    url, path = portal.absolute_url(), "/".join(portal.getPhysicalPath())
    if target == url or target.startswith(f"{url}/"):
        return path + urlsplit(target.removeprefix(url)).path.rstrip("/")
    if target.startswith("/"):
        found = target.rstrip("/")
        # Pages show the path below the portal.
        return found if f"{found}/".startswith(f"{path}/") else path + found
    raise invalid("target", _("trail_desk_query_enter_address_path_portal_error"))


def read_use_period(form: Mapping[str, Any], today: date) -> tuple[date, date]:
    """The days of a report on use; without any, those of this year. Raises InvalidValues.

    A period that has only one end takes the year of that end.
    """
    first, last = period(form, *USE_PARAMETERS)
    if first is None:
        first = (last or today).replace(month=1, day=1)
    if last is None:
        last = min(first.replace(month=12, day=31), max(today, first))
    if first.year < EARLIEST or last.year > LATEST:
        raise invalid("from" if first.year < EARLIEST else "until", NO_YEAR)
    return first, last
