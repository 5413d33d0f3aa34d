"""Suspend and reactivate members.

Roles follow from the roster, so both hold from the next request on, in this group only
and however the member is logged in. Messages, drafts and published items stay.
"""

from cites.cug.access.roles import Category
from cites.cug.core.trail.trail import record
from cites.cug.membership.actions import keep_secretariat, noted
from cites.cug.membership.office import come_into_office
from cites.cug.membership.renewal import begin_membership
from cites.cug.membership.roster import ACTIVE, Reason, roster_groups, SUSPENDED
from collective.workspace.interfaces import IWorkspace
from typing import Any


def suspend_member(
    group: Any,
    user_id: str,
    *,
    acting_user: str,
    reason: Reason = Reason.DECISION,
    note: str = "",
) -> None:
    """Take away a member's roles; the member stays on the roster.

    Does nothing for a suspended member. Raises KeyError if the user is not on the roster,
    InvalidValues if the group would lose its last active Secretariat member.
    """
    entry = IWorkspace(group)[user_id]
    if entry.state == SUSPENDED:
        return
    keep_secretariat(group, user_id)
    changes = {"state": SUSPENDED, "suspended_for": reason.value, "flagged": None}
    entry.update({**changes, "groups": set()})
    detail = {"member": user_id, "reason": reason.value, **noted(note)}
    record("member.suspend", target=group, acting_user=acting_user, detail=detail)


def reactivate_member(
    group: Any, user_id: str, *, acting_user: str, note: str = ""
) -> None:
    """Give a suspended member the roles back. It counts as a confirmation that the member
    is in office.

    Does nothing for an active member. Raises KeyError if the user is not on the roster.
    """
    entry = IWorkspace(group)[user_id]
    if entry.state == ACTIVE:
        return
    groups = roster_groups(Category(entry.category), bool(entry.contact_point))
    entry.update({**begin_membership(group), "groups": groups})
    if entry.category == Category.SECRETARIAT:
        come_into_office(group, user_id)
    detail = {"member": user_id, **noted(note)}
    record("member.reactivate", target=group, acting_user=acting_user, detail=detail)
