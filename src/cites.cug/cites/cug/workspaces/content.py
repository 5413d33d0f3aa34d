"""Workspaces, and the container of all workspaces of a group."""

from cites.cug import _
from cites.cug.core.codelists.fields import HandlingCode
from cites.cug.interfaces import ITeamWorkspace, IWorkspaces
from cites.cug.web.layout.local_texts import in_languages
from plone.dexterity.content import Container
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class Quiet(Container):
    """A container in which many members can add something at the same time."""

    # The catalog sorts the content. A list of all names, or a date of change, would be
    # written with each new item, so that members would be in conflict.
    _ordering = "unordered"

    def notifyModified(self) -> None:
        """Do nothing; ``subscribers.changed`` sets the date when the content is edited.

        Plone calls this when something is added to the container.
        """

    # A copy would show to others what was written for one audience.
    def cb_isCopyable(self) -> bool:
        return False

    def cb_isMoveable(self) -> bool:
        return False


class IWorkspacesSchema(model.Schema):
    """The fields of the container."""

    title = schema.TextLine(title=_("common_name_label"), max_length=200)


@implementer(IWorkspaces)
class Workspaces(Quiet):
    """Contains the workspaces of a group. Members see only their own."""


@in_languages("title", "description")
class IWorkspaceSchema(model.Schema):
    """The fields of a workspace."""

    title = schema.TextLine(title=_("common_name_label"), max_length=200)

    description = schema.Text(
        title=_("common_purpose_label"),
        description=_("workspaces_what_team_works_here_help"),
        max_length=1000,
        required=False,
        default="",
        missing_value="",
    )

    handling = HandlingCode()

    takes_requests = schema.Bool(
        title=_("workspaces_enforcement_members_may_ask_label"),
        description=_("workspaces_they_then_see_name_help"),
        default=False,
        required=False,
    )

    end_date = schema.Date(
        title=_("common_last_day_label"),
        description=_("workspaces_day_after_workspace_archived_help"),
        required=False,
    )


@implementer(ITeamWorkspace)
class Workspace(Quiet):
    """Contains topics. Its team is a part of the group's roster."""
