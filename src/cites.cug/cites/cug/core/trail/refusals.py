"""Refused requests, as the trail keeps them: bounded, whatever somebody tries.

The first refusal of a kind in a minute is an event at once; the others of that minute
are counted and follow as one event with ``more``. A member has at most ``MOST_OF_ONE``
kinds a minute in a process, all together ``MOST``: what goes beyond is counted without
saying what it was. Who is not logged in gets one event a minute for all networks.

Each process counts for itself. Of one that is killed the counts of the running minute
are lost, not what was written at once.
"""

import logging
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.trail import AuditEvent
from collections import Counter
from datetime import datetime, UTC
from sqlalchemy import insert
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple


logger = logging.getLogger(__name__)

FORBIDDEN, THROTTLED = "refusal.forbidden", "refusal.throttled"
PERIOD = 60
MOST_OF_ONE, MOST = 10, 200


class Refused(NamedTuple):
    """What is alike about refusals that are counted together."""

    actor: str
    action: str
    #: Path of the thing, and of the portal.
    target: str
    portal: str
    ip: str | None = None
    credential: str | None = None
    #: Where it was refused: ``permission``, ``rule``, ``token``, ``limit``, ``log-in``.
    step: str = ""
    #: The page or service, and the method.
    what: str = ""
    method: str = ""

    @property
    def rest(self) -> "Refused":
        """The same without saying what it was."""
        return Refused(self.actor, self.action, self.portal, self.portal)

    def event(self, **more: int) -> dict[str, Any]:
        """A row of the trail."""
        named = {"step": self.step, "what": self.what, "method": self.method}
        return {
            "time": datetime.now(UTC),
            "actor": self.actor,
            "action": self.action,
            "target": self.target,
            "target_uid": None,
            "ip": self.ip,
            "detail": {**{name: one for name, one in named.items() if one}, **more},
            "credential": self.credential,
        }


class RefusalCounts:
    """What was refused in the running minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._forget(0.0)

    def _forget(self, now: float) -> None:
        self._ends = now + PERIOD
        self._counts: Counter[Refused] = Counter()
        self._kinds: Counter[str] = Counter()

    def note(self, one: Refused, now: float) -> list[dict[str, Any]]:
        """Count a refusal; the events that are to be written now."""
        with self._lock:
            events = self._end(now)
            if not one.actor or self._is_too_much(one):
                one = one.rest
            is_first = one not in self._counts
            self._counts[one] += 1
            if is_first:
                self._kinds[one.actor] += 1
                events += [one.event()] if one.actor else []
            return events

    def _is_too_much(self, one: Refused) -> bool:
        many = self._kinds[one.actor] >= MOST_OF_ONE or len(self._counts) >= MOST
        return many and one not in self._counts

    def end(self, now: float) -> list[dict[str, Any]]:
        """The events of a minute that is over."""
        if not self._counts or now < self._ends:  # in most requests
            return []
        with self._lock:
            return self._end(now)

    def _end(self, now: float) -> list[dict[str, Any]]:
        if now < self._ends:
            return []
        further = [
            (one, number - 1 if one.actor else number)
            for one, number in self._counts.items()
        ]
        self._forget(now)
        return [one.event(more=number) for one, number in further if number]


_counts = RefusalCounts()


def note_refused(one: Refused) -> None:
    """Keep a refusal in the trail, in a transaction of its own; never fails."""
    _write(_counts.note(one, monotonic()))


def write_counted() -> None:
    """Write what was counted in a minute that is over; never fails."""
    _write(_counts.end(monotonic()))


def forget_counted() -> None:
    """Count from nothing again, as a new process does; for tests."""
    global _counts
    _counts = RefusalCounts()


def _write(events: list[dict[str, Any]]) -> None:
    if not events:
        return
    try:
        with autonomous_transaction() as connection:
            connection.execute(insert(AuditEvent.__table__), events)
    except Exception:
        logger.exception("%d refusals are not in the trail", len(events))
