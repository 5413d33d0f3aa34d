"""Review of memberships: reminders, and suspension of members not confirmed in time.

All that was done is noted in the roster entry, in the same transaction. If two processes
review at once, both change the same entry; ZODB refuses one, which begins again.
"""

from cites.cug.access.roles import Category, CATEGORY_GROUP, CONTACT_POINT_GROUP
from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.login.accounts import last_used
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.notices import ENDS, TO_CONFIRM, UNUSED
from cites.cug.membership.renewal import confirmed, rules_of
from cites.cug.membership.roster import Reason
from cites.cug.membership.suspension import suspend_member
from collections.abc import Mapping
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, timedelta
from typing import Any


#: Days before the last day on which reminders are sent. The last one is never left out.
REMINDERS = (30, 10)
#: Time from the flag “unused” to suspension.
GRACE = timedelta(days=30)


def review_memberships(group: Any, now: datetime) -> None:
    """Do everything that is due in a group. A second run on the same day does nothing."""
    # Take the lock for writing first: a second process waits here, so ZODB refuses it at
    # most once.
    write_session()
    roster = IWorkspace(group)
    active = [user_id for user_id, entry in roster.members.items() if entry["groups"]]
    used = last_used(active)
    for user_id in active:
        _begin_to_count(roster, user_id, now.date())
        if not _confirmation(group, user_id, now):
            _use(group, user_id, used.get(user_id), now)


def idle_days(entry: Mapping[str, Any], used: datetime | None, day: date) -> int:
    """Days since the last login; the day of admission or reactivation counts as a
    login.
    """
    known = [entry.get("active_since") or day]
    if used is not None:
        known.append(used.date())
    return (day - max(known)).days


def _begin_to_count(roster: Any, user_id: str, day: date) -> None:
    """Give full time to a member who joined before the roster had dates."""
    if roster[user_id].valid_until is None:
        roster.note(user_id, active_since=day, **confirmed(roster.context, day))


def _confirmation(group: Any, user_id: str, now: datetime) -> bool:
    """Send a reminder, or suspend a member who was reminded in time. Whether suspended
    now.
    """
    roster, day = IWorkspace(group), now.date()
    entry = roster[user_id]
    left = (entry.valid_until - day).days
    reached = [days for days in REMINDERS if left <= days]
    if reached and (entry.reminder is None or min(reached) < entry.reminder):
        roster.note(user_id, reminder=min(reached), reminded=day)
        _remind(group, user_id, now)
    # If the job did not run for a while, the last reminder is late, and so is suspension.
    elif left < 0 and day >= entry.reminded + timedelta(days=min(REMINDERS)):
        return _suspend(group, user_id, Reason.NOT_VALIDATED)
    return False


def _remind(group: Any, user_id: str, now: datetime) -> None:
    group_uid = group.UID()
    keepers = keepers_of(group, user_id)
    if not IWorkspace(group)[user_id].service:  # programs read no mail
        queue_notices(ENDS, user_id, group_uid, [user_id], at=now)
    if keepers:
        queue_notices(TO_CONFIRM, user_id, group_uid, keepers, at=now)


def keepers_of(group: Any, user_id: str) -> list[str]:
    """Who can confirm a member: the Secretariat, and contact points of the same
    country.
    """
    members = IWorkspace(group).members
    country = members[user_id].get("country")
    secretariat = CATEGORY_GROUP[Category.SECRETARIAT]
    return [
        other
        for other, entry in members.items()
        if other != user_id
        and (
            secretariat in entry["groups"]
            or (
                CONTACT_POINT_GROUP in entry["groups"]
                and country
                and entry.get("country") == country
            )
        )
    ]


def _use(group: Any, user_id: str, used: datetime | None, now: datetime) -> None:
    """Flag an unused account and tell its owner; suspend the member after ``GRACE``."""
    roster, day = IWorkspace(group), now.date()
    entry = roster.members[user_id]
    most, flagged = rules_of(group).unused, entry.get("flagged")
    if most is None or idle_days(entry, used, day) < most:
        if flagged:
            roster.note(user_id, flagged=None)
    elif not flagged:
        roster.note(user_id, flagged=day)
        if not entry.get("service"):
            queue_notices(UNUSED, user_id, group.UID(), [user_id], at=now)
    elif day >= flagged + GRACE:
        _suspend(group, user_id, Reason.UNUSED)


def _suspend(group: Any, user_id: str, reason: Reason) -> bool:
    try:
        suspend_member(group, user_id, acting_user="", reason=reason)
    except InvalidValues:  # the last of the Secretariat stays
        return False
    return True
