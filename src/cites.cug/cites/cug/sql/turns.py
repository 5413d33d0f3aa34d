"""Turns of those who write content: one after the other, rather than all at once.

Two requests that change the same catalog at the same time conflict at the end, and one of
them begins anew. So writers wait before they begin. That is a courtesy, which makes
writing faster and nothing safer: a turn ends by itself when its time is over, and who has
waited for too long goes on without.
"""

import fcntl
import os
import time
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from collections import deque
from functools import lru_cache
from pathlib import Path
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from threading import Condition
from typing import Protocol


#: Seconds after which the next one begins, though a turn has not ended: who reads a large
#: file holds nobody up for longer.
LENGTH = 1.0
#: Seconds that anybody waits at most.
PATIENCE = 5.0
#: Seconds between two looks whether another process has ended its turn.
PAUSE = 0.002
#: Seconds for which a process goes on with its own writers while others may wait, and for
#: which it then lets them begin: several of their looks.
SHARE, GIVE_WAY = 0.1, 0.006
#: Any number, the same for all processes.
ADVISORY_KEY = 1516


class Neighbours(Protocol):
    """The turns of other processes."""

    def try_lock(self) -> bool:
        """Lock all other processes out, if none of them has."""

    def unlock(self) -> None:
        """Let them go on."""


class Alone:
    """There is no other process, as with records in memory."""

    def try_lock(self) -> bool:
        return True

    def unlock(self) -> None:
        pass


class LockedFile:
    """The processes on this machine lock one file."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def try_lock(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)


class AdvisoryLock:
    """The processes on any machine lock a number in PostgreSQL."""

    def __init__(self, url: str):
        # A connection for this alone: the lock is its own, and no transaction.
        self._engine = engine(url).execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._locked = False

    def try_lock(self) -> bool:
        # It would count how often it is locked.
        if not self._locked:
            self._locked = bool(self._ask("pg_try_advisory_lock"))
        return self._locked

    def unlock(self) -> None:
        if self._locked:
            self._locked = False
            self._ask("pg_advisory_unlock")

    def _ask(self, function: str) -> object:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            asked = f"SELECT {function}({ADVISORY_KEY})"
            return self._connection.exec_driver_sql(asked).scalar()
        except SQLAlchemyError:  # whoever cannot write without the database is told then
            if self._connection is not None:
                self._connection.invalidate()
                self._connection.close()
                self._connection = None
            return True


class Turn:
    """One writer's turn."""

    def __init__(self, length: float):
        self.length = length
        self.ends = 0.0

    def begin(self) -> None:
        self.ends = time.monotonic() + self.length


class Turns:
    """The turns of this process, in the order in which they were asked for."""

    def __init__(self, neighbours: Neighbours):
        self._neighbours = neighbours
        self._changed = Condition()
        self._waiting = deque[Turn]()
        self._current: Turn | None = None
        #: Since when other processes are locked out, and until when they come first.
        self._locked_since: float | None = None
        self._giving_way_until = 0.0

    def take(self, length: float = LENGTH) -> Turn | None:
        """Wait for a turn; None for one that has waited for too long."""
        turn, begun = Turn(length), time.monotonic()
        with self._changed:
            self._waiting.append(turn)
            while not self._is_next(turn):
                now = time.monotonic()
                if now - begun >= PATIENCE:
                    self._waiting.remove(turn)
                    self._changed.notify_all()
                    return None
                self._changed.wait(self._longest_wait(turn, now, begun))
            self._waiting.popleft()
            self._current = turn
            turn.begin()
            # Who comes next now waits for this one to end.
            self._changed.notify_all()
        self._wait_for_neighbours(turn)
        return turn

    def end(self, turn: Turn) -> None:
        """Let the next one begin, unless it has."""
        with self._changed:
            if self._current is turn:
                self._current = None
                self._let_neighbours_on()
                self._changed.notify_all()

    def _let_neighbours_on(self) -> None:
        """Unless one of this process waits, which has not had its share yet."""
        now = time.monotonic()
        locked = self._locked_since
        if self._waiting and locked is not None and now - locked < SHARE:
            return
        self._neighbours.unlock()
        self._locked_since = None
        if self._waiting:
            # Its own next writer would be faster than they are.
            self._giving_way_until = now + GIVE_WAY

    def _is_next(self, turn: Turn) -> bool:
        if self._waiting[0] is not turn:
            return False
        return self._current is None or self._current.ends <= time.monotonic()

    def _longest_wait(self, turn: Turn, now: float, begun: float) -> float:
        left = begun + PATIENCE - now
        if self._waiting[0] is turn and self._current is not None:
            left = min(left, self._current.ends - now)
        return max(left, PAUSE)

    def _wait_for_neighbours(self, turn: Turn) -> None:
        while self._current is turn and time.monotonic() < turn.ends:
            with self._changed:
                if self._current is turn and self._try_lock():
                    break
            time.sleep(PAUSE)
        turn.begin()

    def _try_lock(self) -> bool:
        now = time.monotonic()
        if now < self._giving_way_until or not self._neighbours.try_lock():
            return False
        self._locked_since = self._locked_since or now
        return True


@lru_cache
def _turns(url: str) -> Turns:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return Turns(AdvisoryLock(url))
    if address.database in (None, "", ":memory:"):
        return Turns(Alone())
    return Turns(LockedFile(Path(address.database).with_name("turn")))


def turns() -> Turns:
    """The turns of this process, for the present settings."""
    return _turns(records_url())
