"""Reads a table from outside: CSV, the first sheet of an Excel workbook, or MISP events.

Workbooks are opened apart from the portal and within limits, as those of permits are.
"""

from cites.cug import _
from cites.cug.access.guard import caller, group_of
from cites.cug.core.validation.errors import invalid, InvalidValue
from cites.cug.exchange.alert_imports.matching import headings_in
from cites.cug.exchange.alert_imports.misp_events import ENDING, event_rows, HEADINGS
from cites.cug.permits.formats.apart import workbook_rows
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.formats.rows import csv_rows, TableRow
from cites.cug.web.limits.use import Limit, use_without_limit
from cites.cug.web.uploads.files import check_size
from cites.cug.web.uploads.virus_scanner import refuse_infected
from itertools import islice
from typing import Any, BinaryIO, NamedTuple


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
        text = _(
            "Files of this kind are not read: Excel (.xlsx), CSV or a MISP event (.json)"
            " is expected."
        )
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
        raise invalid("file", _("The file has no rows."))
    headings = [str(cell).strip() for cell in rows[place].cells]
    return Table(headings, _limited(rows[place + 1 :]))


def _limited(rows: list[TableRow]) -> list[TableRow]:
    """Raises InvalidValues for too many."""
    if len(rows) > MAX_ROWS:
        text = _("There are more than ${limit} rows.", mapping={"limit": MAX_ROWS})
        raise invalid("file", text)
    return rows


def _is_filled(cell: Any) -> bool:
    return bool(str(cell).strip())
