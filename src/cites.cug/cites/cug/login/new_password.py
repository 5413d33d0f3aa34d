"""Stores a new password that the owner of an account has chosen."""

from cites.cug.login import accounts, pending_changes
from cites.cug.login.passwords import hashed
from cites.cug.login.user_folders import store
from secrets import token_urlsafe
from typing import Any


def keep_password(users: Any, user_id: str, password: str) -> None:
    """Store it; ends all sessions and tokens, and stops changes of the account."""
    store(users).updateUserPassword(user_id, hashed(password))
    accounts.end_sessions(user_id)
    pending_changes.keep_factor(user_id, "password")
    pending_changes.keep_address(user_id)


def take_password(users: Any, user_id: str) -> None:
    """Make the password useless: the owner must choose a new one by a link."""
    keep_password(users, user_id, token_urlsafe(32))
