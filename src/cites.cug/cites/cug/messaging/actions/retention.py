"""For how long messages are kept.

A longer time holds at once. A shorter one deletes messages that members have, so it holds
only after a delay: all members are told, and the Secretariat can take it back until then.
"""

from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.mailing.outbox import queue_notices
from cites.cug.messaging.addressing import active_members
from cites.cug.messaging.models import Retention
from datetime import datetime, timedelta
from math import inf
from typing import Any, NamedTuple


DELAY = timedelta(days=7)
DEFAULT_TRASH_DAYS = 30
#: Names of the kinds, in the outbox.
SHORTER, TAKEN_BACK = "retention.shorter", "retention.taken-back"


class Rule(NamedTuple):
    """Numbers of days; None means for ever."""

    trash_days: int
    keep_days: int | None


class Shorter(NamedTuple):
    """A shorter rule, and from when on it holds."""

    rule: Rule
    start: datetime

    @property
    def reference(self) -> str:
        """The reference by which notices name it."""
        return self.start.isoformat()


DEFAULT = Rule(DEFAULT_TRASH_DAYS, None)
#: Of a row that the portal has not written: nothing is deleted by it.
FOR_EVER = Rule(36_500, None)


def retention(group: Any, now: datetime) -> Rule:
    """The rule that holds now."""
    return _rules_of(session().get(Retention, group.UID()), now)[0]


def waiting_retention(group: Any, now: datetime) -> Shorter | None:
    """The rule that waits; None if there is none."""
    return _rules_of(session().get(Retention, group.UID()), now)[1]


def _rules_of(row: Retention | None, now: datetime) -> tuple[Rule, Shorter | None]:
    if row is None:
        return DEFAULT, None
    if not is_proven(Retention, row):
        return FOR_EVER, None
    holds = Rule(row.trash_days, row.keep_days)
    if row.next_from is None:
        return holds, None
    then = Rule(row.next_trash_days, row.next_keep_days)
    return (then, None) if row.next_from <= now else (holds, Shorter(then, row.next_from))


def set_retention(
    group: Any, wanted: Rule, *, acting_user: str, now: datetime
) -> Shorter | None:
    """Set the rule, also for messages that are there; returns what has to wait."""
    settle(group, now)
    before = retention(group, now)
    at_once = longer(before, wanted)
    shorter = Shorter(wanted, now + DELAY) if at_once != wanted else None
    _keep(group, at_once, shorter)
    detail = {
        "before": before._asdict(),
        "wanted": wanted._asdict(),
        "from": (shorter.start if shorter else now).isoformat(timespec="seconds"),
    }
    record("message.retention", target=group, acting_user=acting_user, detail=detail)
    if shorter is not None:
        _tell(SHORTER, shorter.reference, group, now)
    return shorter


def take_back(group: Any, *, acting_user: str, now: datetime) -> bool:
    """Take back a rule that waits; whether there was one."""
    row = write_session().get(Retention, group.UID(), with_for_update=True)
    rule, shorter = _rules_of(row, now)
    if shorter is None:
        return False
    _keep(group, rule, None)
    detail = {"wanted": shorter.rule._asdict(), "holds": rule._asdict()}
    record("message.retention-back", target=group, acting_user=acting_user, detail=detail)
    _tell(TAKEN_BACK, shorter.reference, group, now)
    return True


def settle(group: Any, now: datetime) -> None:
    """Record that a rule that waited holds now. It can be repeated."""
    row = write_session().get(Retention, group.UID(), with_for_update=True)
    if row is not None and row.next_from is not None and row.next_from <= now:
        rule, _waiting = _rules_of(row, now)
        _keep(group, rule, None)
        detail = rule._asdict()
        record("message.retention-holds", target=group, acting_user=SYSTEM, detail=detail)


def longer(one: Rule, other: Rule) -> Rule:
    """The longer of each time."""
    trash_days = max(one.trash_days, other.trash_days)
    keep_days = max(one.keep_days or inf, other.keep_days or inf)
    return Rule(trash_days, None if keep_days == inf else int(keep_days))


def _keep(group: Any, rule: Rule, shorter: Shorter | None) -> None:
    trash_days, keep_days = shorter.rule if shorter else (None, None)
    records = write_session()
    records.merge(
        Retention(
            group_uid=group.UID(),
            **rule._asdict(),
            next_trash_days=trash_days,
            next_keep_days=keep_days,
            next_from=shorter.start if shorter else None,
        )
    )
    records.flush()


def _tell(kind: str, reference: str, group: Any, now: datetime) -> None:
    """Tell every member, whatever notices they have chosen."""
    readers = sorted(active_members(group))
    queue_notices(kind, reference, group.UID(), readers, at=now, always=True)
