"""Turns of those who write content: one after the other, rather than all at once.

Two requests that change the same catalog at the same time conflict at the end, and one of
them begins anew. So writers wait before they begin. That is a courtesy, which makes
writing faster and nothing safer: a turn ends by itself when its time is over, and who has
waited for too long goes on without.
"""

import fcntl
import math
import os
import time
from bisect import insort
from cites.cug.settings.deployment import records_url
from cites.cug.sql.session import engine
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from struct import Struct
from threading import Condition
from typing import Protocol


#: Seconds after which the next one begins, though a turn has not ended: who reads a large
#: file holds nobody up for longer. Where the machine has much else to do, it is so many
#: times as long as a turn usually takes, but never longer than the last.
LENGTH, TIMES_USUAL, LONGEST = 1.0, 4, 5.0
#: What the newest turn counts in what is usual.
NEWEST = 0.2
#: Seconds that anybody waits at most. Who goes on without a turn makes others begin anew,
#: and so all of them slower.
PATIENCE = 15.0
#: Seconds between two looks whether another process has ended its turn.
PAUSE = 0.002
#: For so many seconds a process that begins to wait looks less often: of three, the one
#: that has just ended its turns does not come before the one that has waited.
AT_FIRST, FIRST_PAUSE = 0.05, 0.02
#: Who came within so many seconds has come at the same time: one process goes on.
AT_ONCE = 0.3
#: How it is written down when a writer came.
CAME = Struct("d")
#: Any numbers, the same for all processes: of the turn, and of who has the next one.
ADVISORY_KEY, ADVISORY_KEY_NEXT = 1516, 1517


class Neighbours(Protocol):
    """The turns of other processes.

    There are two locks. A process takes that of the next turn and keeps it until it has
    the turn's own. So who has just ended a turn cannot have the next one too while
    another process waits, however late that looks again.
    """

    #: Seconds for which a process at most goes on with its own writers while others wait.
    share: float

    def try_lock(self, came: float = 0.0) -> bool:
        """Lock all other processes out, if none of them has or comes first.

        If one has, tell it when the writer came who wants to.
        """

    def next_came(self) -> float | None:
        """When the writer came who has the next turn; None where nobody can know."""

    def unlock(self) -> None:
        """Let them go on."""

    def tell_of_turn(self) -> None:
        """Tell those who wait that another turn of this process has begun."""

    def seconds_of_turn(self) -> float:
        """For how long they have not been told so; 0 where nobody can know."""


class Alone:
    """There is no other process, as with records in memory."""

    share = 0.0

    def try_lock(self, came: float = 0.0) -> bool:
        return True

    def next_came(self) -> float | None:
        return None

    def unlock(self) -> None:
        pass

    def tell_of_turn(self) -> None:
        pass

    def seconds_of_turn(self) -> float:
        return 0.0


