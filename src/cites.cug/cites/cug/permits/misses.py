"""Limits how many look-ups of a member find nothing.

Otherwise somebody who may only look permits up could try out the numbers of a country and
count its permits. The registry and the outside source count together. Who has used the
limit up waits with every look-up: an answer would say whether a permit exists.
"""

from cites.cug.access.all_groups import all_groups
from cites.cug.access.guard import on_roster
from cites.cug.core.sql.rate import check, Rate, take, Use
from cites.cug.core.sql.session import read_connection, write_session
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.mailing.outbox import queue_notices
from cites.cug.permits.notices import USED_UP
from cites.cug.reports.notifications import secretariat
from cites.cug.web.limits.use import (
    give_back_use,
    is_used_up,
    Limit,
    require_left,
    use,
    use_at_once,
)
from datetime import datetime, timedelta, UTC
from typing import NamedTuple


LIMIT = Limit.MISSING_PERMITS
#: The same question counts once an hour: whoever has an unknown paper in hand asks the
#: registry and the outside source, and more than once.
ONCE = Rate(1, timedelta(hours=1))
#: How often the Secretariat is told of one member.
TOLD = Rate(1, timedelta(days=1))


class Question(NamedTuple):
    """The caller and the permit of a look-up."""

    country: str
    number: str
    user_id: str

    @property
    def use(self) -> Use:
        key = f"{self.country.upper()}:{normal_number(self.number)}:{self.user_id}"
        return Use("permits.missing", key, ONCE)


def require_look_up(user_id: str) -> None:
    """Raise OverLimit if the caller has to wait with look-ups."""
    require_left(user_id, LIMIT)


def count_miss(question: Question) -> None:
    """Count a look-up that found nothing, with the current transaction."""
    if _note_question(question):
        use(None, question.user_id, {LIMIT: 1})
        _tell_if_used_up(question.user_id)


def reserve_miss(question: Question) -> datetime | None:
    """Count a question before it is asked, which may take long. Raises OverLimit.

    Returns when it was counted: then ``settle_miss`` must follow. None if it was already.
    """
    with read_connection() as connection:
        if check(connection, [question.use], datetime.now(UTC)) is not None:
            return None
    return use_at_once(question.user_id, LIMIT)


def settle_miss(question: Question, counted: datetime, *, is_missing: bool) -> None:
    """Keep the count of a question that found nothing, and undo that of another."""
    if not is_missing:
        give_back_use(question.user_id, LIMIT, counted)
    elif _note_question(question):
        _tell_if_used_up(question.user_id)


def _note_question(question: Question) -> bool:
    """Note that the question has been counted. Returns False if it was already."""
    return take(write_session().connection(), [question.use], datetime.now(UTC)) is None


def _tell_if_used_up(user_id: str) -> None:
    """Tell the Secretariats of the member's groups, once a day."""
    now = datetime.now(UTC)
    if not is_used_up(user_id, LIMIT):
        return
    if take(write_session().connection(), [Use(USED_UP, user_id, TOLD)], now) is not None:
        return
    for group in all_groups():
        if on_roster(user_id, group):
            told = [one for one in secretariat(group) if one != user_id]
            queue_notices(USED_UP, user_id, group.UID(), told, at=now)
