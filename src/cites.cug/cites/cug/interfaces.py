"""Markers that the whole add-on shares."""

from plone.app.contenttypes.interfaces import IPloneAppContenttypesLayer
from plone.app.layout.interfaces import IPloneAppLayoutLayer
from plone.restapi.interfaces import IPloneRestapiLayer
from zope.interface import Interface


class ICugLayer(IPloneAppContenttypesLayer, IPloneAppLayoutLayer, IPloneRestapiLayer):
    """Set on each request below a portal in which ``cites.cug`` is installed.

    It extends Plone's layers so that our pages come before Plone's of the same name,
    in whatever order the layers were installed.
    """


class IClosedUserGroup(Interface):
    """A closed user group: its roster decides what its members hold inside it."""


class IInsideGroup(Interface):
    """Content that belongs to the closed user group it lies in, and to no other."""


class ILibraryContent(IInsideGroup):
    """A folder or an item of a library."""


class ILibraryFolder(ILibraryContent):
    """A folder of a group's library; the library itself is one."""


class ILibraryItem(ILibraryContent):
    """An alert or a document: what the library publishes to an audience."""


class IWorkspaces(IInsideGroup):
    """The place of a group's workspaces."""


class ITeamWorkspace(IInsideGroup):
    """A workspace: to all but its team and the Secretariat it does not exist."""


class ITopic(IInsideGroup):
    """A topic of a workspace, with its discussion; for the team alone."""


class IOwnPage(Interface):
    """A view of ours: it needs none of Plone's style sheets and scripts."""