class LockedFile:
    """The processes on this machine lock one file; its time is that of the last turn."""

    share = 3.0

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file, self._next = (
            os.open(one, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            for one in (path, path.with_name(f"{path.name}-next"))
        )
        self._locked = False

    def try_lock(self, came: float = 0.0) -> bool:
        if not self._locked and _lock_file(self._next):
            self._locked = _lock_file(self._file)
            # The clock is the same for all processes of a machine.
            os.pwrite(self._next, CAME.pack(math.inf if self._locked else came), 0)
            if self._locked:
                fcntl.flock(self._next, fcntl.LOCK_UN)
        return self._locked

    def next_came(self) -> float | None:
        written = os.pread(self._next, CAME.size, 0)
        return CAME.unpack(written)[0] if len(written) == CAME.size else None

    def unlock(self) -> None:
        if not self._locked and _lock_file(self._next):
            os.pwrite(self._next, CAME.pack(math.inf), 0)
        self._locked = False
        for file in (self._file, self._next):
            fcntl.flock(file, fcntl.LOCK_UN)

    def tell_of_turn(self) -> None:
        os.utime(self._file)

    def seconds_of_turn(self) -> float:
        return time.time() - os.fstat(self._file).st_mtime


def _lock_file(file: int) -> bool:
    """Lock an open file for this process, or find that it has; False if another has."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class AdvisoryLock:
    """The processes on any machine lock a number in PostgreSQL."""

    share = 1.0

    def __init__(self, url: str):
        # A connection for this alone: the lock is its own, and no transaction.
        self._engine = engine(url).execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._held = set[int]()

    def try_lock(self, came: float = 0.0) -> bool:
        if ADVISORY_KEY in self._held:
            return True
        if self._try_key(ADVISORY_KEY_NEXT) and self._try_key(ADVISORY_KEY):
            self._give_back(ADVISORY_KEY_NEXT)
        return ADVISORY_KEY in self._held

    def next_came(self) -> float | None:
        return None

    def unlock(self) -> None:
        for key in (ADVISORY_KEY, ADVISORY_KEY_NEXT):
            self._give_back(key)

    def tell_of_turn(self) -> None:
        pass

    def seconds_of_turn(self) -> float:
        return 0.0

    def _try_key(self, key: int) -> bool:
        # PostgreSQL would count how often it is locked.
        if key not in self._held and self._ask("pg_try_advisory_lock", key):
            self._held.add(key)
        return key in self._held

    def _give_back(self, key: int) -> None:
        if key in self._held:
            self._held.discard(key)
            self._ask("pg_advisory_unlock", key)

    def _ask(self, function: str, key: int) -> object:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            asked = f"SELECT {function}({key})"
            return self._connection.exec_driver_sql(asked).scalar()
        except SQLAlchemyError:  # whoever cannot write without the database is told then
            if self._connection is not None:
                self._connection.invalidate()
                self._connection.close()
                self._connection = None
            return True


class Turn:
    """One writer's turn; ``came`` says since when it waits."""

    def __init__(self, length: float, came: float):
        self.length, self.came = length, came
        self.began = self.ends = 0.0

    def begin(self) -> None:
        self.began = time.monotonic()
        self.ends = self.began + self.length


class Turns:
    """The turns of this process: who came first is first."""

    def __init__(self, neighbours: Neighbours):
        self._neighbours = neighbours
        self._changed = Condition()
        #: In order.
        self._waiting: list[Turn] = []
        self._current: Turn | None = None
        #: Since when other processes are locked out.
        self._locked_since: float | None = None
        #: Seconds that a turn took of late.
        self._usual = 0.0
        #: Until when those of this process wait for another's turn, which takes long.
        self._waits_until: float | None = None

    def take(self, length: float = LENGTH, came: float | None = None) -> Turn | None:
        """Wait for a turn; None for one that has waited for too long.

        ``came`` is the time, by the system's monotonic clock, at which the writer came
        to the portal, if that was before.
        """
        begun = time.monotonic()
        length = max(length, min(TIMES_USUAL * self._usual, LONGEST))
        turn = Turn(length, begun if came is None else came)
        with self._changed:
            insort(self._waiting, turn, key=attrgetter("came"))
            while not self._is_next(turn):
                now = time.monotonic()
                if now - begun >= PATIENCE:
                    self._waiting.remove(turn)
                    self._changed.notify_all()
                    return None
                self._changed.wait(self._longest_wait(turn, now, begun))
            self._waiting.remove(turn)
            self._current = turn
            turn.begin()
            # Who comes next now waits for this one to end.
            self._changed.notify_all()
        self._wait_for_neighbours(turn)
        return turn

    def end(self, turn: Turn) -> None:
        """Let the next one begin, unless it has."""
        with self._changed:
            took = time.monotonic() - turn.began
            self._usual += NEWEST * (min(took, LONGEST) - self._usual)
            if self._current is turn:
                self._current = None
                if not self._has_its_share():
                    self._neighbours.unlock()
                    self._locked_since = None
                if not self._waiting:
                    self._waits_until = None
                self._changed.notify_all()

    def _has_its_share(self) -> bool:
        """Whether this process goes on, with one who came before who waits in another.

        Or before this one had the turn, where that is not known. So a process with many
        writers has more turns than one with few, and loads what others have changed once
        for several turns.
        """
        since = self._locked_since
        if since is None or not self._waiting:
            return False
        if time.monotonic() - since >= self._neighbours.share:
            return False
        next_came = self._neighbours.next_came()
        limit = since if next_came is None else next_came + AT_ONCE
        return self._waiting[0].came < limit

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
        """Another process may have its share first, and then one that takes long.

        Those behind this one do not wait for the same once more.
        """
        begun = time.monotonic()
        until = self._waits_until or begun + self._neighbours.share + turn.length
        turn.ends = until + turn.length
        while self._current is turn:
            with self._changed:
                if self._current is turn and self._neighbours.try_lock(turn.came):
                    self._neighbours.tell_of_turn()
                    self._locked_since = self._locked_since or time.monotonic()
                    self._waits_until = None
                    break
            now = time.monotonic()
            takes_long = min(now - begun, self._neighbours.seconds_of_turn())
            if now >= until or takes_long > turn.length:
                self._waits_until = now
                break
            time.sleep(FIRST_PAUSE if now - begun < AT_FIRST else PAUSE)
        turn.begin()


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
