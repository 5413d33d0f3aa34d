"""Accounts of those who are approved."""

import secrets
from plone import api
from typing import Any


def account_of(email: str) -> str | None:
    """The user id of who logs in with this address.

    Login names only: an address in a profile is whatever its owner typed there.
    """
    try:
        return _logins().getUserIdForLogin(email)
    except KeyError:
        return None


def new_user_id() -> str:
    """A user id that tells nothing of who it belongs to."""
    return f"m{secrets.token_hex(8)}"


def exists(user_id: str) -> bool:
    return api.user.get(userid=user_id) is not None


def make_account(user_id: str, email: str, full_name: str, language: str) -> None:
    """An account that nobody can log in to before its password is set."""
    users = api.portal.get_tool("acl_users")
    _logins().addUser(user_id, email, secrets.token_urlsafe(32))
    users.portal_role_manager.assignRoleToPrincipal("Member", user_id)
    member = api.user.get(userid=user_id)
    member.setMemberProperties(
        {"fullname": full_name, "email": email, "language": language}
    )
    password_link(user_id)


def password_link(user_id: str) -> str:
    """Where the account's password is set, once; the same link as long as it works."""
    tool = _resets()
    waiting = [
        key
        for key, (owner, until) in tool._requests.items()
        if owner == user_id and not tool.expired(until)
    ]
    key = waiting[0] if waiting else tool.requestReset(user_id)["randomstring"]
    return f"{api.portal.get().absolute_url()}/passwordreset/{key}"


def password_link_days() -> int:
    """For how long such a link works."""
    return _resets().getExpirationTimeout()


def _resets() -> Any:
    return api.portal.get_tool("portal_password_reset")


def _logins() -> Any:
    return api.portal.get_tool("acl_users").source_users
