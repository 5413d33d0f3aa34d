"""Checks the proofs of all rows that have one, and that permits are whole."""

from cites.cug.core.sql.proofs import is_proven, Proven, proven_tables
from cites.cug.operations.faults import Fault
from cites.cug.operations.progress import Progress
from cites.cug.permits.registry import read_permits
from cites.cug.permits.rows import LINE, line_rows, PERMIT
from collections import defaultdict
from collections.abc import Iterator
from sqlalchemy import Connection, select
from typing import Any


AT_A_TIME = 500


def check_proofs(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Compare each row with its proof."""
    for model in proven_tables():
        table = model.__table__
        query = select(table)
        if model.PROVEN_IF is not None:
            query = query.where(table.c[model.PROVEN_IF].is_not(None))
        rows = connection.execution_options(yield_per=AT_A_TIME).execute(query)
        for row in progress.each(f"proofs of {table.name}", rows):
            if not is_proven(model, row):
                yield Fault(_place(model, row), "was not written by the portal")


def _place(model: type[Proven], row: Any) -> str:
    """Table and key; of a binary or secret one only the beginning."""
    key = (getattr(row, one.name) for one in model.__table__.primary_key)
    words = (one.hex() if isinstance(one, bytes) else str(one) for one in key)
    return f"table {model.__tablename__}, row {' '.join(word[:32] for word in words)}"


def check_permits(connection: Connection, progress: Progress) -> Iterator[Fault]:
    """Compare each permit with the digest of its values, and its lines with these."""
    ids = connection.execution_options(yield_per=AT_A_TIME).scalars(select(PERMIT.c.id))
    for some in ids.partitions(AT_A_TIME):
        found = read_permits(connection, some)
        lines: dict[str, list[Any]] = defaultdict(list)
        query = select(LINE).where(LINE.c.permit_id.in_(some)).order_by(LINE.c.position)
        for line in connection.execute(query):
            lines[line.permit_id].append(line._asdict())
        for permit_id in progress.each("permits", some):
            one = found.get(permit_id)
            if one is None:
                yield Fault(f"permit {permit_id}", "is not what was stored")
            elif lines[permit_id] != list(line_rows(permit_id, one.permit)):
                yield Fault(f"permit {permit_id}", "is found by other lines than it has")
