"""A member makes and ends the key of a group's feed, and reads it so often in an hour."""

from cites.cug import _
from cites.cug.access.features import Feature, require_feature
from cites.cug.core.sql.rate import Left, left_of, Rate, take, Use
from cites.cug.core.sql.session import autonomous_transaction
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing, Refusal, TOO_MANY
from cites.cug.login import feed_keys
from cites.cug.login.change_notices import notice_change
from datetime import datetime, timedelta, UTC
from typing import Any
from urllib.parse import urlencode


#: Programs ask every few minutes; from several devices of one member.
RATE = Rate(120, timedelta(hours=1))
TOO_OFTEN = _("exchange_feeds_news_feed_read_too_text")


def make_feed(group: Any, folder: str, *, acting_user: str) -> str:
    """The address of the member's feed, with a new key; an earlier one ends.

    Raises Refusal where the group has not turned feeds on.
    """
    require_feature(group, Feature.FEEDS)
    key = feed_keys.make_key(acting_user, folder, group.UID())
    record("feed.make", target=group, acting_user=acting_user)
    notice_change("feed.make", acting_user)
    return f"{group.absolute_url()}/@feed?{urlencode({'token': key})}"


def end_feed(group: Any, *, acting_user: str) -> None:
    """End the member's key. Raises Missing."""
    if not feed_keys.end_key(acting_user, group.UID()):
        raise Missing(group.getId())
    record("feed.end", target=group, acting_user=acting_user)


def count_reading(group: Any, user_id: str, now: datetime | None = None) -> Left:
    """Count that a feed is read; how often it still may be. Raises Refusal, and then
    counts nothing.
    """
    now = now or datetime.now(UTC)
    reading = Use("feed", f"{group.UID()}:{user_id}", RATE)
    with autonomous_transaction() as connection:
        wait = take(connection, [reading], now)
        left = left_of(connection, reading, now)
    if wait is not None:
        raise Refusal(TOO_OFTEN, TOO_MANY, wait=wait.time)
    return left
