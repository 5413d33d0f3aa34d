"""Accounts of those who are approved."""

import secrets
from cites.cug.login.addresses import let_set
from cites.cug.login.passwords import hashed
from plone import api
from typing import Any


def account_of(email: str) -> str | None:
    """The user id of who logs in with this address, and reads what is sent to it.

    Site managers name accounts: a name that looks like somebody's address makes no
    account theirs.
    """
    user_id = login_of(email)
    return user_id if user_id is not None and reads(user_id, email) else None


def owner_of(name: str) -> str | None:
    """The account of that user id, login name or address."""
    user_id = name if account_exists(name) else login_of(name)
    is_theirs = user_id is not None and ("@" not in name or reads(user_id, name))
    return user_id if is_theirs else None


def login_of(name: str) -> str | None:
    try:
        return _logins().getUserIdForLogin(name)
    except KeyError:
        return None


def reads(user_id: str, email: str) -> bool:
    """Whether what is sent to the address reaches the owner of the account."""
    member = api.user.get(userid=user_id)
    kept = member.getProperty("email") if member is not None else None
    return (kept or "").casefold() == email.casefold()


def new_user_id() -> str:
    """A user id that tells nothing of who it belongs to."""
    return f"m{secrets.token_hex(8)}"


def account_exists(user_id: str) -> bool:
    return api.user.get(userid=user_id) is not None


def make_account(user_id: str, email: str, full_name: str, language: str) -> None:
    """An account that nobody can log in to before its password is set."""
    users = api.portal.get_tool("acl_users")
    # Another account may have taken the address for its name, without reading what is
    # sent there.
    login = email if login_of(email) is None else user_id
    _logins().addUser(user_id, login, hashed(secrets.token_urlsafe(32)))
    users.portal_role_manager.assignRoleToPrincipal("Member", user_id)
    let_set(user_id)
    member = api.user.get(userid=user_id)
    member.setMemberProperties(
        {"fullname": full_name, "email": email, "language": language}
    )


def _logins() -> Any:
    return api.portal.get_tool("acl_users").source_users
