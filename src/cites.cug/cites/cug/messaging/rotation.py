"""Gives all messages a new key; `bin/rotate-message-keys` runs it, also beside a portal.

Only the messages' own keys are wrapped anew, some at a time: each portion is there as a
whole or not at all, and an interrupted rotation goes on when it is started again.
"""

import fcntl
import os
import sys
import time
import transaction
from argparse import ArgumentParser
from cites.cug.login.model import code_generator_place
from cites.cug.login.model import CodeGenerator
from cites.cug.messaging.model import KeyInUse
from cites.cug.messaging.model import Message
from cites.cug.messaging.start import note_key
from cites.cug.messaging.start import sealed_with
from cites.cug.records.store import RecordsBusy
from cites.cug.records.store import writing
from cites.cug.sealing.keys import add_key
from cites.cug.sealing.keys import ENVIRONMENT
from cites.cug.sealing.keys import keyring
from cites.cug.sealing.keys import KeyTrouble
from cites.cug.sealing.keys import remove_keys
from cites.cug.sealing.seals import unwrap
from cites.cug.sealing.seals import wrap
from cites.cug.sealing.seals import Wrapped
from cites.cug.settings.deployment import message_keys_file
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import Table
from sqlalchemy import text
from sqlalchemy import update
from typing import NamedTuple
from Zope2.Startup.run import configure_wsgi


AT_A_TIME = 500
#: Seconds between two portions, in which members can write.
PAUSE = 0.1
#: How often a portion is tried that others are changing.
TRIES = 10


def main(zope_conf: str) -> None:
    """Seal all messages' keys with a new key; goes on where it was interrupted."""
    parser = ArgumentParser(prog="rotate-message-keys", description=main.__doc__)
    parser.add_argument(
        "--forget",
        action="store_true",
        help="only remove the keys that no message needs any more",
    )
    options = parser.parse_args()
    configure_wsgi(zope_conf)
    try:
        with _alone():
            forget() if options.forget else rotate()
    except KeyTrouble as trouble:
        sys.exit(str(trouble))
    except RecordsBusy:
        sys.exit("Others are writing too much just now; run it again.")


def rotate() -> None:
    """Bring every message to the newest key, after adding one if none is waiting."""
    newest = _begin()
    total, done = _left(newest), 0
    while count := transaction.manager.run(lambda: _rewrap(newest), TRIES):
        done += count
        print(f"{done} of {max(done, total)} messages", flush=True)
        time.sleep(PAUSE)
    with transaction.manager:
        records = writing()
        needed = {newest, *sealed_with(records.connection())}
        records.execute(delete(KeyInUse).where(KeyInUse.id.not_in(needed)))
    print(f"All messages are sealed with {newest}.", flush=True)


def _begin() -> str:
    """The id of the key to come to; it must be kept from now on."""
    with transaction.manager:
        connection = writing().connection()
        newest, _cipher = keyring().newest()
        if not set(sealed_with(connection)).difference([newest]):
            if ENVIRONMENT in os.environ:
                raise KeyTrouble(
                    f"All messages are sealed with {newest}. Add another key to the end"
                    f" of {ENVIRONMENT}, restart all processes, and run this again."
                )
            newest = add_key()
        note_key(connection, newest)
    return newest


class Sealed(NamedTuple):
    """A table of what is sealed, and where in it that stands."""

    table: Table
    name: str
    sealed: str
    #: From the name to what is authenticated with it.
    place: Callable[[str], str]


SEALED = (
    Sealed(Message.__table__, "id", "wrapped_key", str),
    Sealed(CodeGenerator.__table__, "user_id", "sealed", code_generator_place),
)


def _left(newest: str) -> int:
    with transaction.manager:
        records = writing()
        older = (one.table.c.key_id != newest for one in SEALED)
        return sum(records.scalar(select(func.count()).where(one)) for one in older)


def _rewrap(newest: str) -> int:
    """Some at once; how many."""
    return sum(_rewrap_some(one, newest) for one in SEALED)


def _rewrap_some(sealed: Sealed, newest: str) -> int:
    table, records = sealed.table, writing()
    name, key = table.c[sealed.name], table.c[sealed.sealed]
    older = set(sealed_with(records.connection())).difference([newest])
    query = select(name, table.c.key_id, key)
    some = query.where(table.c.key_id.in_(older)).order_by(table.c.key_id, name)
    rows = records.execute(some.limit(AT_A_TIME).with_for_update()).all()
    for one, key_id, wrapped_key in rows:
        place = sealed.place(one)
        new = wrap(place, unwrap(place, Wrapped(key_id, wrapped_key)))
        changes = {"key_id": new.key_id, key.name: new.key}
        records.execute(update(table).where(name == one).values(changes))
    return len(rows)


def forget() -> None:
    """Remove the keys that nothing is sealed with; a copy of old messages needs them."""
    with transaction.manager:
        records = writing()
        if records.get_bind().dialect.name == "postgresql":
            # Wait for whoever is storing something just now.
            for one in SEALED:
                records.execute(text(f"LOCK TABLE {one.table.name} IN SHARE MODE"))
        keys = keyring()
        needed = {keys.newest()[0], *sealed_with(records.connection())}
        unneeded = set(keys.ids).difference(needed)
        records.execute(delete(KeyInUse).where(KeyInUse.id.in_(unneeded)))
        if unneeded:
            remove_keys(unneeded)
    print(f"Forgotten: {', '.join(sorted(unneeded)) or 'none'}", flush=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One rotation at a time on this machine."""
    folder = os.open(message_keys_file().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise KeyTrouble("Another rotation is running.") from error
    finally:
        os.close(folder)
