"""Whether an account is open. It is, as long as its owner is on any roster."""

from cites.cug.access.roles import Role
from cites.cug.login import accounts
from plone import api


def open_account(user_id: str) -> None:
    """Let the owner of the account log in, also if the account was closed before."""
    if accounts.account_status(user_id).disabled:
        accounts.enable(user_id)


def close_unless_member(user_id: str) -> None:
    """Close an account if its owner is on no roster and is no site manager.

    A suspended member is still on a roster, and may be active in other groups.
    """
    rosters = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="ClosedUserGroup", workspace_members=user_id
    )
    exists = api.user.get(userid=user_id) is not None
    if not rosters and exists and not runs_site(user_id):
        accounts.disable(user_id)


def runs_site(user_id: str) -> bool:
    """Whether this is the account of a site manager."""
    user = api.user.get(userid=user_id)
    return user is not None and Role.MANAGER in user.getRoles()
