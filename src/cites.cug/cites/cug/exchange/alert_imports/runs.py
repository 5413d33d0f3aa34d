"""Imports that are made in several transactions, and are there whole or not at all.

One transaction of thousands of drafts would keep all others from writing for minutes, and
conflict with each of them. So parts are committed one after the other, each in a turn of
its own. What is there of an import that fails is taken out again by the request itself;
of one that is killed, by the clock or by the same member's next import. Until then it is
drafts of who imports it.
"""

import transaction
from cites.cug import _
from cites.cug.access.guard import group_of, on_roster
from cites.cug.access.policy import Permission
from cites.cug.core.sql.session import (
    count_changed,
    read_connection,
    RecordsBusy,
    session,
    write_session,
)
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.core.validation.errors import CONFLICT, Refusal
from cites.cug.exchange.alert_imports.drafts import DraftMaker
from cites.cug.exchange.alert_imports.models import ImportRun
from cites.cug.wsgi.writers import end_turn, take_turn
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, UTC
from enum import StrEnum
from functools import partial
from hashlib import sha256
from plone import api
from plone.app.uuid.utils import uuidToObject
from secrets import token_hex
from sqlalchemy import delete, insert, select, update
from time import monotonic, sleep
from typing import Any
from zExceptions import Unauthorized


TABLE = ImportRun.__table__
UNDONE = "exchange.import_undo"
#: A part has at most so many drafts, and takes no more once these seconds are over.
PART, PART_SECONDS = 100, 1.0
#: Nobody who waits for SQLite looks less often than that whether it is free.
PAUSE = 0.11
#: So often a part is tried that was in conflict with what others have written.
TRIES = 8
#: Seconds: longer than any part takes, with its waiting for others.
LEASE = 60
ID_DIGITS = 16
RUNNING = _("exchange_runs_another_import_yours_group_text")


class State(StrEnum):
    MAKING = "making"
    REMOVING = "removing"


def make_in_parts(
    folder: Any,
    contents: Sequence[Callable[[], Mapping[str, Any]]],
    *,
    acting_user: str,
    told: Callable[[int, int], object],
) -> str:
    """Make a draft of each; the run, which ``finish`` ends in the last transaction.

    Commits. If anything fails, there is nothing of it afterwards.
    """
    run_id = _begin(folder, len(contents), acting_user)
    transaction.commit()
    make = partial(_make_part, folder, acting_user, run_id, contents)
    try:
        done = 0
        while done < len(contents):
            told(done, len(contents))
            done = _stored(partial(make, done))
            _let_others_on()
    except BaseException:
        transaction.abort()
        take_out(run_id)
        raise
    transaction.begin()
    return run_id


def make_way(folder: Any, user_id: str) -> None:
    """Take out what is there of an import of the member's that was killed.

    Waits for a sign of life, and commits, if there is an earlier import. Raises Refusal
    for one that is alive, and RecordsBusy if it has ended meanwhile.
    """
    before = _find_run(folder, user_id)
    if before is None:
        return
    transaction.commit()
    end_turn()
    ends = monotonic() + LEASE
    while (now := _find_run(folder, user_id)) == before and monotonic() < ends:
        sleep(PAUSE)
    if now is None:
        raise RecordsBusy("An earlier import has just ended")
    if now != before or not _take_out_dead(*now):
        raise Refusal(RUNNING, CONFLICT)
    _let_others_on()
    transaction.begin()


def _find_run(folder: Any, user_id: str) -> tuple[str, datetime] | None:
    """The member's import in this group, and when it was renewed last."""
    group: Any = group_of(folder)
    mine = TABLE.c.group_uid == group.UID(), TABLE.c.user_id == user_id
    with read_connection() as connection:
        row = connection.execute(select(TABLE.c.id, TABLE.c.renewed).where(*mine)).first()
    return None if row is None else (row.id, row.renewed)


def _stored(work: Callable[[], Any]) -> Any:
    """Do some work in a transaction; repeat it if another writer was in the way."""
    return transaction.manager.run(lambda: work(), TRIES)


def _let_others_on() -> None:
    """Outside of any transaction."""
    end_turn()
    sleep(PAUSE)
    take_turn()


def finish(run_id: str) -> None:
    """All is there, and stays there."""
    if not _renew(run_id, State.MAKING):
        raise Refusal(RUNNING, CONFLICT)
    write_session().execute(delete(TABLE).where(TABLE.c.id == run_id))


