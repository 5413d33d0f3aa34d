"""Reads a table from outside: CSV, the first sheet of an Excel workbook, or MISP events.

Workbooks are opened apart from the portal and within limits, as those of permits are.

Of MISP events (core format), which ``exchange/misp.py`` writes, each object
``wildlife-seizure`` is a row; what the event says of all of them stands in each. So
mistakes are named by row and column.
"""

import json
from cites.cug import _
from cites.cug.access.guard import caller, group_of
from cites.cug.core.validation.errors import invalid, InvalidValue
from cites.cug.exchange.alert_imports.matching import EVENT, headings_in, PLACE, SEIZURE
from cites.cug.exchange.misp import OF_ALERT, OF_LINE
from cites.cug.permits.formats.apart import workbook_rows
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.formats.rows import csv_rows, TableRow
from cites.cug.web.limits.use import Limit, use_without_limit
from cites.cug.web.uploads.files import check_size
from cites.cug.web.uploads.virus_scanner import refuse_infected
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple


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
UNREADABLE = _("exchange_tables_file_read_misp_event_text")
NO_SEIZURE = _("exchange_tables_send_misp_event_object_text")
Json = dict[str, Any]
ENDINGS = (".csv", ".txt", ".tsv")
ZIPPED = b"PK\x03\x04"
#: Headings stand in one of these rows: some tables begin with a title.
FIRST_ROWS = 10
MAX_ROWS = 10_000


class Table(NamedTuple):
    """A table as it stands in the file."""

    headings: list[str]
    #: Number in the file, from 1, and cells: texts, numbers and dates.
    rows: list[TableRow]


def read_table(stream: BinaryIO, filename: str, place: Any) -> Table:
    """The table of a file that was sent for a place. Raises InvalidValues."""
    use_without_limit(group_of(place), caller(), Limit.UPLOADS)
    try:
        check_size(stream)
        refuse_infected(stream)
    except InvalidValue as error:
        raise invalid("file", *error.mistakes) from error
    stream.seek(0)
    if filename.lower().endswith(ENDING):
        return Table(HEADINGS, _limited(event_rows(stream)))
    is_zipped = stream.read(len(ZIPPED)) == ZIPPED
    stream.seek(0)
    if not is_zipped and not filename.lower().endswith(ENDINGS):
        text = _("exchange_tables_files_type_read_use_text")
        raise invalid("file", text)
    rows = workbook_rows(stream) if is_zipped else csv_rows(stream)
    try:
        found = [row for row in rows if any(map(_is_filled, row.cells))]
    except UnreadableFile as error:
        raise invalid("file", error.message) from error
    return _table(found)


def _table(rows: list[TableRow]) -> Table:
    place = headings_in([row.cells for row in islice(rows, FIRST_ROWS)])
    if len(rows) < place + 2:
        raise invalid("file", _("common_file_no_rows_error"))
    headings = [str(cell).strip() for cell in rows[place].cells]
    return Table(headings, _limited(rows[place + 1 :]))


def _limited(rows: list[TableRow]) -> list[TableRow]:
    """Raises InvalidValues for too many."""
    if len(rows) > MAX_ROWS:
        text = _("common_more_than_rows", mapping={"limit": MAX_ROWS})
        raise invalid("file", text)
    return rows


def _is_filled(cell: Any) -> bool:
    return bool(str(cell).strip())


def event_rows(stream: BinaryIO) -> list[TableRow]:
    """A row for each seizure of the file. Raises InvalidValues."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > MAX_BYTES:
        limit = {"limit": MAX_BYTES >> 20}
        raise invalid("file", _("exchange_tables_json_file_most_mb_error", mapping=limit))
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
