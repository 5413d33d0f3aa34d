"""Points of its work at which a program kills itself, and a clock that is wrong.

``warm.py`` installs them in a program that it forks, as the environment says:
``KILL_AT="records committed:2"`` kills it, with all processes that it has started, as it
comes to that point for the second time; ``CLOCK_AHEAD=3600`` puts its clock an hour
forwards, ``-3600`` backwards.
"""

import os
import signal
import sys
import time_machine
from cites.cug.core.sql.session import RecordsVote
from cites.cug.operations.journal import EmptyJournal
from cites.cug.trail_desk.jobs import SealEvents
from collections.abc import Callable
from datetime import datetime, timedelta, UTC
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple


class Point(NamedTuple):
    """Before or after a function does its work."""

    module: str
    #: Of the module: a function, or a class and its method.
    path: str
    is_after: bool = True


SQL = "cites.cug.core.sql"
COMMITS = {
    "content begins to commit": Point("ZODB.Connection", "Connection.tpc_begin", False),
    "content stored": Point("ZODB.Connection", "Connection.commit"),
    "content voted": Point("ZODB.Connection", "Connection.tpc_vote"),
    "content committed": Point("ZODB.Connection", "Connection.tpc_finish"),
    "records voted": Point(f"{SQL}.session", "RecordsVote.tpc_vote"),
    # Between both commits.
    "records not committed": Point(f"{SQL}.session", "RecordsVote.tpc_finish", False),
    "records committed": Point(f"{SQL}.session", "RecordsVote.tpc_finish"),
    "journal written": Point(f"{SQL}.journal", "Journal.add"),
}
REQUESTS = {
    "request kept": Point("cites.cug.web.restapi.idempotency", "KeyedRequest.keep"),
    "turn taken": Point(f"{SQL}.turns", "Turns.take"),
    "turn ends": Point(f"{SQL}.turns", "Turns.end", False),
    "event recorded": Point("cites.cug.core.trail.trail", "record"),
    "notices queued": Point("cites.cug.mailing.outbox", "queue_notices"),
    "message stored": Point("cites.cug.messaging.delivery", "store_message"),
    "message delivered": Point("cites.cug.messaging.delivery", "deliver"),
    "piece appended": Point(
        "cites.cug.web.uploads.unfinished", "UnfinishedUpload.append"
    ),
    "upload given up": Point(
        "cites.cug.web.uploads.unfinished", "UnfinishedUpload.give_up", False
    ),
    "answer begins": Point("ZPublisher.WSGIPublisher", "WSGIResponse.finalize", False),
}
CLOCK = {
    "journal emptied": Point(f"{SQL}.replay", "remove_applied"),
    "leaves inserted": Point("cites.cug.core.trail.sealing", "_insert_leaves"),
    "trail sealed": Point("cites.cug.core.trail.sealing", "_append"),
}
REPLAY = {
    "entry marked": Point(f"{SQL}.replay", "_mark_applied"),
    "entry applied": Point(f"{SQL}.replay", "apply_entry"),
}
RESTORE = {
    "keys restored": Point("cites.cug.operations.restore", "_put_keys"),
    "file restored": Point("cites.cug.operations.restore", "_write"),
    "database restored": Point("cites.cug.operations.restore", "_restore_database"),
    "streams begin": Point("cites.cug.operations.restore", "_begin_streams", False),
}
REBUILD = {
    **COMMITS,
    "topic rebuilt": Point("cites.cug.workspaces.change_log", "note_change"),
}
POINTS = {**COMMITS, **REQUESTS, **CLOCK, **REPLAY, **RESTORE, **REBUILD}


def install(environ: dict[str, str]) -> None:
    """Put the points of this environment into the programs that are loaded."""
    if ahead := environ.get("CLOCK_AHEAD"):
        moved = datetime.now(UTC) + timedelta(seconds=int(ahead))
        time_machine.travel(moved, tick=True).start()
    if wanted := environ.get("KILL_AT"):
        name, _colon, number = wanted.rpartition(":")
        EmptyJournal.every = SealEvents.every = 2
        _install_point(POINTS[name], int(number))


def _install_point(point: Point, number: int) -> None:
    holder: Any = import_module(point.module)
    *classes, name = point.path.split(".")
    for one in classes:
        holder = getattr(holder, one)
    work, passed = getattr(holder, name), 0

    def count() -> None:
        nonlocal passed
        passed += 1
        if passed >= number:
            os.killpg(0, signal.SIGKILL)

    @wraps(work)
    def counted(*arguments: Any, **options: Any) -> Any:
        if _has_ended(*arguments):
            return work(*arguments, **options)
        if not point.is_after:
            count()
        done = work(*arguments, **options)
        if point.is_after:
            count()
        return done

    _replace(holder, name, work, counted)


def _has_ended(first: Any = None, *_others: Any) -> bool:
    """Whether it is of a session whose transaction has ended: nothing is committed."""
    return isinstance(first, RecordsVote) and first.tx is None


def _replace(holder: Any, name: str, work: Callable, counted: Callable) -> None:
    """Also where other modules have imported the function by its name."""
    setattr(holder, name, counted)
    for module in [*sys.modules.values()]:
        if getattr(module, "__dict__", {}).get(name) is work:
            setattr(module, name, counted)
