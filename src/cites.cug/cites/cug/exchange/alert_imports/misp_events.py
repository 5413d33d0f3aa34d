"""Reads MISP events (core format) with our objects ``wildlife-seizure`` as a table.

Each object is a row; what the event says of all of them stands in each. So mistakes are
named by row and column, and everything else is as for tables. ``exchange/misp.py`` writes
such events.
"""

import json
from cites.cug import _
from cites.cug.core.validation.errors import invalid
from cites.cug.exchange.alert_imports.matching import EVENT, PLACE, SEIZURE
from cites.cug.exchange.misp import OF_ALERT, OF_LINE
from cites.cug.permits.formats.rows import TableRow
from collections.abc import Iterator
from typing import Any, BinaryIO


ENDING = ".json"
#: Ten thousand seizures; what it is read into takes more than ten times the memory.
MAX_BYTES = 16 * 2**20
TLP = "tlp:"
#: Attributes of MISP's own template ``geolocation`` that say the same: the first counts.
PLACES = {
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "countrycode": ("countrycode",),
    "text": ("text", "address", "city"),
}
SEPARATOR = "; "
DAY = "seizure-date"
RELATIONS = (*OF_ALERT, *OF_LINE)
HEADINGS = [
    *(f"{EVENT}.{name}" for name in ("uuid", "info", "tag", "comment")),
    *(f"{SEIZURE}.{name}" for name in RELATIONS),
    *(f"{PLACE}.{name}" for name in PLACES),
]
UNREADABLE = _("The file cannot be read as a MISP event.")
NO_SEIZURE = _("A MISP event with an object “${name}” is expected.")
Json = dict[str, Any]


def event_rows(stream: BinaryIO) -> list[TableRow]:
    """A row for each seizure of the file. Raises InvalidValues."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > MAX_BYTES:
        limit = {"limit": MAX_BYTES >> 20}
        raise invalid("file", _("A JSON file has at most ${limit} MB.", mapping=limit))
    try:
        told = json.load(stream)
        rows = [cells for event in _events(told) for cells in _rows_of(event)]
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError) as error:
        raise invalid("file", UNREADABLE) from error
    if not rows:
        raise invalid("file", _(NO_SEIZURE, mapping={"name": SEIZURE}))
    return [TableRow(number, cells) for number, cells in enumerate(rows, 1)]


def _events(told: Any) -> Iterator[Json]:
    """The events of a file: one, or what MISP answers to a search."""
    if isinstance(told, dict) and "response" in told:
        told = told["response"]
    for one in told if isinstance(told, list) else [told]:
        yield one.get("Event", one)


def _rows_of(event: Json) -> Iterator[list[str]]:
    objects = [one for one in event.get("Object") or () if not one.get("deleted")]
    seizures = [one for one in objects if one["name"] == SEIZURE]
    of_event = [event.get("uuid") or "", event["info"]]
    of_event += [_handling(event), _comments(event)]
    at = _place_of(objects)
    for seizure in seizures:
        values = {DAY: event.get("date") or "", **_values(seizure)}
        cells = [*of_event, *(values.get(name, "") for name in RELATIONS), *at]
        yield [str(cell) for cell in cells]


def _place_of(objects: list[Json]) -> list[str]:
    """The cells of ``PLACES``, from the first object of a place."""
    place = next((_values(one) for one in objects if one["name"] == PLACE), {})
    found = (
        [place[name] for name in names if name in place] for names in PLACES.values()
    )
    return [next(iter(one), "") for one in found]


def _values(thing: Json) -> dict[str, str]:
    """Relation → value; several values of one are joined."""
    found: dict[str, list[str]] = {}
    for one in _attributes(thing):
        found.setdefault(one["object_relation"], []).append(str(one["value"]))
    return {name: SEPARATOR.join(values) for name, values in found.items()}


def _attributes(thing: Json) -> list[Json]:
    return [one for one in thing.get("Attribute") or () if not one.get("deleted")]


def _handling(event: Json) -> str:
    """The code of the first tag of the Traffic Light Protocol; without one, nothing."""
    names = (str(one["name"]).lower() for one in event.get("Tag") or ())
    return next((one.removeprefix(TLP) for one in names if one.startswith(TLP)), "")


def _comments(event: Json) -> str:
    texts = (one["value"] for one in _attributes(event) if one["type"] == "comment")
    return "\n\n".join(map(str, texts))
