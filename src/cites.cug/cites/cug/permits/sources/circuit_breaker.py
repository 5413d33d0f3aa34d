"""A source that is not asked while it fails, nor twice for what it has just refused.

Failures and refusals are kept in memory, not in the database: they matter for minutes
only, and numbers or tokens that somebody tried are written nowhere. With several
processes, each finds out by itself. Permits are never kept.
"""

import logging
import secrets
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.sources.source import Foreign, PermitSource, Refusal, SourceRefused
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock
from time import monotonic


logger = logging.getLogger(__name__)

#: After so many failures in a row the source is not asked for so many seconds.
FAILURES, PEACE = 3, 60.0
#: A refusal is remembered for so many seconds; at most so many refusals are.
STANDS, MOST = 300.0, 1000
#: Refusals that are failures of the source, whatever the question.
FAILED = frozenset({Refusal.TIME_OUT, Refusal.UNREACHABLE})
#: Refusals that would be the same in a few minutes.
LASTING = frozenset({Refusal.MISSING, Refusal.CALLER_UNKNOWN, Refusal.NOT_AVAILABLE})


class Breaker:
    """Opens after ``FAILURES`` in a row; after ``PEACE`` seconds one caller may try
    again.
    """

    def __init__(self, clock: Callable[[], float]):
        self.clock = clock
        self.failures = 0
        self.closed_from = 0.0
        self._lock = Lock()

    def enter(self) -> bool:
        """Whether the caller may ask the source now."""
        with self._lock:
            now = self.clock()
            if self.failures < FAILURES:
                return True
            if now < self.closed_from:
                return False
            # The other callers wait for the result of this one.
            self.closed_from = now + PEACE
            return True

    def note(self, *, failed: bool) -> None:
        with self._lock:
            self.failures = self.failures + 1 if failed else 0
            if self.failures >= FAILURES:
                self.closed_from = self.clock() + PEACE


class Refusals:
    """Recent refusals, by a keyed digest of the question."""

    def __init__(self, clock: Callable[[], float]):
        self.clock = clock
        self._key = secrets.token_bytes(32)
        self._kept: dict[bytes, tuple[float, Refusal]] = {}
        self._lock = Lock()

    def digest(self, *question: str) -> bytes:
        return blake2b("\0".join(question).encode(), key=self._key).digest()

    def find(self, digest: bytes) -> Refusal | None:
        """The refusal of this question, if it is still remembered."""
        with self._lock:
            until, refusal = self._kept.get(digest, (0.0, None))
            return refusal if self.clock() < until else None

    def keep(self, digest: bytes, refusal: Refusal) -> None:
        with self._lock:
            self._kept.pop(digest, None)
            self._kept[digest] = (self.clock() + STANDS, refusal)
            # All are remembered equally long, so the first is the oldest.
            if len(self._kept) > MOST:
                del self._kept[next(iter(self._kept))]


class GuardedSource:
    """A ``PermitSource`` that guards another one with a breaker and remembered
    refusals.
    """

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
        """Ask the source, also while it rests: the caller wants to know if it works
        again.
        """
        self.source.check(country)

    def _note(self, refusal: Refusal, digest: bytes) -> None:
        if refusal in LASTING:
            self.refusals.keep(digest, refusal)
        # BUSY means that the source was not asked: too many callers wait already.
        if refusal != Refusal.BUSY:
            self.breaker.note(failed=refusal in FAILED)


def log_failure(error: SourceRefused) -> None:
    """Write a failure into the log, without any part of question or answer."""
    if error.refusal in FAILED or error.refusal == Refusal.CALLER_UNKNOWN:
        cause = error.__cause__
        reason = getattr(cause, "strerror", None) or type(cause or error).__name__
        logger.warning("The outside source of permits: %s (%s)", error.refusal, reason)
