"""Commits at which the process seems to die, or which are lost and replayed each time."""

from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.journal import PLACE
from cites.cug.core.sql.replay import apply_left
from cites.cug.core.sql.session import AppliedEntry, Base, engine, RecordsVote
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree import Unsealed
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from sqlalchemy import make_url, Select, select
from typing import Any
from unittest.mock import patch


def rows_of(connection: Any) -> dict[str, Counter]:
    """All that the records hold, as this connection sees it."""
    tables = [*Base.metadata.sorted_tables]
    tables.remove(AppliedEntry.__table__)
    # A trigger fills it with ids of events, which are by a counter.
    tables.remove(Unsealed.__table__)
    return {
        table.name: Counter(map(repr, connection.execute(_rows(table))))
        for table in tables
    }


def _rows(table: Any) -> Select:
    rows = select(*columns_of(table))
    # Log-ins by password with the request itself are written at once, whatever follows.
    events = AuditEvent.__table__
    return rows.where(events.c.action != "login") if table is events else rows


def columns_of(table: Any) -> list[Any]:
    """Without ids by PostgreSQL's counters, which go on where nothing was committed."""
    counts = make_url(records_url()).get_backend_name() == "postgresql"
    counted = table.autoincrement_column if counts else None
    return [column for column in table.c if column is not counted]


def committed_rows() -> dict[str, Counter]:
    with engine(records_url()).connect() as connection:
        return rows_of(connection)


@contextmanager
def dying_after_content() -> Iterator[list[dict[str, Counter]]]:
    """Content is committed, records are not; gives what these would have held."""
    lost = []

    def die(voter: Any, _transaction: Any) -> None:
        if voter.tx is not None:
            lost.append(rows_of(voter.session))
            voter._finish("died")

    with patch.object(RecordsVote, "tpc_finish", die):
        yield lost


@contextmanager
def replaying() -> Iterator[list[str]]:
    """Each commit of records beside content is lost and comes from the journal instead.

    Gives the differences to what would have been committed.
    """
    differences: list[str] = []

    def replay(voter: Any, trans: Any) -> None:
        if voter.tx is None:
            return
        wanted = rows_of(voter.session)
        voter._finish("died")
        for resource in trans._resources:
            root = resource.root() if hasattr(resource, "root") else {}
            if PLACE in root:
                apply_left(root)
        found = committed_rows()
        for name, rows in wanted.items():
            for row in (rows - found[name]) + (found[name] - rows):
                differences.append(f"{name}: {row}")

    with patch.object(RecordsVote, "tpc_finish", replay):
        yield differences
