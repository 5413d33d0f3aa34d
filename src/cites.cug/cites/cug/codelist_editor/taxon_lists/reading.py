"""Reads a list of taxa: Species+'s CSV, or the JSON of its API, one taxon on each line.

Work for ``programs.workers``: a list has tens of thousands of lines, and the threads of
the portal serve members meanwhile.
"""

import csv
import json
import re
from cites.cug import _
from cites.cug.codelist_editor.taxon_lists.gathering import Gathering
from cites.cug.codelist_editor.taxon_lists.lines import (
    Fault,
    line_of_cells,
    line_of_json,
    TaxonLine,
    UnreadableLine,
)
from cites.cug.core.programs.workers import Told
from cites.cug.core.validation.message_data import write_message
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO


#: So many mistakes are told.
MOST_FAULTS = 50
MOST_LINES = 200_000
MOST_TAXA = 100_000
#: Headings stand in one of these rows: some tables begin with a title.
FIRST_ROWS = 10
DELIMITERS = ",;\t"


DATA = Path(__file__).parent / "data"
#: Without these, a file is no list of taxa.
REQUIRED = ("name", "rank", "appendix")
_BETWEEN = re.compile(r"[\s_-]+")


@cache
def headings() -> dict[str, tuple[str, ...]]:
    """The headings that each column may have, the usual one first."""
    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["column"]: tuple(row["headings"].split(";"))
            for row in csv.DictReader(lines)
        }


def plain(heading: str) -> str:
    """A heading in the form in which headings are compared."""
    return _BETWEEN.sub("", heading).casefold()


def columns_in(row: Sequence[str]) -> dict[str, int]:
    """The place of each column in a row of headings.

    Where a file has several headings of one column, the first of ours counts.
    """
    places: dict[str, int] = {}
    for place, heading in enumerate(row):
        places.setdefault(plain(heading), place)
    found = {}
    for column, known in headings().items():
        there = [places[plain(one)] for one in known if plain(one) in places]
        if there:
            found[column] = there[0]
    return found


def read_list(source: BinaryIO) -> tuple[Told, bytes]:
    """``{"taxa", "faults"}``, and the taxa as JSON, one on each line."""
    gathering = Gathering()
    faults: list[Fault] = []
    try:
        for line in _lines(_text(source.read()), faults):
            gathering.take(line)
            faults += gathering.new_faults()
            if len(faults) >= MOST_FAULTS:
                break
        else:
            gathering.finish()
            faults += gathering.new_faults()
            if not gathering.taxa and not faults:
                faults.append(Fault(_("common_file_no_rows_error"), gathering.row or 1))
        if len(gathering.taxa) > MOST_TAXA:
            faults.append(_too_many(MOST_TAXA, gathering.row))
    except UnreadableLine as error:
        faults.append(error.fault)
    told = {
        "taxa": len(gathering.taxa),
        "faults": [
            [write_message(one.message), *one[1:]] for one in faults[:MOST_FAULTS]
        ],
    }
    return told, b"" if faults else _written(gathering.written())


def _written(taxa: Iterable[dict[str, Any]]) -> bytes:
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in taxa)
    return "\n".join(lines).encode()


def _text(content: bytes) -> str:
    """Raises UnreadableLine with the place of what is in no encoding that we read."""
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        row = before.count(b"\n") + 1
        character = len(before.rpartition(b"\n")[2]) + 1
        text = _(
            "codelist_editor_reading_file_utf_8_character_text",
            mapping={"number": character},
        )
        raise UnreadableLine(Fault(text, row)) from error


def _lines(text: str, faults: list[Fault]) -> Iterator[TaxonLine]:
    read = _json_lines if text.lstrip()[:1] in ("{", "[") else _csv_lines
    for number, line in enumerate(read(text, faults)):
        if number >= MOST_LINES:
            raise UnreadableLine(_too_many(MOST_LINES, line.row))
        yield line


def _too_many(limit: int, row: int) -> Fault:
    text = _("codelist_editor_reading_list_more_than_lines", mapping={"limit": limit})
    return Fault(text, row)


def _csv_lines(text: str, faults: list[Fault]) -> Iterator[TaxonLine]:
    rows = _rows(text)
    first = [one for _number, one in zip(range(FIRST_ROWS), rows, strict=False)]
    if not first:
        raise UnreadableLine(Fault(_("common_file_no_rows_error"), 1))
    found = [columns_in(cells) for _row, cells in first]
    place = max(range(len(found)), key=lambda number: len(found[number]))
    columns, cells = found[place], first[place][1]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        told = ", ".join(headings()[name][0] for name in missing)
        text_ = _(
            "codelist_editor_reading_these_columns_are_missing", mapping={"columns": told}
        )
        raise UnreadableLine(Fault(text_, first[place][0], told))
    titles = {name: cells[number] for name, number in columns.items()}
    for row, cells in chain(first[place + 1 :], rows):
        if any(map(str.strip, cells)):
            try:
                yield line_of_cells(row, cells, columns, titles)
            except UnreadableLine as error:
                _keep(faults, error)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number of the line that each row begins with, and its cells."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        text_ = _("common_file_read_table_error")
        raise UnreadableLine(Fault(text_, begins)) from error


def _json_lines(text: str, faults: list[Fault]) -> Iterator[TaxonLine]:
    for row, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            text_ = _("codelist_editor_taxon_line_json_object_error")
            raise UnreadableLine(Fault(text_, row)) from error
        for one in _concepts(found):
            try:
                yield line_of_json(row, one)
            except UnreadableLine as error:
                _keep(faults, error)


def _keep(faults: list[Fault], error: UnreadableLine) -> None:
    faults.append(error.fault)
    if len(faults) >= MOST_FAULTS:
        raise error


def _concepts(found: Any) -> list[Any]:
    """The taxa of a line, which may be a whole page of answers of the API."""
    if isinstance(found, dict) and isinstance(found.get("taxon_concepts"), list):
        return found["taxon_concepts"]
    return found if isinstance(found, list) else [found]
