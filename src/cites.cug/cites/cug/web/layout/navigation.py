"""Entries of a group's navigation, and of the menu of one's own settings.

A page says by ``navigation_entry`` that it has one; ``<cug:page />`` registers it, with
the name and the permission of the page. A group has few places: the entries without a
``place``. Every other entry is a view of one of them.
"""

from cites.cug.access.policy import Permission
from cites.cug.web.layout.interfaces import INavigationEntry, ISettingsEntry
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from zope.component.zcml import handler
from zope.i18nmessageid import Message
from zope.interface import implementer


#: The place of those who look after the group: a page that lists its views.
ADMINISTRATION = "administration"


@implementer(INavigationEntry)
@dataclass(frozen=True)
class NavigationEntry:
    """An entry; by itself with the title and the permission of its page."""

    title: Message | str = ""
    order: int = 0
    place: str = ""
    part: str = ""
    explanation: Message | str = ""
    count: Callable[[Any], int] | None = None
    counted: Message | str = ""
    permission: Permission | str | None = None
    path: str = ""

    def register(self, page: type, path: str, permission: str) -> None:
        entry = replace(
            self,
            title=self.title or vars(page)["page_title"],
            path=path,
            permission=self.permission or permission,
        )
        handler("registerUtility", entry, INavigationEntry, path)


@implementer(ISettingsEntry)
@dataclass(frozen=True)
class SettingsEntry:
    """An entry; it has the title of its page."""

    order: int
    offered: Callable[[str], bool] = bool
    title: Message | str = ""
    path: str = ""

    def register(self, page: type, path: str, permission: str) -> None:
        entry = replace(self, path=path, title=vars(page)["page_title"])
        handler("registerUtility", entry, ISettingsEntry, path)
