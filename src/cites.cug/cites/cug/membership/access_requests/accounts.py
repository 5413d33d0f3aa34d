"""Accounts of persons whose request for access is approved."""

import secrets
from cites.cug.access.guard import caller
from cites.cug.login.addresses import let_set
from cites.cug.login.audit_records import record_account
from cites.cug.login.passwords import hashed
from plone import api
from typing import Any


def account_of(email: str) -> str | None:
    """User id of the account with this login name and this e-mail address; None if none
    has both.

    The login name alone does not count. Site managers choose it, so it may look like an
    address whose mail somebody else reads.
    """
    user_id = login_of(email)
    return user_id if user_id is not None and reads(user_id, email) else None


def owner_of(name: str) -> str | None:
    """User id of the account with this user id, login name or address; None if there is
    none.
    """
    user_id = name if account_exists(name) else login_of(name)
    is_theirs = user_id is not None and ("@" not in name or reads(user_id, name))
    return user_id if is_theirs else None


def login_of(name: str) -> str | None:
    """User id of the account with this login name; None if there is none."""
    try:
        return _logins().getUserIdForLogin(name)
    except KeyError:
        return None


def reads(user_id: str, email: str) -> bool:
    """Whether this is the e-mail address of the account; case does not matter."""
    member = api.user.get(userid=user_id)
    kept = member.getProperty("email") if member is not None else None
    return (kept or "").casefold() == email.casefold()


def new_user_id() -> str:
    """A new user id: random, so that it tells nothing about the person."""
    return f"m{secrets.token_hex(8)}"


def account_exists(user_id: str) -> bool:
    """Whether there is an account with this user id."""
    return api.user.get(userid=user_id) is not None


def make_account(user_id: str, email: str, full_name: str, language: str) -> None:
    """Make an account. Nobody can log in to it before its password is set."""
    users = api.portal.get_tool("acl_users")
    # Another account may have this address as its login name, without reading its mail.
    login = email if login_of(email) is None else user_id
    _logins().addUser(user_id, login, hashed(secrets.token_urlsafe(32)))
    record_account("account.add", user_id, acting_user=caller() or "")
    users.portal_role_manager.assignRoleToPrincipal("Member", user_id)
    let_set(user_id)
    member = api.user.get(userid=user_id)
    member.setMemberProperties(
        {"fullname": full_name, "email": email, "language": language}
    )


def _logins() -> Any:
    return api.portal.get_tool("acl_users").source_users
