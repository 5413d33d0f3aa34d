"""Entries of a group's navigation, and of the menu of one's own settings.

A page says by ``navigation_entry`` that it has one; ``<cug:page />`` registers it, with
the name and the permission of the page.
"""

from cites.cug.access.policy import Permission
from cites.cug.web.layout.interfaces import INavigationEntry, ISettingsEntry
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from zope.component.zcml import handler
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(INavigationEntry)
@dataclass(frozen=True)
class NavigationEntry:
    """An entry; by itself with the permission of its page."""

    title: Message
    order: int
    desk: bool = False
    count: Callable[[Any], int] | None = None
    counted: Message | str = ""
    on_phone: bool = False
    permission: Permission | str | None = None
    path: str = ""

    def register(self, page: type, path: str, permission: str) -> None:
        entry = replace(self, path=path, permission=self.permission or permission)
        handler("registerUtility", entry, INavigationEntry, path)


@implementer(ISettingsEntry)
@dataclass(frozen=True)
class SettingsEntry:
    """An entry; it has the title of its page."""

    order: int
    title: Message | str = ""
    path: str = ""

    def register(self, page: type, path: str, permission: str) -> None:
        entry = replace(self, path=path, title=vars(page)["page_title"])
        handler("registerUtility", entry, ISettingsEntry, path)
