"""Events that workspaces answer."""

from cites.cug.access.guard import caller
from cites.cug.audit.trail import record
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.interfaces import ITopic
from cites.cug.workspaces.actions.spaces import appoint_first_moderator
from cites.cug.workspaces.actions.spaces import state_changed
from cites.cug.workspaces.actions.spaces import SYSTEM
from cites.cug.workspaces.actions.topics import begin_topic
from cites.cug.workspaces.topic_records import forget_content
from cites.cug.workspaces.topic_records import refresh_thread
from plone import api
from Products.CMFCore.indexing import processQueue
from zope.container.interfaces import IContainerModifiedEvent


def workspace_added(workspace, event) -> None:
    appoint_first_moderator(workspace, acting_user=caller() or SYSTEM)


def topic_added(topic, event) -> None:
    begin_topic(topic, acting_user=caller() or SYSTEM)


def after_transition(content, event) -> None:
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
    """The content itself, not what lies in it."""
    if not IContainerModifiedEvent.providedBy(event):
        content.setModificationDate()
        if ITopic.providedBy(content):
            refresh_thread(content)


def forget_removed(content, event) -> None:
    forget_content(content)
    if event.object is content:  # and not the workspace or group around it
        kind = "workspace" if ITeamWorkspace.providedBy(content) else "topic"
        record(f"{kind}.delete", target=content, acting_user=caller() or SYSTEM)


def topic_gone(topic, event) -> None:
    """Its comments went after it was taken out of the catalog, and put it back."""
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(topic.getPhysicalPath())
    if catalog.getrid(path) is not None:
        catalog.uncatalog_object(path)
