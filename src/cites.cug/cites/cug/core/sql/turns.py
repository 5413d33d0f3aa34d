"""Turns: requests that write content run one after the other, in all processes.

Two requests that change the same catalog at the same time conflict at the end, and one of
them begins anew. So a writer waits for its turn before it begins, and ends it afterwards.
No data depend on it: whoever writes without a turn is only slower, and makes others
slower. So nobody is held up for long. A turn ends by itself when its time is over, and a
writer that has waited for too long begins without one.

Within a process a list says who is next (``Turns``). Between processes a lock does
(``Neighbours``): a process holds it for one turn, or for several if its writers came
first.
"""

import fcntl
import math
import os
import time
from bisect import insort
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from sqlalchemy import Connection, make_url, text, TextClause
from sqlalchemy.exc import SQLAlchemyError
from struct import Struct
from threading import Condition
from typing import Any, Protocol


#: Seconds after which the next turn begins although this one has not ended, for instance
#: as it reads a large file. On a busy machine turns take longer; then it is
#: ``TIMES_USUAL`` times what they took of late, but at most ``LONGEST`` seconds.
LENGTH, TIMES_USUAL, LONGEST = 1.0, 4, 5.0
#: The weight, from 0 to 1, of the newest turn in what turns took of late.
NEWEST = 0.2
#: Seconds that a writer waits for its turn at most; then it begins without one.
PATIENCE = 15.0
#: Seconds between two attempts to lock out the other processes.
PAUSE = 0.002
#: The same while a process has waited for less than ``AT_FIRST`` seconds. So, of three
#: processes, the one that has just ended its turn does not overtake one that has waited.
AT_FIRST, FIRST_PAUSE = 0.05, 0.02
#: Seconds within which two writers in two processes count as having come together: then
#: the process that has the turn goes on with its own.
AT_ONCE = 0.3
#: When a writer came, as it stands in a file: seconds of the monotonic clock.
CAME = Struct("d")
#: Seconds for which a process at most goes on with its own writers while others wait.
SHARE = 2.0
#: Numbers of PostgreSQL's locks, the same in all processes: of the turn, and of the next.
ADVISORY_KEY, ADVISORY_KEY_NEXT = 1516, 1517
#: The first of two numbers of the lock that says when the writer came that waits for the
#: next turn. The second is when that was, in milliseconds of the database's clock.
ADVISORY_KEY_CAME = 1518
#: That second number is below this, so that it begins anew every 24 days.
WRAPS = 2**31
#: Locks it, and answers that number; ``ago``: milliseconds since the writer came.
_TELL = text(
    """
SELECT came FROM (
    SELECT mod(
        (extract(epoch FROM clock_timestamp()) * 1000)::bigint - :ago, :wraps
    )::int AS came
) AS now WHERE pg_try_advisory_lock_shared(:key, came)
"""
).bindparams(wraps=WRAPS, key=ADVISORY_KEY_CAME)
#: Milliseconds since the writer came; no row where none waits.
_AGE = text(
    """
SELECT mod(
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint - objid::bigint + :wraps,
    :wraps
) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = :key
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
).bindparams(wraps=WRAPS, key=ADVISORY_KEY_CAME)
_TRY, _UNLOCK = (
    text("SELECT pg_try_advisory_lock(:key)"),
    text("SELECT pg_advisory_unlock(:key)"),
)
_TELL_NOTHING = text("SELECT pg_advisory_unlock_shared(:key, :came)").bindparams(
    key=ADVISORY_KEY_CAME
)


class Neighbours(Protocol):
    """The other processes that write the same content, as this one deals with them.

    There are two locks: of the turn, and of the next turn. A process that waits takes the
    lock of the next turn, and keeps it until it has that of the turn. So a process that
    has just ended its turn cannot take the next one as well while another waits, however
    seldom that one tries.

    All methods answer at once. ``Turns`` calls those that lock and unlock from one thread
    at a time.
    """

    def try_lock(self, came: float = 0.0) -> bool:
        """Try to lock out all other processes; whether this one has the turn now.

        If another process has it, that one can learn when the writer came that waits
        here: ``came``, in seconds of the monotonic clock.
        """

    def next_came(self) -> float | None:
        """When the writer came that waits in the process which has the next turn.

        In seconds of the monotonic clock; infinite if no process waits, and None where
        processes do not tell each other.
        """

    def unlock(self) -> None:
        """Give both locks back, also if this process has that of the next turn alone."""

    def tell_of_turn(self) -> None:
        """Tell those that wait that this process has begun another turn."""

    def seconds_of_turn(self) -> float:
        """Seconds since the process that has the turn told so; 0 where none does."""


class Alone:
    """There is no other process, as where the records are in memory."""

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
    """For processes on one machine: two files, and each lock is that of a file.

    The file of the turn was changed when the newest turn began; the file of the next turn
    holds the time at which the writer came that waits for it.
    """

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
            # All processes of a machine have the same monotonic clock.
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
    """Lock an open file, if no other process has; whether this process has locked it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class AdvisoryLock:
    """For processes on any machines: PostgreSQL locks a number for each of the two locks.

    A third lock has in its number when the writer came that waits for the next turn.
    Others read it among the locks. They count by the database's clock.

    Without the database each process has the turn: no request fails because of turns, and
    whatever it then writes fails by itself.
    """

    def __init__(self, url: str):
        # A connection of its own: it is the connection that has the lock, and as long as
        # it is open, without a transaction.
        self._engine = engine(url).execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._held = set[int]()
        #: When the writer came that the others were told of, and the number for it.
        self._told: tuple[float, object] | None = None

    def try_lock(self, came: float = 0.0) -> bool:
        if ADVISORY_KEY in self._held:
            return True
        if self._try_key(ADVISORY_KEY_NEXT):
            if self._try_key(ADVISORY_KEY):
                self._give_back_next()
            else:
                self._tell(came)
        return ADVISORY_KEY in self._held

    def next_came(self) -> float | None:
        age = self._ask(_AGE, math.nan)
        if age is None:
            return math.inf
        return None if math.isnan(age) else time.monotonic() - float(age) / 1000

    def unlock(self) -> None:
        self._give_back(ADVISORY_KEY)
        self._give_back_next()

    def tell_of_turn(self) -> None:
        pass

    def seconds_of_turn(self) -> float:
        return 0.0

    def _try_key(self, key: int) -> bool:
        # PostgreSQL counts how often a connection locks, and it is unlocked once.
        if key not in self._held and self._ask(_TRY, key=key):
            self._held.add(key)
        return key in self._held

    def _give_back(self, key: int) -> None:
        if key in self._held:
            self._held.discard(key)
            self._ask(_UNLOCK, key=key)

    def _tell(self, came: float) -> None:
        if self._told is None or self._told[0] != came:
            self._tell_nothing()
            ago = int((time.monotonic() - came) * 1000)
            self._told = came, self._ask(_TELL, None, ago=ago)

    def _tell_nothing(self) -> None:
        if self._told is not None and self._told[1] is not None:
            self._ask(_TELL_NOTHING, came=self._told[1])
        self._told = None

    def _give_back_next(self) -> None:
        self._give_back(ADVISORY_KEY_NEXT)
        self._tell_nothing()

    def _ask(self, statement: TextClause, without: Any = True, **values: Any) -> Any:
        """The single value that it answers; ``without`` where the database is away."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            return self._connection.execute(statement, values).scalar()
        except SQLAlchemyError:
            self._forget_connection()
            return without

    def _forget_connection(self) -> None:
        """And what was locked on it, which the database has given back."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        self._held.clear()
        self._told = None


class Turn:
    """A writer's turn. All times are in seconds: ``length`` is how long it may take,
    ``came`` when the writer came, and ``began`` and ``ends`` when the turn begins and is
    over, by the monotonic clock.
    """

    def __init__(self, length: float, came: float):
        self.length, self.came = length, came
        self.began = self.ends = 0.0

    def begin(self) -> None:
        self.began = time.monotonic()
        self.ends = self.began + self.length


class Turns:
    """The turns of this process, in the order in which its writers came.

    The first of those that wait has the turn once the one before has ended it, or its
    time is over. It then waits for the other processes, if any.
    """

    def __init__(self, neighbours: Neighbours):
        self._neighbours = neighbours
        self._changed = Condition()
        #: By ``came``.
        self._waiting: list[Turn] = []
        self._current: Turn | None = None
        #: Since when the other processes are locked out.
        self._locked_since: float | None = None
        #: Seconds that turns took of late, as a moving average.
        self._usual = 0.0
        #: When a turn of this process gave up waiting for another process: those behind
        #: it do not wait for that one too. None: the other processes can be waited for.
        self._gave_up: float | None = None

    def take(
        self, length: float = LENGTH, came: float | None = None, tries: int = 1
    ) -> Turn | None:
        """Wait for a turn; None after ``PATIENCE`` seconds. Who gets one must end it.

        ``length`` is how many seconds the turn may take at least, before the next one
        begins. A second try may take twice as long as a first, a third three times: what
        is always late has to end some time. ``came`` is when the writer came to the
        portal, in seconds of the monotonic clock, if that was before now.
        """
        begun = time.monotonic()
        length = tries * max(length, min(TIMES_USUAL * self._usual, LONGEST))
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
            # The next one now waits until this turn ends.
            self._changed.notify_all()
        self._wait_for_neighbours(turn)
        return turn

    def end(self, turn: Turn) -> None:
        """End a turn, so that the next one begins, unless it already has."""
        with self._changed:
            took = time.monotonic() - turn.began
            self._usual += NEWEST * (min(took, LONGEST) - self._usual)
            if self._current is turn:
                self._current = None
                if not self._goes_on():
                    self._neighbours.unlock()
                    self._locked_since = None
                if not self._waiting:
                    self._gave_up = None
                self._changed.notify_all()

    def _goes_on(self) -> bool:
        """Whether this process has the next turn too, before any other process.

        It does if its next writer came before the one that waits elsewhere; where that is
        not known, before this process locked the others out. It does not once it has had
        its share. So a process with many writers has more turns than one with few, and
        loads what others have changed once for several turns.
        """
        since = self._locked_since
        if since is None or not self._waiting:
            return False
        if time.monotonic() - since >= SHARE:
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
        """Wait until the other processes are locked out, and begin the turn.

        Another process may go on for its share, and then with one turn that takes long;
        after that this one gives up and begins anyway.
        """
        begun = time.monotonic()
        until = self._gave_up or begun + SHARE + turn.length
        turn.ends = until + turn.length
        while self._current is turn:
            with self._changed:
                if self._current is turn and self._neighbours.try_lock(turn.came):
                    self._neighbours.tell_of_turn()
                    self._locked_since = self._locked_since or time.monotonic()
                    self._gave_up = None
                    break
            now = time.monotonic()
            takes_long = min(now - begun, self._neighbours.seconds_of_turn())
            if now >= until or takes_long > turn.length:
                self._gave_up = now
                break
            time.sleep(FIRST_PAUSE if now - begun < AT_FIRST else PAUSE)
        with self._changed:
            turn.begin()
            # It ends sooner than the next one was told while this one still waited.
            self._changed.notify_all()


@lru_cache
def _turns(url: str) -> Turns:
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return Turns(AdvisoryLock(url))
    if address.database in (None, "", ":memory:"):
        return Turns(Alone())
    return Turns(LockedFile(Path(address.database).with_name("turn")))


def turns() -> Turns:
    """The turns of this process, for the database that the deployment names."""
    return _turns(records_url())
