"""Forms of workspaces and topics."""

from cites.cug import _
from cites.cug.access.guard import caller, group_of
from cites.cug.web.forms.member_form import AddForm, EditForm
from cites.cug.web.forms.pages import add_page, edit_page, page_of
from cites.cug.web.layout.links import opening_about, title_at
from cites.cug.workspaces.actions.topics import topic_edited
from plone.app.textfield.value import RichTextValue
from typing import Any


class TopicAddForm(AddForm):
    """``?about=PATH`` begins a topic about something in the group, with its address."""

    portal_type = "Topic"
    label = _("workspaces_forms_begin_a_topic_label")

    def updateWidgets(self, *args: Any) -> None:
        super().updateWidgets(*args)
        path, group = self.request.form.get("about"), group_of(self.context)
        goes_on = self.draft_line.goes_on or self.request.method != "GET"
        if goes_on or not isinstance(path, str):
            return
        if path and title_at(group, path):
            text = RichTextValue(opening_about(group, path))
            self.widgets["text"].value = self.widgets["text"].toWidgetValue(text)


class TopicEditForm(EditForm):
    """Keeps title and text as they were before the change."""

    label = _("workspaces_forms_edit_the_topic_label")

    def applyChanges(self, data: dict[str, Any]) -> Any:
        with topic_edited(self.context, acting_user=caller()):
            return super().applyChanges(data)


WorkspaceAddPage = add_page("Workspace", _("workspaces_forms_create_a_workspace"))
WorkspaceEditPage = edit_page(_("workspaces_forms_edit_the_workspace"))
TopicAddPage = page_of(TopicAddForm)
TopicEditPage = page_of(TopicEditForm)
FileAddPage = add_page("File", _("common_add_a_file_link"))
PictureAddPage = add_page("Image", _("common_add_a_picture_link"))
