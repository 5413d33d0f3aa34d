"""Events as lines of a table that spreadsheet programs open."""

import csv
import io
import json
from cites.cug.auditing.events import Event
from collections.abc import Iterable, Iterator


COLUMNS = ("id", "time", "actor", "action", "target", "ip", "detail")
#: Spreadsheet programs run a cell that begins so (OWASP, CSV injection).
RUN = tuple("=+-@\t\r")
#: Without it Excel reads UTF-8 as another encoding.
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def csv_pieces(events: Iterable[Event]) -> Iterator[bytes]:
    """The table, line by line, in UTF-8."""
    yield (MARK + _line(COLUMNS)).encode()
    for event in events:
        detail = json.dumps(event.detail, ensure_ascii=False, sort_keys=True)
        cells = (event.id, event.time.isoformat(), *event[2:6], detail)
        yield _line([harmless(cell) for cell in cells]).encode()


def harmless(cell: object) -> str:
    """The text of a cell that no spreadsheet program runs."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(RUN) else text


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
