"""Whether an account is open: for as long as its owner is on any roster."""

from cites.cug.access.roles import Role
from cites.cug.login import accounts
from plone import api


def open_account(user_id: str) -> None:
    """Who comes to a roster can log in, also if they once left the last one."""
    if accounts.standing(user_id).disabled:
        accounts.enable(user_id)


def close_unless_member(user_id: str) -> None:
    """Let nobody in any more as who has left the last roster; site managers stay.

    A suspended member is on the roster still, and may be in other groups.
    """
    rosters = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="ClosedUserGroup", workspace_members=user_id
    )
    exists = api.user.get(userid=user_id) is not None
    if not rosters and exists and not runs_site(user_id):
        accounts.disable(user_id)


def runs_site(user_id: str) -> bool:
    """Whether it is a site manager's account."""
    user = api.user.get(userid=user_id)
    return user is not None and Role.MANAGER in user.getRoles()
