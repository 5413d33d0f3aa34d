"""For how long a membership holds, and who says that it goes on."""

from cites.cug import _
from cites.cug.audit.trail import record
from cites.cug.membership.roster import ACTIVE
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, timedelta, UTC
from plone.supermodel.model import Schema
from typing import Any, NamedTuple
from zope import schema
from zope.annotation.interfaces import IAnnotations


RULES = "cites.cug.membership.rules"
#: Longer than the time from the first reminder to the last day; ten years.
LEAST_DAYS, MOST_DAYS = 60, 3650


class IRenewalRules(Schema):
    """How long memberships hold and accounts may be unused, in days."""

    period = schema.Int(
        title=_("Days from one confirmation to the next"),
        description=_("It counts from each member's next confirmation on."),
        min=LEAST_DAYS,
        max=MOST_DAYS,
    )
    unused = schema.Int(
        title=_("Days that an account may be unused"),
        description=_(
            "Then its owner is told; suspended 30 days later. Empty: for ever."
        ),
        min=LEAST_DAYS,
        max=MOST_DAYS,
        required=False,
    )


class RenewalRules(NamedTuple):
    """Of one group, in days; ``Rules()`` is what ships."""

    #: From one confirmation to the next.
    period: int = 365
    #: How long an account may be unused before it is flagged; None: for ever.
    unused: int | None = 180


class NotActive(ValueError):
    """Who is suspended must be reactivated; a confirmation alone does not do that."""


def rules_of(group: Any) -> RenewalRules:
    """The rules of a group."""
    return RenewalRules(**IAnnotations(group).get(RULES, {}))


def set_rules(group: Any, rules: RenewalRules, *, acting_user: str) -> None:
    """The period counts from each member's next confirmation on."""
    IAnnotations(group)[RULES] = rules._asdict()
    detail = rules._asdict()
    record("member.rules", target=group, acting_user=acting_user, detail=detail)


def today() -> date:
    """The day, in UTC."""
    return datetime.now(UTC).date()


def begin_membership(group: Any) -> dict[str, Any]:
    """What a roster entry says of somebody who is a member from today on."""
    return {
        "state": ACTIVE,
        "suspended_for": None,
        "active_since": today(),
        "flagged": None,
        **confirmed(group, today()),
    }


def confirmed(group: Any, day: date) -> dict[str, Any]:
    """What it says of somebody who was in office that day."""
    return {
        "validated": day,
        "valid_until": day + timedelta(days=rules_of(group).period),
        "reminder": None,
        "reminded": None,
    }


def revalidate_members(group: Any, user_ids: Iterable[str], *, acting_user: str) -> None:
    """Confirm that these members are still in office: all of them or, on error, none.

    Raises KeyError for somebody not on the roster, NotActive for who is suspended.
    """
    roster = IWorkspace(group)
    members = list(dict.fromkeys(user_ids))
    for user_id in members:
        if roster[user_id].state != ACTIVE:
            raise NotActive(user_id)
    for user_id in members:
        roster.note(user_id, **confirmed(group, today()))
        until = roster[user_id].valid_until.isoformat()
        detail = {"member": user_id, "valid_until": until}
        record("member.revalidate", target=group, acting_user=acting_user, detail=detail)
