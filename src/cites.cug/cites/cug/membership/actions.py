"""Changes of a roster."""

from cites.cug.access.policy import Category
from cites.cug.audit.trail import record
from cites.cug.membership.roster import roster_groups
from cites.cug.membership.roster import RosterEntry
from collective.workspace.interfaces import IWorkspace
from typing import Any


def admit_member(
    group: Any,
    user_id: str,
    category: Category,
    *,
    acting_user: str,
    country: str = "",
    organisation: str = "",
    function: str = "",
    contact_point: bool = False,
) -> RosterEntry:
    """Put an existing account on the roster; it holds its roles from the next request."""
    entry = IWorkspace(group).add_to_team(
        user=user_id,
        groups=roster_groups(category, contact_point),
        category=category.value,
        country=country,
        organisation=organisation,
        function=function,
        contact_point=contact_point,
        state="active",
    )
    record(
        "member.admit",
        target=group,
        acting_user=acting_user,
        detail={"member": user_id, "category": category.value, "country": country},
    )
    return entry


def remove_member(group: Any, user_id: str, *, acting_user: str) -> None:
    """Take a member off the roster; what they wrote stays. Does nothing for others."""
    if IWorkspace(group).remove_from_team(user_id) is not None:
        record(
            "member.remove",
            target=group,
            acting_user=acting_user,
            detail={"member": user_id},
        )
