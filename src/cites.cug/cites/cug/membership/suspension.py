"""Suspending members, and taking them back.

Roles follow from the roster, so both hold from the next request on, whatever the member
is logged in with; in this group only. Messages, drafts and what was published stay.
"""

from cites.cug.access.roles import Category
from cites.cug.audit.trail import record
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
    """Take a member's roles, but not the place on the roster.

    Raises KeyError for somebody not on the roster, LastSecretariat where nobody would be
    left to run the group. Does nothing for who is suspended already.
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
    """Give the roles back; whoever does it says that the member is in office.

    Raises KeyError for somebody not on the roster. Does nothing for who is active.
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
