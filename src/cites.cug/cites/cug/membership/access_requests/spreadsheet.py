"""Requests from a spreadsheet: the columns of the notification, and the category."""

import csv
import re
from cites.cug import _
from cites.cug.audit.trail import record
from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.lists import titles
from cites.cug.intake.files import inspect
from cites.cug.intake.files import OFFICE
from cites.cug.intake.mistakes import Refused
from cites.cug.membership.access_requests import accounts
from cites.cug.membership.access_requests.application import Application
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.application import fit
from cites.cug.membership.access_requests.application import InvalidApplication
from cites.cug.membership.access_requests.asking import new_request
from cites.cug.membership.access_requests.asking import tell_desk
from cites.cug.membership.access_requests.fields import Mistakes
from cites.cug.membership.access_requests.fields import one_line
from cites.cug.membership.access_requests.model import AccessRequest
from cites.cug.membership.access_requests.model import OPEN
from cites.cug.membership.access_requests.model import Source
from cites.cug.membership.access_requests.model import State
from cites.cug.membership.access_requests.rules import rules_of
from cites.cug.records.store import session
from cites.cug.records.store import writing
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from io import BytesIO
from itertools import islice
from sqlalchemy import select
from typing import Any
from typing import NamedTuple
from unicodedata import normalize


EXCEL = f"{OFFICE}spreadsheetml.sheet"
ACCEPTED = {EXCEL: (".xlsx",), "text/plain": (".csv",), "text/csv": (".csv",)}
ACCEPTED["application/csv"] = (".csv",)
MAX_BYTES = 2 * 2**20
MAX_ROWS = 500
MAX_COLUMNS = 40
#: How the columns may be headed, in letters and digits alone.
HEADINGS = {
    "country": "country pays pais",
    "last_name": "lastname surname familyname nom nomdefamille apellido apellidos",
    "first_name": "firstname givenname prenom nombre",
    "organisation": "organisation organization organizacion",
    "function": "function fonction funcion position poste cargo",
    "telephone": "telephone phone tel telefono",
    "email": "officialemail officialemailaddress email emailaddress courriel"
    " courrielofficiel adresseelectronique adresseelectroniqueofficielle"
    " correoelectronico correoelectronicooficial",
    "category": "category categoryaskedfor categorie categoria",
}
FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words.split()}


class Unreadable(ValueError):
    """The file is no table that we can read; the message says why."""


class Row(NamedTuple):
    """A line of the spreadsheet, as it is there, and what is wrong with it."""

    number: str
    values: dict[str, str]
    mistakes: Mistakes


def read(data: bytes, filename: str, category: str) -> list[dict[str, str]]:
    """The lines of a file by field, and as ``row`` their numbers.

    ``category`` is for lines that name none.

    Raises Unreadable.
    """
    if len(data) > MAX_BYTES:
        limit = {"limit": MAX_BYTES // 2**20}
        raise Unreadable(_("The file is larger than ${limit} MB.", mapping=limit))
    try:
        kind = inspect(BytesIO(data), filename, ACCEPTED)
    except Refused as error:
        raise Unreadable(error.doc()) from error
    table = _excel(data) if kind == EXCEL else _csv(data)
    lines = [
        (number, cells)
        for number, cells in enumerate(islice(table, MAX_ROWS + 2), start=1)
        if any(cell.strip() for cell in cells)
    ]
    if len(lines) > MAX_ROWS + 1:
        limit = {"limit": MAX_ROWS}
        raise Unreadable(_("There are more than ${limit} entries.", mapping=limit))
    if len(lines) < 2:
        raise Unreadable(_("The file has no rows."))
    columns = _columns(lines[0][1])
    return [
        {"row": str(number), **_values(columns, cells, category)}
        for number, cells in lines[1:]
    ]


def check(group: Any, lines: Iterable[dict[str, str]]) -> list[Row]:
    """Each line with all that is wrong with it."""
    rules = rules_of(group)
    waiting = _waiting(group)
    seen: dict[str, str] = {}
    rows = []
    for values in lines:
        number = values.get("row", "")
        mistakes: Mistakes = []
        try:
            application = fit(values, rules)
        except InvalidApplication as error:
            mistakes = error.mistakes
        else:
            mistakes = _not_new(group, application.email, waiting, seen)
            seen.setdefault(application.email, number)
        rows.append(Row(number, values, mistakes))
    return rows


def make_requests(
    group: Any,
    lines: Sequence[dict[str, str]],
    language: str,
    *,
    acting_user: str,
    at: datetime,
) -> int:
    """Make a waiting request of each line, or of none; how many.

    Raises InvalidApplication if any line is wrong.
    """
    records = writing()
    wrong = [mistake for row in check(group, lines) for mistake in row.mistakes]
    if wrong:
        raise InvalidApplication(wrong)
    rules = rules_of(group)
    made = []
    for values in lines:
        application: Application = fit(values, rules)
        request = new_request(group, application, Source.SPREADSHEET, language, at)
        # Who imports it has the address from the authority itself.
        request.state, request.confirmed = State.PENDING.value, at
        records.add(request)
        made.append(request)
    records.flush()
    for request in made:
        tell_desk(group, request, at)
    detail = {"requests": [request.id for request in made]}
    record("request.import", target=group, acting_user=acting_user, detail=detail)
    return len(made)


def _columns(heads: Sequence[str]) -> dict[str, int]:
    columns = {
        FIELD_OF[_letters(head)]: place
        for place, head in enumerate(heads)
        if _letters(head) in FIELD_OF
    }
    missing = [name for name in FIELDS if name not in columns and name != "category"]
    if missing:
        names = {"columns": ", ".join(missing)}
        raise Unreadable(_("These columns are missing: ${columns}", mapping=names))
    return columns


def _values(
    columns: dict[str, int], cells: Sequence[str], category: str
) -> dict[str, str]:
    values = {
        field: one_line(cells[place]) if place < len(cells) else ""
        for field, place in columns.items()
    }
    values["country"] = _code("country", values["country"])
    values["category"] = _code("category", values.get("category") or category)
    return values


def _code(list_name: str, text: str) -> str:
    """The code of a title in any of our languages; the text itself if it is none."""
    wanted = _letters(text)
    for language in LANGUAGES:
        for code, title in titles(list_name, language).items():
            if wanted in (_letters(code), _letters(title)):
                return code
    return text


def _letters(text: str) -> str:
    plain = normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def _not_new(group: Any, email: str, waiting: set[str], seen: dict[str, str]) -> Mistakes:
    if email in seen:
        row = {"row": seen[email]}
        text = _("The same address stands in row ${row}.", mapping=row)
    elif email in waiting:
        text = _("A request with this address waits already.")
    elif accounts.account_of(email) in IWorkspace(group).members:
        text = _("Who has this address is a member already.")
    else:
        return []
    return [("email", text)]


def _waiting(group: Any) -> set[str]:
    waiting = select(AccessRequest.email).where(
        AccessRequest.group_uid == group.UID(), AccessRequest.state.in_(OPEN)
    )
    return set(session().scalars(waiting))


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes unless it is told otherwise.
        text = data.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as a table.")) from error


def _excel(data: bytes) -> Iterator[list[str]]:
    # Takes long to import, and is seldom needed.
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=MAX_COLUMNS)
        for row in islice(rows, MAX_ROWS + 2):
            yield [_text(cell) for cell in row]
    except Exception as error:  # whatever a damaged workbook makes it raise
        raise Unreadable(_("The file cannot be read as a table.")) from error


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    return re.sub(r"\s+", " ", text)
