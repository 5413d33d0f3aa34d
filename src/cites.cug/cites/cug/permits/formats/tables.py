"""Reads permits from a table with a row for each line (block) of a permit.

Rows with the same country and number belong to one permit. Columns are headed with field
names (``importer.name``) or with the titles of the boxes in any language of the portal.
Codes may be written as their titles, too. Values of the permit itself stand in its first
row; other rows may leave them empty or repeat them.
"""

from cites.cug import _
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.codelists.lists import titles
from cites.cug.core.validation.characters import letters
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits import schema
from cites.cug.permits.fields import Box
from cites.cug.permits.formats.apart import workbook_rows
from cites.cug.permits.formats.raw_permit import Fault, RawPermit, UnreadableFile
from cites.cug.permits.formats.rows import csv_rows, TableRow
from cites.cug.permits.schema import PERMIT_TYPES
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple
from zope.i18n import translate
from zope.schema.interfaces import IChoice


class Column(NamedTuple):
    #: Part of the permit: "", "importer", "exporter", "endorsement" or "lines".
    part: str
    name: str
    box: Box


class Headed(NamedTuple):
    """The columns of a file by position, and the codes for titles in each code list."""

    columns: Mapping[int, Column]
    codes: Mapping[str, Mapping[str, str]]


def read_csv(stream: BinaryIO) -> Iterator[RawPermit]:
    """The permits of a CSV file, unchecked. Raises UnreadableFile."""
    return _permits(csv_rows(stream))


def read_excel(stream: BinaryIO) -> Iterator[RawPermit]:
    """The permits of an Excel workbook, unchecked. Raises UnreadableFile."""
    return _permits(workbook_rows(stream))


def columns() -> list[Column]:
    """All columns that a table may have."""
    return [
        Column(part, name, box)
        for part, table in schema.TABLES.items()
        for name, box in table.items()
    ]


def heading(column: Column, language: str) -> str:
    """The heading of a column in this language."""
    title = translate(column.box.title, target_language=language)
    if column.part not in schema.PARTIES:
        return title
    party = translate(schema.PARTIES[column.part].title, target_language=language)
    return f"{party}: {title}"


def empty_table(language: str) -> bytes:
    """The headings as CSV.

    Semicolons and the mark of UTF-8 make Excel read the file in all countries.
    """
    heads = (f'"{heading(column, language)}"' for column in columns())
    return f"{';'.join(heads)}\r\n".encode("utf-8-sig")


def headings() -> dict[str, Column]:
    """All accepted headings, as ``letters`` writes them → column."""
    found = {}
    for column in columns():
        prefix = "" if column.part in ("", "lines") else column.part
        found[letters(prefix + column.name)] = column
        for language in LANGUAGES:
            found[letters(heading(column, language))] = column
    return found


def _permits(rows: Iterator[TableRow]) -> Iterator[RawPermit]:
    filled = (row for row in rows if any(str(cell).strip() for cell in row.cells))
    first = next(filled, None)
    if first is None:
        raise UnreadableFile(Fault(_("common_file_no_rows_error")))
    headed = _headed(first)
    permits: dict[Any, _Permit] = {}
    for row in filled:
        values = _values(headed, row)
        key = _key(values) or row.number
        permits.setdefault(key, _Permit(row.number)).add(values, row.number)
    if not permits:
        raise UnreadableFile(Fault(_("common_file_no_rows_error")))
    return (permit.given() for permit in permits.values())


def _key(values: Mapping[str, Mapping[str, Any]]) -> tuple[str, str] | None:
    permit = values[""]
    country, number = str(permit.get("country", "")), str(permit.get("number", ""))
    return (country.upper(), normal_number(number)) if country and number else None


class _Permit:
    """Collects the values from the rows of one permit."""

    def __init__(self, row: int):
        self.row = row
        self.parts: dict[str, dict[str, Any]] = {}
        self.lines: list[Mapping[str, Any]] = []
        self.rows: dict[str, int] = {}
        self.faults: list[Fault] = []

    def add(self, values: dict[str, dict[str, Any]], row: int) -> None:
        self.rows[f"lines[{len(self.lines)}]"] = row
        self.lines.append(values.pop("lines", {}))
        for part, given in values.items():
            known = self.parts.setdefault(part, {})
            for name, value in given.items():
                # The same number may be spelled in another way.
                if known.setdefault(name, value) != value and name != "number":
                    text = _("permits_tables_earlier_row_permit_different_text")
                    place = f"{part}.{name}".lstrip(".")
                    self.faults.append(Fault(text, row, place))

    def given(self) -> RawPermit:
        permit = self.parts.pop("", {})
        values = {**permit, **self.parts, "lines": self.lines}
        return RawPermit(values, self.row, self.rows, tuple(self.faults))


def _headed(first: TableRow) -> Headed:
    known = headings()
    found: dict[int, Column] = {}
    faults = []
    for place, head in enumerate(map(str, first.cells)):
        if not head.strip():
            continue
        column = known.get(letters(head))
        mapping = {"name": head[:60]}
        if column is None:
            text = _("permits_tables_no_column_is_called", mapping=mapping)
        elif column in found.values():
            text = _("permits_tables_the_column_occurs_twice", mapping=mapping)
        else:
            found[place] = column
            continue
        faults.append(Fault(text, first.number))
    if faults:
        raise UnreadableFile(*faults)
    lists = {column.box.codes for column in found.values()} - {""}
    codes = {name: _codes(name) for name in lists} | {"type": _types()}
    return Headed(found, codes)


def _values(headed: Headed, row: TableRow) -> dict[str, dict[str, Any]]:
    """The filled cells of a row, by part of the permit and field."""
    found: dict[str, dict[str, Any]] = {"": {}}
    for place, cell in enumerate(row.cells):
        if isinstance(cell, str):
            cell = cell.strip()
        if cell == "":
            continue
        column = headed.columns.get(place)
        if column is None:
            text = _("permits_tables_cell_value_but_column_text")
            raise UnreadableFile(Fault(text, row.number))
        codes = headed.codes.get(column.box.codes or column.name)
        if codes and IChoice.providedBy(column.box) and isinstance(cell, str):
            cell = codes.get(letters(cell), cell)
        found.setdefault(column.part, {})[column.name] = cell
    return found


def _codes(list_name: str) -> dict[str, str]:
    """Titles in all languages and codes, as ``letters`` writes them → code.

    If a text is a code and also a title, it counts as the code.
    """
    titled = (
        (code, title)
        for language in LANGUAGES
        for code, title in titles(list_name, language).items()
    )
    found = _by_title(titled)
    return found | {letters(code): code for code in titles(list_name, LANGUAGES[0])}


def _types() -> dict[str, str]:
    return _by_title(
        (kind.value, translate(title, target_language=language))
        for language in LANGUAGES
        for kind, title in PERMIT_TYPES.items()
    )


def _by_title(titled: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Titles → codes; titles that several codes have are left out."""
    meant: dict[str, set[str]] = {}
    for code, title in titled:
        meant.setdefault(letters(title), set()).add(code)
    return {title: codes.pop() for title, codes in meant.items() if len(codes) == 1}
