"""Accounts of those who are approved."""

import secrets
from cites.cug.login.addresses import let_set
from cites.cug.login.passwords import hashed
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
    _logins().addUser(user_id, email, hashed(secrets.token_urlsafe(32)))
    users.portal_role_manager.assignRoleToPrincipal("Member", user_id)
    let_set(user_id)
    member = api.user.get(userid=user_id)
    member.setMemberProperties(
        {"fullname": full_name, "email": email, "language": language}
    )


def _logins() -> Any:
    return api.portal.get_tool("acl_users").source_users
