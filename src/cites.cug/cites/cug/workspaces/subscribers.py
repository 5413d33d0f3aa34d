"""Events that workspaces answer."""

from cites.cug.access.guard import caller
from cites.cug.audit.trail import record
from cites.cug.interfaces import ITeamWorkspace
from cites.cug.workspaces.actions.spaces import begin
from cites.cug.workspaces.actions.spaces import state_changed
from cites.cug.workspaces.actions.spaces import SYSTEM
from zope.container.interfaces import IContainerModifiedEvent


def workspace_added(workspace, event) -> None:
    begin(workspace, acting_user=caller() or SYSTEM)


def after_transition(content, event) -> None:
    if event.transition is not None:
        state_changed(
            content,
            event.old_state.id,
            event.new_state.id,
            acting_user=caller() or SYSTEM,
        )


def changed(content, event) -> None:
    """The content itself, not what lies in it."""
    if not IContainerModifiedEvent.providedBy(event):
        content.setModificationDate()


def removed(content, event) -> None:
    if event.object is content:  # and not the workspace or group around it
        kind = "workspace" if ITeamWorkspace.providedBy(content) else "topic"
        record(f"{kind}.delete", target=content, acting_user=caller() or SYSTEM)
