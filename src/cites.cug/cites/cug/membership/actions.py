"""Actions on the roster of a group. Each is recorded in the audit trail."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import invalid
from cites.cug.login.user_folders import takes_password
from cites.cug.membership.account_status import close_unless_member, open_account
from cites.cug.membership.office import come_into_office
from cites.cug.membership.renewal import begin_membership
from cites.cug.membership.roster import (
    roster_groups,
    RosterEntry,
    secretariat_of,
    SUSPENDED,
)
from collective.workspace.interfaces import IWorkspace
from plone import api
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
    telephone: str = "",
    contact_point: bool = False,
) -> RosterEntry:
    """Add an existing account to the roster. Its roles hold from the next request on.

    Who has an account joins by accepting an invitation; only new accounts are added
    directly. Raises InvalidValues if a service account would be Secretariat or contact
    point.
    """
    service = not takes_password(api.portal.get_tool("acl_users"), user_id)
    keep_services_out(service, category, contact_point)
    entry = IWorkspace(group).add_to_team(
        user=user_id,
        groups=roster_groups(category, contact_point),
        category=category.value,
        country=country,
        organisation=organisation,
        function=function,
        telephone=telephone,
        contact_point=contact_point,
        service=service,
        **begin_membership(group),
    )
    open_account(user_id)
    if category is Category.SECRETARIAT:
        come_into_office(group, user_id)
    record(
        "member.admit",
        target=group,
        acting_user=acting_user,
        detail={
            "member": user_id,
            "category": category.value,
            "country": country,
            "organisation": organisation,
            "contact_point": contact_point,
        },
    )
    return entry


def change_member(
    group: Any, user_id: str, *, acting_user: str, **changes: Any
) -> RosterEntry:
    """Change a member's category, country, organisation, function or contact point.

    A suspended member stays suspended. Raises KeyError if the user is not on the roster,
    InvalidValues if the group would lose its last Secretariat member, or a service
    account would be Secretariat or contact point.
    """
    entry = IWorkspace(group)[user_id]
    category = Category(changes.get("category", entry.category))
    if category is not Category.SECRETARIAT:
        keep_secretariat(group, user_id, field="category")
    contact_point = changes.get("contact_point", entry.contact_point)
    keep_services_out(entry.service, category, contact_point)
    suspended = entry.state == SUSPENDED
    was_secretariat = entry.category == Category.SECRETARIAT
    groups = set() if suspended else roster_groups(category, contact_point)
    entry.update({**changes, "category": category.value, "groups": groups})
    if category is Category.SECRETARIAT and not (was_secretariat or suspended):
        come_into_office(group, user_id)
    record(
        "member.change",
        target=group,
        acting_user=acting_user,
        detail={"member": user_id, **changes},
    )
    return entry


def remove_member(group: Any, user_id: str, *, acting_user: str, note: str = "") -> None:
    """Remove a member from the roster; does nothing for others.

    What the member wrote stays. A member who is on no other roster can no longer log in.
    Raises InvalidValues for the last Secretariat member.
    """
    keep_secretariat(group, user_id)
    if IWorkspace(group).remove_from_team(user_id) is not None:
        close_unless_member(user_id)
        record(
            "member.remove",
            target=group,
            acting_user=acting_user,
            detail={"member": user_id, **noted(note)},
        )


def keep_services_out(service: bool, category: Category, contact_point: bool) -> None:
    """Raise InvalidValues if a service account would be Secretariat or contact point:
    only people vet members.
    """
    if service and (contact_point or category is Category.SECRETARIAT):
        people = _("membership_secretariat_contact_points_people_text")
        raise invalid("category", people)


def keep_secretariat(group: Any, leaving: str, *, field: str = "state") -> None:
    """Raise InvalidValues if ``leaving`` is the only active Secretariat member.

    ``field`` is what would take them out of office.
    """
    if secretariat_of(group) == {leaving}:
        raise invalid(field, _("membership_group_must_least_member_error"))


def noted(note: str) -> dict[str, str]:
    """The reason as detail for the audit trail; {} if none was given."""
    return {"note": note} if note else {}
