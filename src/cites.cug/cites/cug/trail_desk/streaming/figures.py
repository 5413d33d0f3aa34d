"""How the streams of the trail are, for who looks after the portal."""

from cites.cug.core.trail.tree import size_of
from cites.cug.trail_desk.streaming.claims import STREAM
from cites.cug.trail_desk.streaming.delivery import streams
from collections.abc import Iterator
from datetime import datetime
from sqlalchemy import Connection, select
from typing import NamedTuple


class StreamFigures(NamedTuple):
    """One of the configured streams."""

    name: str
    #: So many leaves of the tree have arrived, of so many.
    position: int
    size: int
    #: Why nothing arrives, and since when.
    error: str | None = None
    failing: datetime | None = None

    @property
    def lag(self) -> int:
        """How many leaves wait; below 0 where more arrived than the trail has."""
        return self.size - self.position


def stream_figures(connection: Connection) -> Iterator[StreamFigures]:
    """Raises ValueError where the settings are wrong."""
    names = [name for name, _deliver in streams()]
    if not names:
        return
    size = size_of(connection)
    rows = {row.name: row for row in connection.execute(select(STREAM))}
    for name in names:
        row = rows.get(name)
        if row is None:
            yield StreamFigures(name, 0, size)
        else:
            yield StreamFigures(name, row.position, size, row.last_error, row.failing)