def take_out_broken(seen: Mapping[str, datetime]) -> dict[str, datetime]:
    """Take out imports that were not renewed since they were ``seen``.

    Returns when each was renewed last.
    """
    query = select(TABLE.c.id, TABLE.c.renewed)
    with read_connection() as connection:
        renewed = dict(map(tuple, connection.execute(query)))
    for run_id, moment in renewed.items():
        if seen.get(run_id) == moment:
            _take_out_dead(run_id, moment)
            end_turn()
    return renewed


def _take_out_dead(run_id: str, renewed: datetime) -> bool:
    """Take out an import unless it was renewed since; whether it was taken out."""
    is_dead = _stored(partial(_claim, run_id, renewed))
    if is_dead:
        take_out(run_id)
    return is_dead


def take_out(run_id: str) -> None:
    """Take out all drafts of an import. Commits."""
    done: int | None = 0
    while done is not None:
        done = _stored(partial(_take_out_part, run_id, done))
        _let_others_on()


def _begin(folder: Any, drafts: int, user_id: str) -> str:
    group: Any = group_of(folder)
    group_uid, run_id = group.UID(), token_hex(16)
    records = write_session()
    mine = TABLE.c.group_uid == group_uid, TABLE.c.user_id == user_id
    if records.execute(select(TABLE.c.id).where(*mine)).first() is not None:
        raise Refusal(RUNNING, CONFLICT)
    row = {
        "id": run_id,
        "group_uid": group_uid,
        "user_id": user_id,
        "folder_uid": folder.UID(),
        "drafts": drafts,
        "state": State.MAKING.value,
        "renewed": datetime.now(UTC),
    }
    records.execute(insert(TABLE).values(row))
    return run_id


def draft_id(run_id: str, number: int) -> str:
    """The id of a draft. It tells nobody which others it came with."""
    return sha256(f"{run_id} {number}".encode()).hexdigest()[:ID_DIGITS]


def _make_part(
    folder: Any,
    user_id: str,
    run_id: str,
    contents: Sequence[Callable[[], Mapping[str, Any]]],
    done: int,
) -> int:
    """Make some drafts more in this transaction; how many there are then."""
    if not _renew(run_id, State.MAKING):
        raise Refusal(RUNNING, CONFLICT)
    if not on_roster(user_id, folder):  # any more
        raise Unauthorized(Permission.ADD_ALERT)
    maker, ends = DraftMaker(folder), monotonic() + PART_SECONDS
    for content in contents[done : done + PART]:
        maker.add(draft_id(run_id, done), content())
        done += 1
        if monotonic() > ends:
            break
    return done


def _take_out_part(run_id: str, done: int) -> int | None:
    """Take some drafts out in this transaction; None when that was all.

    What its author has given to others meanwhile is a draft no longer, and stays.
    """
    row = session().execute(select(TABLE).where(TABLE.c.id == run_id)).first()
    if row is None:
        return None
    _renew(run_id, State(row.state), State.REMOVING)
    folder = uuidToObject(row.folder_uid, unrestricted=True)
    ends = monotonic() + PART_SECONDS
    while folder is not None and done < row.drafts and monotonic() < ends:
        item = folder.get(draft_id(run_id, done))
        if item is not None and api.content.get_state(item) == "draft":
            folder._delObject(item.getId())
        done += 1
    if folder is not None and done < row.drafts:
        return done
    write_session().execute(delete(TABLE).where(TABLE.c.id == run_id))
    if folder is not None:
        detail = {"member": row.user_id, "items": row.drafts}
        record(UNDONE, target=folder, acting_user=SYSTEM, detail=detail)
    return None


def _renew(run_id: str, state: State, to: State | None = None) -> bool:
    """Say that it is being worked at; whether it still has the state."""
    here = TABLE.c.id == run_id, TABLE.c.state == state.value
    values = {"renewed": datetime.now(UTC), "state": (to or state).value}
    return bool(count_changed(write_session(), update(TABLE).where(*here).values(values)))


def _claim(run_id: str, renewed: datetime) -> bool:
    """Whether this process is the one that takes it out."""
    dead = TABLE.c.id == run_id, TABLE.c.renewed == renewed
    values = {"renewed": datetime.now(UTC), "state": State.REMOVING.value}
    return bool(count_changed(write_session(), update(TABLE).where(*dead).values(values)))
