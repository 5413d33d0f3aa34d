"""Marker interfaces that the whole add-on shares."""

from plone.app.contenttypes.interfaces import IPloneAppContenttypesLayer
from plone.app.layout.interfaces import IPloneAppLayoutLayer
from plone.restapi.interfaces import IPloneRestapiLayer
from zope.interface import Interface


class ICugLayer(IPloneAppContenttypesLayer, IPloneAppLayoutLayer, IPloneRestapiLayer):
    """The browser layer of requests to a portal in which ``cites.cug`` is installed.

    It extends Plone's layers so that our pages come before Plone's of the same name,
    in whatever order the layers were installed.
    """


class IClosedUserGroup(Interface):
    """A closed user group: the roles of its members follow from its roster."""


class IInsideGroup(Interface):
    """Content that belongs to the one closed user group in which it lies."""


class ILibraryContent(IInsideGroup):
    """A folder or an item of a library."""


class ILibraryFolder(ILibraryContent):
    """A folder of a group's library; the library itself is one."""


class ILibraryItem(ILibraryContent):
    """An alert or a document of a library."""


class IWorkspaces(IInsideGroup):
    """The folder that holds all workspaces of a group."""


class ITeamWorkspace(IInsideGroup):
    """A workspace. Only its team and the Secretariat may know that it exists."""


class ITopic(IInsideGroup):
    """A topic of a workspace, with its discussion. Only the team reads it."""


class IOwnPage(Interface):
    """A page of the add-on, which needs none of Plone's style sheets and scripts."""
