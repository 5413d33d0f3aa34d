"""Workspaces and the place they lie in."""

from cites.cug import _
from cites.cug.codelists.fields import HandlingCode
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.interfaces import IWorkspaces
from plone.dexterity.content import Container
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class Quiet(Container):
    """A container that many add to at once without being in each other's way."""

    # The catalogue orders what lies in it; a list of all names would be written with
    # each, whole, as the date of change would be.
    _ordering = "unordered"

    def notifyModified(self) -> None:
        """Plone calls this for each new item; ``changed`` sets the date."""

    # A copy would take along what members have written for one audience only.
    def cb_isCopyable(self) -> bool:
        return False

    def cb_isMoveable(self) -> bool:
        return False


class IWorkspacesSchema(model.Schema):
    """The place of a group's workspaces."""

    title = schema.TextLine(title=_("Name"), max_length=200)


@implementer(IWorkspaces)
class Workspaces(Quiet):
    """Holds workspaces; shows to each those that they are part of."""


class IWorkspaceSchema(model.Schema):
    """What a workspace is for, how its content is to be handled, and for how long."""

    title = schema.TextLine(title=_("Name"), max_length=200)

    description = schema.Text(
        title=_("Purpose"),
        description=_("What the team works on here."),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )

    handling = HandlingCode()

    takes_requests = schema.Bool(
        title=_("Enforcement members may ask to join"),
        description=_(
            "They then see its name and purpose, and nothing else. Otherwise nobody but"
            " its team and the Secretariat knows that it exists."
        ),
        default=False,
        required=False,
    )

    end_date = schema.Date(
        title=_("Last day"),
        description=_("The day after, the workspace is archived: read-only."),
        required=False,
    )


@implementer(ITeamWorkspace)
class Workspace(Quiet):
    """Holds topics; its roster is a part of the group's."""
