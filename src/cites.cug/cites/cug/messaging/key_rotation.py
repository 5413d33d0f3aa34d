"""Gives all messages a new key; `bin/rotate-message-keys` runs it, also beside a portal.

Only the messages' own keys are wrapped anew, in portions: each portion is a transaction,
and an interrupted rotation goes on when it is started again. The proofs of rows
(``sql.proofs``) are made anew in the same way.

What cannot be trusted is left as it is and named: it could not be opened before, and
cannot be after.
"""

import fcntl
import os
import sys
import time
import transaction
from argparse import ArgumentParser
from cites.cug.core.encryption.keys import (
    add_key,
    ENVIRONMENT,
    keyring,
    KeyTrouble,
    remove_keys,
)
from cites.cug.core.encryption.sealing import (
    KEY_ID_BYTES,
    Untrusted,
    unwrap,
    wrap,
    Wrapped,
)
from cites.cug.core.fulltext.models import ContentWords, words_place
from cites.cug.core.settings.deployment import message_keys_file
from cites.cug.core.sql.proofs import prove_rows, Proven, proven_tables, trusted
from cites.cug.core.sql.session import RecordsBusy, write_session
from cites.cug.login.models import (
    code_generator_place,
    CodeGenerator,
    hook_place,
    WebHook,
)
from cites.cug.messaging.key_wrapping import rewrap_keys
from cites.cug.messaging.models import Delivery, KeyInUse, Message
from cites.cug.messaging.start import note_key, sealed_with
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from sqlalchemy import delete, func, select, text, tuple_, update
from sqlalchemy.orm import Session
from typing import Any, NamedTuple
from Zope2.Startup.run import configure_wsgi


AT_A_TIME = 500
#: A message may have a line in thousands of mailboxes: a portion has no more lines than
#: this, unless they are of one message.
MOST_LINES = 5000
#: Seconds between two portions, in which members can write.
PAUSE = 0.1
#: How often a portion is tried again while others change it.
TRIES = 10
#: The tables with a secret that is sealed for its row: the column that names the row, and
#: what is sealed with it.
SEALED = (
    (CodeGenerator, "user_id", code_generator_place, "second factor of"),
    (WebHook, "id", hook_place, "web hook"),
    (ContentWords, "id", words_place, "words of"),
)


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
            remove_unused_keys() if options.forget else rotate_keys()
    except KeyTrouble as trouble:
        sys.exit(str(trouble))
    except RecordsBusy:
        sys.exit("Others are writing too much just now; run it again.")


def rotate_keys() -> None:
    """Bring every message to the newest key, after adding one if none is waiting."""
    newest = _begin()
    total, done = _left(newest), 0
    untrusted: set[str] = set()
    # Until a walk through all of them finds nothing: a process may have stored one with
    # an older key meanwhile.
    while True:
        done_before = done
        for walk in (_walk_messages(newest), *_other_walks(newest)):
            for portion in walk:
                done += portion.done
                untrusted |= portion.untrusted
                if portion.done:
                    print(f"{done} of {max(done, total)} messages", flush=True)
                    time.sleep(PAUSE)
        if done == done_before:
            break
    with transaction.manager:
        records = write_session()
        needed = {newest, *sealed_with(records.connection())}
        records.execute(delete(KeyInUse).where(KeyInUse.id.not_in(needed)))
    if untrusted:
        print(f"{len(untrusted)} cannot be trusted, and open nothing:", flush=True)
        print("\n".join(sorted(untrusted)), flush=True)
    print(f"All messages are sealed with {newest}.", flush=True)


def _begin() -> str:
    """The id of the key to come to; it must be kept from now on."""
    with transaction.manager:
        connection = write_session().connection()
        keys = keyring()
        newest = keys.newest_id
        is_waiting = set(sealed_with(connection)).difference([newest])
        if ENVIRONMENT in os.environ:
            if not is_waiting:
                raise KeyTrouble(
                    f"All messages are sealed with {newest}. Add another key to the end"
                    f" of {ENVIRONMENT}, restart all processes, and run this again."
                )
        elif not is_waiting:
            newest = add_key()
        note_key(connection, newest)
    return newest


class Portion(NamedTuple):
    """Rows that are changed in one transaction."""

    done: int = 0
    #: Names of rows that are not as the portal has stored them.
    untrusted: frozenset[str] = frozenset()
    #: Where the next portion begins; None at the end.
    last: Any = None


def _walk(step: Callable[[Any], Portion]) -> Iterator[Portion]:
    """Go through all rows by portions, each in a transaction of its own."""
    last: Any = None
    while True:
        portion = transaction.manager.run(lambda: step(last), TRIES)  # noqa: B023
        yield portion
        last = portion.last
        if last is None:
            return


