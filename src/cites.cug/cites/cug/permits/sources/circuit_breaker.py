"""A source that is spared where it fails, and not asked twice for what it has refused.

Both are kept in the process and not in the records: what they hold is good for minutes, a
number and a token that somebody tried out is written nowhere, and where several processes
serve, the worst is that each finds out by itself. Permits are never kept.
"""

import logging
import secrets
from cites.cug.permits.number import normal_number
from cites.cug.permits.sources.source import Foreign, PermitSource, Refusal, SourceRefused
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from time import monotonic


logger = logging.getLogger(__name__)

#: Failures in a row until a source is left in peace, and for how many seconds.
FAILURES, PEACE = 3, 60.0
#: For how many seconds a refusal stands, and of how many at most.
STANDS, MOST = 300.0, 1000
#: The source, not the question, is to blame.
FAILED = frozenset({Refusal.TIME_OUT, Refusal.UNREACHABLE})
#: What will be the same in a minute.
LASTING = frozenset({Refusal.MISSING, Refusal.CALLER_UNKNOWN, Refusal.NOT_AVAILABLE})


class Breaker:
    """Opens after failures in a row; after a time of peace one caller tries again."""

    def __init__(self, clock: Callable[[], float]):
        self.clock = clock
        self.failures = 0
        self.closed_from = 0.0
        self._lock = Lock()

    def enter(self) -> bool:
        """Whether the caller may ask the source."""
        with self._lock:
            now = self.clock()
            if self.failures < FAILURES:
                return True
            if now < self.closed_from:
                return False
            # The others wait until this one knows more.
            self.closed_from = now + PEACE
            return True

    def note(self, *, failed: bool) -> None:
        with self._lock:
            self.failures = self.failures + 1 if failed else 0
            if self.failures >= FAILURES:
                self.closed_from = self.clock() + PEACE


class Refusals:
    """What was refused lately, by a digest of the question."""

    def __init__(self, clock: Callable[[], float]):
        self.clock = clock
        self._key = secrets.token_bytes(32)
        self._kept: dict[bytes, tuple[float, Refusal]] = {}
        self._lock = Lock()

    def digest(self, *question: str) -> bytes:
        return blake2b("\0".join(question).encode(), key=self._key).digest()

    def find(self, digest: bytes) -> Refusal | None:
        """What still stands."""
        with self._lock:
            until, refusal = self._kept.get(digest, (0.0, None))
            return refusal if self.clock() < until else None

    def keep(self, digest: bytes, refusal: Refusal) -> None:
        with self._lock:
            self._kept.pop(digest, None)
            self._kept[digest] = (self.clock() + STANDS, refusal)
            # All stand equally long: the first one is the oldest.
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]


class GuardedSource:
    """A ``PermitSource`` around another."""

    def __init__(self, source: PermitSource, clock: Callable[[], float] = monotonic):
        self.source = source
        self.breaker = Breaker(clock)
        self.refusals = Refusals(clock)

    def lookup(self, country: str, number: str, token: str) -> Foreign:
        digest = self.refusals.digest(country, normal_number(number), token)
        if known := self.refusals.find(digest):
            raise SourceRefused(known)
        if not self.breaker.enter():
            raise SourceRefused(Refusal.RESTING)
        try:
            found = self.source.lookup(country, number, token)
        except SourceRefused as error:
            self._note(error.refusal, digest)
            log_failure(error)
            raise
        self.breaker.note(failed=False)
        return found

    def check(self, country: str) -> None:
        """At any time: whoever asks wants to know whether it is there again."""
        self.source.check(country)

    def _note(self, refusal: Refusal, digest: bytes) -> None:
        if refusal in LASTING:
            self.refusals.keep(digest, refusal)
        # Where too many of ours were waiting, the source has not been asked.
        if refusal != Refusal.BUSY:
            self.breaker.note(failed=refusal in FAILED)


def log_failure(error: SourceRefused) -> None:
    """For administrators: what failed, without a word of the question or the answer."""
    if error.refusal in FAILED or error.refusal == Refusal.CALLER_UNKNOWN:
        cause = error.__cause__
        reason = getattr(cause, "strerror", None) or type(cause or error).__name__
        logger.warning("The outside source of permits: %s (%s)", error.refusal, reason)
