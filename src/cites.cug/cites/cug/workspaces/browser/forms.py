"""Forms of workspaces and topics."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.forms.member_form import EditForm
from cites.cug.forms.pages import add_page, edit_page, page_of
from cites.cug.workspaces.actions.topics import topic_edited
from typing import Any


class TopicEditForm(EditForm):
    """Keeps title and text as they were before the change."""

    label = _("Edit the topic")

    def applyChanges(self, data: dict[str, Any]) -> Any:
        with topic_edited(self.context, acting_user=caller()):
            return super().applyChanges(data)


WorkspaceAddPage = add_page("Workspace", _("Make a workspace"))
WorkspaceEditPage = edit_page(_("Edit the workspace"))
TopicAddPage = add_page("Topic", _("Begin a topic"))
TopicEditPage = page_of(TopicEditForm)
FileAddPage = add_page("File", _("Add a file"))
PictureAddPage = add_page("Image", _("Add a picture"))
