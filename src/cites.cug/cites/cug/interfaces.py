"""Markers that the whole add-on shares."""

from zope.interface import Interface
from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class ICugLayer(IDefaultBrowserLayer):
    """Set on each request below a portal in which ``cites.cug`` is installed."""


class IClosedUserGroup(Interface):
    """A closed user group: its roster decides what its members hold inside it."""


class IInsideGroup(Interface):
    """Content that belongs to the closed user group it lies in, and to no other."""


class ILibraryFolder(IInsideGroup):
    """A folder of a group's library; the library itself is one."""


class ILibraryItem(IInsideGroup):
    """An alert or a document: what the library publishes to an audience."""


class IOwnPage(Interface):
    """A view of ours: it needs none of Plone's style sheets and scripts."""
