"""How long a membership holds, and its confirmation."""

from cites.cug import _
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import invalid
from cites.cug.membership.roster import ACTIVE
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import date, datetime, timedelta, UTC
from plone.supermodel.model import Schema
from typing import Any, NamedTuple
from zope import schema
from zope.annotation.interfaces import IAnnotations


RULES = "cites.cug.membership.rules"
#: At least longer than the time from the first reminder to the last day; at most ten
#: years.
LEAST_DAYS, MOST_DAYS = 60, 3650


class IRenewalRules(Schema):
    """How long memberships hold and accounts may be unused, in days."""

    period = schema.Int(
        title=_("membership_renewal_days_confirmation_next_label"),
        description=_("membership_renewal_change_applies_each_member_help"),
        min=LEAST_DAYS,
        max=MOST_DAYS,
    )
    unused = schema.Int(
        title=_("membership_renewal_days_account_may_unused_label"),
        description=_("membership_renewal_owner_then_told_suspended_help"),
        min=LEAST_DAYS,
        max=MOST_DAYS,
        required=False,
    )


class RenewalRules(NamedTuple):
    """The rules of one group, in days; without arguments, the defaults."""

    #: Days from one confirmation to the next.
    period: int = 365
    #: Days without login until an account is flagged; None: never.
    unused: int | None = 180


def rules_of(group: Any) -> RenewalRules:
    """The rules of a group; the defaults if it has set none."""
    return RenewalRules(**IAnnotations(group).get(RULES, {}))


def set_rules(group: Any, rules: RenewalRules, *, acting_user: str) -> None:
    """Keep the rules of a group. A new period counts from each member's next confirmation
    on.
    """
    IAnnotations(group)[RULES] = rules._asdict()
    detail = rules._asdict()
    record("member.rules", target=group, acting_user=acting_user, detail=detail)


def today() -> date:
    """The date, in UTC."""
    return datetime.now(UTC).date()


def begin_membership(group: Any) -> dict[str, Any]:
    """Values of a roster entry for a member who joins or is reactivated today."""
    return {
        "state": ACTIVE,
        "suspended_for": None,
        "active_since": today(),
        "flagged": None,
        **confirmed(group, today()),
    }


def confirmed(group: Any, day: date) -> dict[str, Any]:
    """Values of a roster entry for a member who was confirmed on that day."""
    return {
        "validated": day,
        "valid_until": day + timedelta(days=rules_of(group).period),
        "reminder": None,
        "reminded": None,
    }


def revalidate_members(
    group: Any, user_ids: Iterable[str], *, acting_user: str, note: str = ""
) -> None:
    """Confirm that these members are still in office: all of them or, on error, none.

    ``note`` goes into the trail.

    Raises KeyError if a user is not on the roster, InvalidValues if one is suspended.
    """
    roster = IWorkspace(group)
    members = list(dict.fromkeys(user_ids))
    for user_id in members:
        if roster[user_id].state != ACTIVE:
            raise invalid(
                "state", _("membership_renewal_suspended_member_must_reactivated_error")
            )
    for user_id in members:
        roster.note(user_id, **confirmed(group, today()))
        until = roster[user_id].valid_until.isoformat()
        detail = {"member": user_id, "valid_until": until}
        if note:
            detail["note"] = note
        record("member.revalidate", target=group, acting_user=acting_user, detail=detail)
