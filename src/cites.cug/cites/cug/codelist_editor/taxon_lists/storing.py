"""Writes a list of taxa into the records beside the one that counts."""

import json
from cites.cug.access.guard import caller
from cites.cug.codelist_editor.taxon_lists import reading
from cites.cug.codelist_editor.taxon_lists.lines import as_date, Fault
from cites.cug.core.codelists.models import (
    KINDS,
    ListState,
    NAME_LENGTH,
    NameKind,
    TaxonList,
    TaxonName,
    TaxonRow,
)
from cites.cug.core.codelists.taxon_names import new_key
from cites.cug.core.programs.workers import Told
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.validation.errors import (
    FieldError,
    invalid,
    InvalidValue,
    InvalidValues,
)
from cites.cug.core.validation.message_data import read_message
from cites.cug.web.limits.use import Limit, use_without_limit
from cites.cug.web.uploads.files import check_size, fit_name, in_bounds
from cites.cug.web.uploads.virus_scanner import refuse_infected
from collections.abc import Callable, Iterator
from datetime import date, datetime, UTC
from io import BytesIO
from itertools import islice
from operator import itemgetter
from secrets import token_hex
from sqlalchemy import Connection, insert, update
from typing import Any, BinaryIO


LIST = TaxonList.__table__
TAXON = TaxonRow.__table__
NAME = TaxonName.__table__
#: So many taxa are written in one transaction: others write in between.
BATCH = 2_000
#: Of later words of names, those with so many letters are looked up.
LEAST_LETTERS = 3
#: Called with the number of taxa done and the number of all.
Progress = Callable[[int, int], object]


class WrongList(InvalidValues):
    """A file with mistakes; nothing of it is kept. ``faults`` say where they are."""

    def __init__(self, *faults: Fault):
        super().__init__([("file", FieldError(one.message)) for one in faults])
        self.faults = faults

    def where(self, number: int) -> dict[str, Any]:
        """Line and heading of a mistake."""
        fault = self.faults[number]
        return {"row": fault.row, "column": fault.column}


def check_faults(told: Told) -> None:
    """Raise WrongList for the mistakes that the reader tells of."""
    faults = [
        Fault(read_message(message), *others) for message, *others in told["faults"]
    ]
    if faults:
        raise WrongList(*faults)


def store_list(
    content: bytes, file: str, dated: date, *, made_by: str, told: Progress
) -> int:
    """Write what ``reading.read_list`` has written; the id of the list.

    In transactions of its own: nobody sees the list before it counts, and what is left of
    one that was interrupted is deleted by the clock.
    """
    total, lines = content.count(b"\n") + 1, BytesIO(content)
    row = {
        "stamp": token_hex(8),
        "state": ListState.WRITING.value,
        "file": file[:NAME_LENGTH],
        "dated": dated,
        "made": datetime.now(UTC),
        "made_by": made_by,
        "taxa": total,
    }
    with autonomous_transaction() as connection:
        made = insert(LIST).values(**row).returning(LIST.c.id)
        list_id = int(connection.execute(made).scalar_one())
    done = 0
    while batch := [*islice(lines, BATCH)]:
        taxa = [{"list_id": list_id, **_row(json.loads(one))} for one in batch]
        names = [{"list_id": list_id, **name} for one in taxa for name in names_of(one)]
        # By their keys, or each row of the table would be put into another page.
        names.sort(key=lambda name: (name["key"], name["kind"], name["taxon"]))
        with autonomous_transaction() as connection:
            connection.execute(insert(TAXON), taxa)
            _insert_names(connection, names)
        done += len(batch)
        told(done, total)
    ready = update(LIST).where(LIST.c.id == list_id)
    with autonomous_transaction() as connection:
        connection.execute(ready.values(state=ListState.READY.value))
    return list_id


def _insert_names(connection: Connection, names: list[dict[str, Any]]) -> None:
    statement = insert(NAME).compile(dialect=connection.dialect)
    if connection.dialect.name == "sqlite" and statement.positiontup:
        # There are so many that SQLAlchemy's work on each would take half the time.
        order = itemgetter(*statement.positiontup)
        connection.exec_driver_sql(str(statement), [order(name) for name in names])
    else:
        connection.execute(insert(NAME), names)


def _row(stored: dict[str, Any]) -> dict[str, Any]:
    return {**stored, "listed": as_date(stored["listed"])}


def names_of(taxon: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The names of a taxon with their keys, each key once: as the best that it is."""
    found: dict[str, tuple[int, str]] = {}
    several = (
        (NameKind.ACCEPTED, (taxon["name"],)),
        (NameKind.SYNONYM, taxon["synonyms"]),
        (NameKind.COMMON, taxon["common"]),
    )
    for kind, names in several:
        for name in names:
            if key := new_key(name)[:NAME_LENGTH]:
                found.setdefault(key, (KINDS.index(kind), name))
    part = KINDS.index(NameKind.PART)
    for key, (_kind, name) in list(found.items()):
        words = key.split()
        for place in range(1, len(words)):
            if len(words[place]) >= LEAST_LETTERS:
                found.setdefault(" ".join(words[place:]), (part, name))
    for key, (number, name) in found.items():
        yield {"key": key, "kind": number, "taxon": taxon["name"], "name": name}


def take_list(
    group: Any, stream: BinaryIO, filename: str, dated: date, *, told: Progress
) -> int:
    """The id of the list that the file holds. Raises InvalidValues, OverLimit."""
    use_without_limit(group, caller(), Limit.UPLOADS)
    try:
        check_size(stream)
        name = fit_name(filename)
        refuse_infected(stream)
        stream.seek(0)
        read, content = in_bounds(reading.read_list, stream, name)
    except InvalidValue as error:
        raise invalid("file", *error.mistakes) from error
    check_faults(read)
    return store_list(content, name, dated, made_by=caller() or "", told=told)
