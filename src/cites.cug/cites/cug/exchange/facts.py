"""The facts of an alert, as all formats of other systems take them.

What tells who reported an alert is no fact of it.
"""

from Acquisition import aq_base
from cites.cug.library.items.alert import IAlert, TELLS_WHO_REPORTED
from cites.cug.web.confirmation.requirement import plain_text
from collections.abc import Iterator
from datetime import date, datetime, UTC
from plone.app.textfield.interfaces import IRichTextValue
from typing import Any
from uuid import UUID, uuid5
from zope.schema import getFieldNamesInOrder


#: Of all ids made of an item's UID and the part of it. Never another: an id stays.
NAMESPACE = UUID("6a4e5c1f-2f0b-4a55-9d3e-1d7a0f6f2b90")
#: Fields that each format has a place of its own for.
OWN_PLACE = frozenset({"title", "description", "body", "handling", "language"})
#: What other formats have no place for, and the original says.
LEFT_OUT = frozenset({"hide_country", "translations"})
#: What a position says of where something was, in metres, at most (our own reading).
PRECISION = {"exact": 100.0, "place": 5_000.0, "district": 50_000.0}


def stable_id(uid: str, part: str) -> UUID:
    """The same id for the same part of the same item, whenever it is asked for."""
    return uuid5(NAMESPACE, f"{uid}:{part}")


def value_of(item: Any, name: str) -> Any:
    """The value of a field of an alert; None without one."""
    value = getattr(aq_base(item), name, None)
    return None if value in ("", [], ()) else value


def facts_of(item: Any) -> Iterator[tuple[str, Any]]:
    """Field and value in JSON of all that an alert says, but for its ``OWN_PLACE``."""
    hidden = TELLS_WHO_REPORTED if value_of(item, "hide_country") else frozenset()
    for name in getFieldNamesInOrder(IAlert):
        value = value_of(item, name)
        if value is None or name in OWN_PLACE | LEFT_OUT | hidden:
            continue
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, (list, tuple, set)):
            value = [_without_empty(one) for one in value]
        yield name, value


def _without_empty(value: Any) -> Any:
    """A line without its empty columns; a code as it is."""
    if not isinstance(value, dict):
        return value
    return {name: one for name, one in value.items() if one is not None}


def text_of(item: Any) -> str:
    """Summary and text of an alert, without markup."""
    body = value_of(item, "body")
    text = plain_text(body.raw).strip() if IRichTextValue.providedBy(body) else ""
    return "\n\n".join(filter(None, (value_of(item, "description"), text)))


def tlp_of(item: Any) -> str:
    """The handling code as FIRST's Traffic Light Protocol 2.0 writes it."""
    return item.handling.replace("_", "+")


def position(item: Any) -> tuple[float, float, float | None] | None:
    """Latitude, longitude and how far they may be off, in metres.

    None without them, and where they stand for a whole country.
    """
    latitude, longitude = value_of(item, "latitude"), value_of(item, "longitude")
    precision = value_of(item, "position_precision")
    if latitude is None or longitude is None or precision == "country":
        return None
    return latitude, longitude, PRECISION.get(precision or "")


def moment(value: Any) -> datetime:
    """A Zope DateTime in UTC."""
    return datetime.fromtimestamp(value.timeTime(), UTC)
