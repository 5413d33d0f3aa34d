"""Checks at the portal's start that the keys are there which messages need."""

import os
from cites.cug.core.encryption.keys import (
    ENVIRONMENT,
    has_trail_key,
    keyring,
    KeyTrouble,
    make_keys,
    make_trail_key,
    UnknownKey,
)
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.tree import Checkpoint
from cites.cug.login.models import CodeGenerator, WebHook
from cites.cug.messaging.models import KeyInUse, Message
from collections.abc import Iterator
from datetime import datetime, UTC
from sqlalchemy import bindparam, Connection, func, inspect, select, text


#: Another process may be starting at the same time.
NOTE_KEY = text(
    "INSERT INTO message_key (id, since) VALUES (:key_id, :since) ON CONFLICT DO NOTHING"
).bindparams(bindparam("since", type_=Moment))


def check_keys(_event: object = None) -> None:
    """Make the first key, or end the process if a key that is in use is missing."""
    with engine(records_url()).begin() as connection:
        if not inspect(connection).has_table(KeyInUse.__tablename__):
            return  # no portal yet; the keys are checked when it is made
        try:
            prepare_keys(connection)
        except KeyTrouble as trouble:
            raise SystemExit(f"cites.cug: {trouble}") from trouble


def prepare_keys(connection: Connection) -> None:
    """Make the first key. Raises KeyTrouble if a key that messages need is missing."""
    noted = set(connection.scalars(select(KeyInUse.id)))
    in_use = noted.union(sealed_with(connection))
    if not in_use:
        make_keys()
    keys = keyring()
    if missing := in_use.difference(keys.ids):
        raise UnknownKey(*sorted(missing))
    prepare_trail_key(connection)
    if keys.newest_id not in noted:
        note_key(connection, keys.newest_id)


def prepare_trail_key(connection: Connection) -> None:
    """Make the audit trail's key, once: one that has signed must not be replaced."""
    known = inspect(connection).has_table(Checkpoint.__tablename__)
    if not known or connection.scalar(select(Checkpoint.size).limit(1)) is not None:
        return
    if ENVIRONMENT not in os.environ and not has_trail_key():
        make_trail_key()


def note_key(connection: Connection, key_id: str) -> None:
    """Note that a key is in use: from now on no process starts without it."""
    values = {"key_id": key_id, "since": datetime.now(UTC)}
    connection.execute(NOTE_KEY, values)


def sealed_with(connection: Connection) -> Iterator[str]:
    """Ids of the keys that something is sealed with; one index look-up for each."""
    known = inspect(connection)
    for column in (
        Message.key_id,
        CodeGenerator.key_id,
        WebHook.key_id,
        ContentWords.key_id,
    ):
        if not known.has_table(column.class_.__tablename__):
            continue  # the records wait for an upgrade
        last = ""
        query = select(func.min(column))
        while last := connection.scalar(query.where(column > last)):
            yield last