# Messages


def _older(newest: str) -> Any:
    """Condition: the message's key is to be wrapped anew."""
    return Message.key_id != newest


def _left(newest: str) -> int:
    with transaction.manager:
        records = write_session()
        query = select(func.count()).select_from(Message).where(_older(newest))
        return records.scalar(query)


def _walk_messages(newest: str) -> Iterator[Portion]:
    return _walk(partial(_rewrap_messages, newest))


def _rewrap_messages(newest: str, last: str | None) -> Portion:
    records = write_session()
    ids = _portion_of_messages(records, newest, last)
    if not ids:
        return Portion()
    untrusted = rewrap_keys(records, ids)
    names = frozenset(f"message {message_id}" for message_id in untrusted)
    return Portion(len(ids) - len(untrusted), names, ids[-1])


def _portion_of_messages(records: Session, newest: str, last: str | None) -> list[str]:
    number = func.count(Delivery.mailbox_id)
    some = (
        select(Message.id)
        .where(_older(newest), Message.id > (last or ""))
        .order_by(Message.id)
        .limit(AT_A_TIME)
        .subquery()
    )
    counted = records.execute(
        select(some.c.id, number)
        .outerjoin(Delivery, Delivery.message_id == some.c.id)
        .group_by(some.c.id)
        .order_by(some.c.id)
    )
    ids, lines = list[str](), 0
    for message_id, more in counted:
        lines += more
        if ids and lines > MOST_LINES:
            break
        ids.append(message_id)
    return ids


# Sealed rows of the login, and rows with proofs


def _other_walks(newest: str) -> Iterator[Iterator[Portion]]:
    for kind in SEALED:
        yield _walk(partial(_rewrap_sealed, kind, newest))
    for model in proven_tables():
        yield _walk(partial(_prove, model, newest))


def _rewrap_sealed(kind: tuple[Any, ...], newest: str, last: str | None) -> Portion:
    model, key_name, place_of, name = kind
    table, records = model.__table__, write_session()
    key = table.c[key_name]
    some = select(table).where(table.c.key_id != newest)
    if last is not None:
        some = some.where(key > last)
    rows = records.execute(some.order_by(key).limit(AT_A_TIME).with_for_update()).all()
    untrusted = set[str]()
    for row in rows:
        own = getattr(row, key_name)
        try:
            secret = unwrap(place_of(own), Wrapped(row.key_id, row.sealed))
        except Untrusted:
            untrusted.add(f"{name} {own}")
            continue
        new = wrap(place_of(own), secret)
        changes = {"key_id": new.key_id, "sealed": new.key}
        records.execute(update(table).where(key == own).values(changes))
    last = getattr(rows[-1], key_name) if rows else None
    return Portion(0, frozenset(untrusted), last)


def _prove(model: type[Proven], newest: str, last: tuple | None) -> Portion:
    table, records = model.__table__, write_session()
    key = tuple(table.primary_key)
    older = func.substr(table.c.proof, 1, KEY_ID_BYTES) != bytes.fromhex(newest)
    some = select(table).where(older).order_by(*key).limit(AT_A_TIME)
    if last is not None:
        some = some.where(tuple_(*key) > last)
    rows = records.execute(some.with_for_update()).all()
    # Rows that are no longer valid are left to the job that deletes them.
    prove_rows(records, model, [row._asdict() for row in trusted(model, rows)])
    last = tuple(getattr(rows[-1], one.name) for one in key) if rows else None
    return Portion(0, frozenset(), last)


def remove_unused_keys() -> None:
    """Remove keys with which nothing is sealed. Old backups still need them."""
    with transaction.manager:
        records = write_session()
        if records.get_bind().dialect.name == "postgresql":
            # Wait for those who are storing something at this moment.
            tables: list[Any] = [Message, *(kind[0] for kind in SEALED), *proven_tables()]
            for table in tables:
                records.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE MODE"))
        keys = keyring()
        connection = records.connection()
        needed = {keys.newest_id, *sealed_with(connection), *_proven_with(records)}
        unneeded = set(keys.ids).difference(needed)
        records.execute(delete(KeyInUse).where(KeyInUse.id.in_(unneeded)))
        if unneeded:
            remove_keys(unneeded)
    print(f"Forgotten: {', '.join(sorted(unneeded)) or 'none'}", flush=True)


def _proven_with(records: Session) -> Iterator[str]:
    """Ids of the keys of proofs."""
    for model in proven_tables():
        begins = func.substr(model.proof, 1, KEY_ID_BYTES)
        for found in records.scalars(select(begins).distinct()):
            # A row that needs none has none.
            if found is not None:
                yield bytes(found).hex()


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
