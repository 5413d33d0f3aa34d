"""At start: the keys must be there before anybody writes or opens a message."""

from cites.cug.messaging.keys import keyring
from cites.cug.messaging.keys import KeyTrouble
from cites.cug.messaging.keys import make_keys
from cites.cug.messaging.keys import UnknownKey
from cites.cug.messaging.model import KeyInUse
from cites.cug.records.store import engine
from cites.cug.settings.deployment import records_url
from datetime import datetime
from datetime import UTC
from sqlalchemy import Connection
from sqlalchemy import insert
from sqlalchemy import inspect
from sqlalchemy import select


def check_keys(_event: object = None) -> None:
    """Make the first key, or end the process if a key that is in use is missing."""
    with engine(records_url()).begin() as connection:
        if not inspect(connection).has_table(KeyInUse.__tablename__):
            return  # no portal yet: it checks when it is made
        try:
            prepare_keys(connection)
        except KeyTrouble as trouble:
            raise SystemExit(f"cites.cug: {trouble}") from trouble


def prepare_keys(connection: Connection) -> None:
    """Raises KeyTrouble rather than make new keys where messages need the old ones."""
    in_use = set(connection.scalars(select(KeyInUse.id)))
    if not in_use:
        make_keys()
    keys = keyring()
    if missing := in_use.difference(keys.ids):
        raise UnknownKey(*sorted(missing))
    newest, _cipher = keys.newest()
    if newest not in in_use:
        connection.execute(insert(KeyInUse).values(id=newest, since=datetime.now(UTC)))
