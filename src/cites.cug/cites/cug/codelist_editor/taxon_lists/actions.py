"""Takes lists of taxa in, and lets one of them count. All groups of a portal share it."""

from cites.cug import _
from cites.cug.codelist_editor.taxon_lists.differences import (
    Differences,
    find_differences,
    SHOWN,
)
from cites.cug.core.codelists.models import ListState
from cites.cug.core.codelists.taxon_lists import LIST, read_current
from cites.cug.core.sql.session import count_changed, read_connection, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import CHANGED, Missing, Refusal
from datetime import date, datetime, UTC
from sqlalchemy import select, update
from typing import Any, NamedTuple


REPLACED_MEANWHILE = _("codelist_editor_taxon_another_list_put_meanwhile_text")


class ListLine(NamedTuple):
    """A list as pages and the command show it."""

    id: int
    state: ListState
    file: str
    dated: date
    made: datetime
    made_by: str
    begun: datetime | None
    taxa: int


COLUMNS = tuple(LIST.c[name] for name in ListLine._fields)


def find_list(list_id: int) -> ListLine:
    """A list that waits or counts. Raises Missing."""
    kept = (ListState.READY.value, ListState.CURRENT.value)
    query = select(*COLUMNS).where(LIST.c.id == list_id, LIST.c.state.in_(kept))
    with read_connection() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise Missing
    return _line(row)


def waiting_lists() -> list[ListLine]:
    """The lists that wait for a decision, the newest first."""
    query = select(*COLUMNS).where(LIST.c.state == ListState.READY.value)
    with read_connection() as connection:
        return [
            _line(row) for row in connection.execute(query.order_by(LIST.c.id.desc()))
        ]


def counting_list() -> ListLine | None:
    """The list that counts now."""
    current = read_current()
    return find_list(current.id) if current is not None else None


def _line(row: Any) -> ListLine:
    return ListLine(*row)._replace(state=ListState(row.state))


def preview_list(list_id: int, most: int = SHOWN) -> Differences:
    """What the list would change, the first of each kind. Raises Missing."""
    one, current = find_list(list_id), read_current()
    return find_differences(current.id if current else None, one.id, most)


def begin_list(
    target: Any, list_id: int, before: int | None, *, acting_user: str
) -> None:
    """Let the list count from now on, in the place of the one that was compared.

    Raises Missing, and Refusal if another one counts by now.
    """
    records, now = write_session(), datetime.now(UTC)
    # One decision at a time, also where none counts yet; SQLite has its turn.
    records.execute(select(LIST.c.id).order_by(LIST.c.id).with_for_update()).all()
    if _end(before, now) != (before is not None) or _counts_any():
        raise Refusal(REPLACED_MEANWHILE, CHANGED)
    begun = update(LIST).where(
        LIST.c.id == list_id, LIST.c.state == ListState.READY.value
    )
    values = {"state": ListState.CURRENT.value, "begun": now}
    if not count_changed(records, begun.values(**values)):
        raise Missing
    row = records.execute(select(*COLUMNS).where(LIST.c.id == list_id)).one()
    detail = {"list": list_id, "file": row.file, "taxa": row.taxa}
    detail |= {"dated": row.dated.isoformat(), "before": before}
    record("taxa.replace", target=target, acting_user=acting_user, detail=detail)


def end_list(target: Any, before: int, *, acting_user: str) -> None:
    """Let nothing but what we ship count. Raises Refusal if that list counts no more."""
    write_session()
    if not _end(before, datetime.now(UTC)):
        raise Refusal(REPLACED_MEANWHILE, CHANGED)
    detail = {"list": before}
    record("taxa.end", target=target, acting_user=acting_user, detail=detail)


def drop_list(target: Any, list_id: int, *, acting_user: str) -> None:
    """Give up a list that waits; nothing where it does not wait any more."""
    query = update(LIST).where(
        LIST.c.id == list_id, LIST.c.state == ListState.READY.value
    )
    values = {"state": ListState.FORMER.value, "ended": datetime.now(UTC)}
    if count_changed(write_session(), query.values(**values)):
        detail = {"list": list_id}
        record("taxa.drop", target=target, acting_user=acting_user, detail=detail)


def _end(before: int | None, now: datetime) -> bool:
    query = update(LIST).where(
        LIST.c.id == before, LIST.c.state == ListState.CURRENT.value
    )
    values = {"state": ListState.FORMER.value, "ended": now}
    return bool(count_changed(write_session(), query.values(**values)))


def _counts_any() -> bool:
    query = select(LIST.c.id).where(LIST.c.state == ListState.CURRENT.value)
    return write_session().scalar(query) is not None
