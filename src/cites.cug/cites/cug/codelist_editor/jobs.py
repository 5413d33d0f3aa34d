"""Clock job: lists of taxa that count no more are deleted."""

from cites.cug.core.codelists.models import ListState, TaxonList, TaxonName, TaxonRow
from cites.cug.core.sql.session import autonomous_transaction, read_connection
from datetime import datetime, timedelta
from sqlalchemy import (
    and_,
    ColumnElement,
    Connection,
    delete,
    or_,
    select,
    Table,
    update,
)


LIST = TaxonList.__table__
TAXON = TaxonRow.__table__
NAME = TaxonName.__table__
#: A list that waits longer for a decision, or for whoever writes it, is given up.
PATIENCE = timedelta(days=2)
#: A request that began with the former list may ask it until it ends.
GRACE = timedelta(minutes=5)
#: So many rows are deleted in one transaction: others write in between.
AT_A_TIME = 20_000


def drop_former(now: datetime) -> bool:
    """Delete some names or taxa of a list that is not wanted; whether more are left."""
    forgotten = and_(
        LIST.c.state.in_((ListState.READY.value, ListState.WRITING.value)),
        LIST.c.made < now - PATIENCE,
    )
    unwanted = and_(LIST.c.state == ListState.FORMER.value, LIST.c.ended < now - GRACE)
    any_of_them = select(LIST.c.id).where(or_(forgotten, unwanted)).limit(1)
    with read_connection() as connection:
        if connection.scalar(any_of_them) is None:
            return False  # nobody has to wait for it
    # Before anything of it is deleted, or somebody could still let it count.
    given_up = update(LIST).where(forgotten)
    values = {"state": ListState.FORMER.value, "ended": LIST.c.made}
    with autonomous_transaction() as connection:
        connection.execute(given_up.values(**values))
    with autonomous_transaction() as connection:
        list_id = connection.scalar(select(LIST.c.id).where(unwanted).limit(1))
        if list_id is None:
            return False
        # Each by the beginning of its key, so that no row is looked at twice.
        for table, first in ((NAME, NAME.c.key), (TAXON, TAXON.c.name)):
            if _delete_some(connection, table, first, list_id):
                return True
        connection.execute(delete(LIST).where(LIST.c.id == list_id))
        return True


def _delete_some(
    connection: Connection, table: Table, first: ColumnElement[str], list_id: int
) -> bool:
    """Delete the first rows of a list; whether there may be more."""
    of_list = table.c.list_id == list_id
    query = select(first).where(of_list).order_by(first)
    last = connection.scalar(query.offset(AT_A_TIME).limit(1))
    rows = delete(table).where(of_list)
    connection.execute(rows if last is None else rows.where(first <= last))
    return last is not None
