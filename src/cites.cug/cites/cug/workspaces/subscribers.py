"""Subscribers to events of workspaces and topics."""

from cites.cug.access.guard import caller
from cites.cug.core.fulltext.index import follow_code
from cites.cug.core.trail.trail import record, SYSTEM
from cites.cug.interfaces import ITeamWorkspace, ITopic
from cites.cug.workspaces.actions.spaces import (
    appoint_first_moderator,
    state_changed,
)
from cites.cug.workspaces.actions.topics import begin_topic
from cites.cug.workspaces.topic_records import (
    close_access,
    forget_content,
    refresh_access,
    refresh_thread,
)
from plone import api
from Products.CMFCore.indexing import processQueue
from zope.container.interfaces import IContainerModifiedEvent


def workspace_added(workspace, event) -> None:
    """Make whoever made the workspace its moderator."""
    appoint_first_moderator(workspace, acting_user=caller() or SYSTEM)


def topic_added(topic, event) -> None:
    """Begin a new topic: its row, notices and record."""
    begin_topic(topic, acting_user=caller() or SYSTEM)


def after_transition(content, event) -> None:
    """Record a change of state, and bring the row of a topic up to date."""
    if event.transition is not None:
        if ITopic.providedBy(content):
            refresh_thread(content)
        state_changed(
            content,
            event.old_state.id,
            event.new_state.id,
            acting_user=caller() or SYSTEM,
            reason=event.kwargs.get("comment", ""),
        )


def changed(content, event) -> None:
    """Date and record that content is edited, not that something is added to it.

    Edits of topics are on record by who did them.
    """
    if IContainerModifiedEvent.providedBy(event):
        return
    content.setModificationDate()
    if ITopic.providedBy(content):
        refresh_thread(content)
    else:
        follow_code(content)
        record("workspace.edit", target=content, acting_user=caller() or SYSTEM)


def team_changed(workspace, event) -> None:
    """Note whether the member can see the workspace from now on."""
    refresh_access(workspace, event.membership.user)


def forget_removed(content, event) -> None:
    """Delete the rows of a removed topic or workspace."""
    if ITeamWorkspace.providedBy(content):
        close_access(content)
    forget_content(content)
    if event.object is content:  # and not the workspace or group around it
        kind = "workspace" if ITeamWorkspace.providedBy(content) else "topic"
        record(f"{kind}.delete", target=content, acting_user=caller() or SYSTEM)


def attachment_added(attachment, event) -> None:
    """Record that a picture or file was put into a topic, however it was."""
    if event.object is attachment and ITopic.providedBy(event.newParent):
        record("topic.attach", target=attachment, acting_user=caller() or SYSTEM)


def attachment_removed(attachment, event) -> None:
    """Record that a picture or file was taken out of a topic."""
    if event.object is attachment and ITopic.providedBy(event.oldParent):
        record("topic.detach", target=attachment, acting_user=caller() or SYSTEM)


def topic_gone(topic, event) -> None:
    """Take a removed topic out of the catalog again.

    Plone removes its comments after it, and each removal would put the topic back.
    """
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(topic.getPhysicalPath())
    if catalog.getrid(path) is not None:
        catalog.uncatalog_object(path)
