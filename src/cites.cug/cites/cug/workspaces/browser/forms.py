"""Forms of workspaces and topics."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.forms.member_form import AddForm
from cites.cug.forms.member_form import EditForm
from cites.cug.forms.pages import page_of
from cites.cug.workspaces.actions.topics import topic_edited
from typing import Any


class WorkspaceAddForm(AddForm):
    portal_type = "Workspace"
    label = _("Make a workspace")


class WorkspaceEditForm(EditForm):
    label = _("Edit the workspace")


class TopicAddForm(AddForm):
    portal_type = "Topic"
    label = _("Begin a topic")


class TopicEditForm(EditForm):
    label = _("Edit the topic")

    def applyChanges(self, data: dict[str, Any]) -> Any:
        with topic_edited(self.context, acting_user=caller()):
            return super().applyChanges(data)


class FileAddForm(AddForm):
    portal_type = "File"
    label = _("Add a file")


class PictureAddForm(AddForm):
    portal_type = "Image"
    label = _("Add a picture")


WorkspaceAddPage = page_of(WorkspaceAddForm)
WorkspaceEditPage = page_of(WorkspaceEditForm)
TopicAddPage = page_of(TopicAddForm)
TopicEditPage = page_of(TopicEditForm)
FileAddPage = page_of(FileAddForm)
PictureAddPage = page_of(PictureAddForm)
