"""Entries of a group's navigation."""

from cites.cug.access.policy import Permission
from cites.cug.shell.interfaces import INavigationEntry
from dataclasses import dataclass
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(INavigationEntry)
@dataclass(frozen=True)
class NavigationEntry:
    """Registered by the domain whose screen it opens."""

    title: Message
    path: str
    permission: Permission
    order: int
