"""Entries of a group's navigation, and of the menu of one's own settings."""

from cites.cug.access.policy import Permission
from cites.cug.web.layout.interfaces import INavigationEntry, ISettingsEntry
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(INavigationEntry)
@dataclass(frozen=True)
class NavigationEntry:
    """An entry; the domain of the page that it opens registers it."""

    title: Message
    path: str
    permission: Permission
    order: int
    desk: bool = False
    count: Callable[[Any], int] | None = None
    counted: Message | str = ""
    on_phone: bool = False


@implementer(ISettingsEntry)
@dataclass(frozen=True)
class SettingsEntry:
    """An entry; the domain of the page that it opens registers it."""

    title: Message
    path: str
    order: int
