"""What the site's administrator decides about logging in."""

from cites.cug.core.settings.registry import setting_of
from cites.cug.login.interfaces import ILoginSettings
from datetime import timedelta
from typing import Any


PREFIX = "cites.cug.login"


def _setting(name: str) -> Any:
    return setting_of(ILoginSettings, PREFIX, name)


def idle() -> timedelta:
    return timedelta(minutes=_setting("idle_minutes"))


def longest() -> timedelta:
    return timedelta(hours=_setting("longest_hours"))


def factor_categories() -> frozenset[str]:
    return frozenset(_setting("factor_categories"))


def grace() -> timedelta:
    return timedelta(days=_setting("factor_grace_days"))


def change_delay() -> timedelta:
    """For how long a change waits that others have asked for."""
    return timedelta(hours=_setting("change_hours"))


def tries() -> int:
    """After how many wrong tries an account is locked."""
    return _setting("lock_tries")


def network_tries() -> int:
    return _setting("lock_network_tries")


def window() -> timedelta:
    """For how long a wrong try counts."""
    return timedelta(minutes=_setting("lock_minutes"))


def password_length() -> int:
    return _setting("password_length")


def password_score() -> int:
    return _setting("password_score")
