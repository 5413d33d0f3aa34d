"""What the site's administrator decides about logging in."""

from cites.cug.login.interfaces import ILoginSettings
from datetime import timedelta
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import queryUtility


PREFIX = "cites.cug.login"


def _setting(name: str) -> Any:
    """As it is kept; as it is by default at Zope's root, where there is no registry."""
    default = ILoginSettings[name].default
    registry = queryUtility(IRegistry)
    return default if registry is None else registry.get(f"{PREFIX}.{name}", default)


def idle() -> timedelta:
    return timedelta(minutes=_setting("idle_minutes"))


def longest() -> timedelta:
    return timedelta(hours=_setting("longest_hours"))


def factor_categories() -> frozenset[str]:
    return frozenset(_setting("factor_categories"))


def grace() -> timedelta:
    return timedelta(days=_setting("factor_grace_days"))
