"""Proofs of rows: who can write to the database, and has not the keys, makes none.

A table whose model derives from ``Proven`` has a column ``proof``: a digest of all that
the row says, with a key that lies outside the database. Inserts get it by themselves.
So do updates of mapped objects; updates by a statement use ``change_proven``. Who reads
rows leaves out those that ``is_proven`` refuses, and ``bin/cug verify`` names them.
"""

from cites.cug.core.encryption.authentic import is_proof, row_proof
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.metrics.figures import UNTRUSTED_ROWS
from cites.cug.core.sql.session import Base
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from sqlalchemy import (
    bindparam,
    ColumnElement,
    Connection,
    event,
    Float,
    inspect,
    LargeBinary,
    select,
    update,
)
from sqlalchemy.orm import declared_attr, Mapped, mapped_column, Mapper, Session
from typing import Any, cast, ClassVar, TypeVar


Row = TypeVar("Row")
#: Behind all other columns, as it is computed from them.
LAST = 10_000


class Proven(Base):
    """A row that counts only with a proof that the portal has written it."""

    __abstract__ = True

    #: The columns that the proof leaves out: whoever changes them gains nothing.
    UNPROVEN: ClassVar[frozenset[str]] = frozenset()
    #: A row in which this column is empty says nothing that needs a proof.
    PROVEN_IF: ClassVar[str | None] = None

    @declared_attr
    def proof(cls) -> Mapped[bytes | None]:
        def prove_inserted(context: Any) -> bytes | None:
            return proof_of(cast(type[Proven], cls), context.get_current_parameters())

        return mapped_column(LargeBinary, default=prove_inserted, sort_order=LAST)


def proven_tables() -> list[type[Proven]]:
    """All models of rows with proofs, in the order of their tables' names."""
    return sorted(Proven.__subclasses__(), key=lambda model: model.__tablename__)


@lru_cache
def _columns(model: type[Proven]) -> tuple[tuple[str, bool], ...]:
    """Names of the proven columns, and whether each holds a floating-point number."""
    return tuple(
        (one.name, isinstance(one.type, Float))
        for one in model.__table__.columns
        if one.name != "proof" and one.name not in model.UNPROVEN
    )


def _said(model: type[Proven], values: Mapping[str, Any]) -> list[Any]:
    """What a proof covers. Empty columns are left out: a new one needs no new proofs."""
    said: list[Any] = []
    for name, is_float in _columns(model):
        value = values.get(name)
        if value is not None:
            # 3 comes back from such a column as 3.0.
            said += (name, float(value) if is_float else value)
    return said


def proof_of(model: type[Proven], values: Mapping[str, Any]) -> bytes | None:
    """The proof of a row with these values; None if it needs none."""
    if model.PROVEN_IF is not None and values.get(model.PROVEN_IF) is None:
        return None
    return row_proof(model.__tablename__, _said(model, values))


def proven(model: type[Proven], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a whole row, with its proof added."""
    return {**values, "proof": proof_of(model, values)}


def is_proven(model: type[Proven], row: Any) -> bool:
    """Whether the portal has written a row as it is now. It needs all proven columns.

    An object that the request has changed is written first, which may raise Untrusted.
    """
    if isinstance(row, Base):
        state = inspect(row)
        if state.session is not None and (state.modified or state.pending):
            state.session.flush()
    values = {name: getattr(row, name) for name, _is_float in _columns(model)}
    if model.PROVEN_IF is not None and values[model.PROVEN_IF] is None:
        return True
    table = model.__tablename__
    if is_proof(table, _said(model, values), row.proof):
        return True
    count_untrusted(model)
    return False


def count_untrusted(model: type[Proven]) -> None:
    """Count a row that was read and was not written by the portal."""
    UNTRUSTED_ROWS.labels(model.__tablename__).inc()


def trusted(model: type[Proven], rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that the portal has written as they are now."""
    return (row for row in rows if is_proven(model, row))


def change_proven(
    records: Session | Connection,
    model: type[Proven],
    *which: ColumnElement[bool],
    **values: Any,
) -> int:
    """Change rows, and give each a new proof; how many there were.

    Rows that the portal has not written stay as they are.
    """
    table = model.__table__
    found = records.execute(select(table).where(*which).with_for_update()).all()
    rows = [row._asdict() for row in trusted(model, found)]
    _store(records, model, [(row, row | values) for row in rows], values)
    return len(rows)


def prove_rows(
    records: Session | Connection,
    model: type[Proven],
    rows: Iterable[Mapping[str, Any]],
    changed: Iterable[str] = (),
) -> None:
    """Store these columns of rows, given as they are to be, with their new proofs."""
    _store(records, model, [(row, row) for row in rows], changed)


def _store(
    records: Session | Connection,
    model: type[Proven],
    rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
    changed: Iterable[str],
) -> None:
    """Rows before and after the change: what names a row may be among what changes."""
    table = model.__table__
    key, names = tuple(table.primary_key), tuple(changed)
    given = [
        {
            **{f"new_{name}": after[name] for name in names},
            **{f"key_{one.name}": before[one.name] for one in key},
            "new_proof": proof_of(model, after),
        }
        for before, after in rows
    ]
    if given:
        here = (one == bindparam(f"key_{one.name}", type_=one.type) for one in key)
        new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
        statement = update(table).where(*here)
        records.execute(statement.values(**new, proof=bindparam("new_proof")), given)


@event.listens_for(Proven, "before_update", propagate=True)
def _prove_changed(mapper: Mapper, connection: Connection, row: Any) -> None:
    """Give a changed object its new proof. Raises Untrusted for a forged row."""
    model: Any = mapper.class_
    table = model.__table__
    here = (one == getattr(row, one.name) for one in table.primary_key)
    before = connection.execute(select(table).where(*here)).one()
    if not is_proven(model, before):
        raise Untrusted(f"{model.__tablename__}: {before[0]}")
    row.proof = proof_of(model, {name: getattr(row, name) for name, _ in _columns(model)})
