"""A new password, once it is known that its owner chose it."""

from cites.cug.login import accounts
from cites.cug.login import pending_changes
from cites.cug.login.passwords import hashed
from cites.cug.login.user_folders import store
from secrets import token_urlsafe
from typing import Any


def keep_password(users: Any, user_id: str, password: str) -> None:
    """It ends whatever the old one opened, and a waiting removal of the second factor."""
    store(users).updateUserPassword(user_id, hashed(password))
    accounts.end_sessions(user_id)
    pending_changes.keep_factor(user_id, "password")


def take_password(users: Any, user_id: str) -> None:
    """No password opens the account any more, until its owner chooses one by a link."""
    keep_password(users, user_id, token_urlsafe(32))
