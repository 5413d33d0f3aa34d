"""Forms of workspaces and topics."""

from cites.cug import _
from cites.cug.intake.forms import AddForm
from cites.cug.intake.forms import AddPage
from cites.cug.intake.forms import EditForm
from cites.cug.intake.forms import EditPage


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


class FileAddForm(AddForm):
    portal_type = "File"
    label = _("Add a file")


class PictureAddForm(AddForm):
    portal_type = "Image"
    label = _("Add a picture")


def _page(base, form_class):
    name = form_class.__name__.replace("Form", "Page")
    return type(name, (base,), {"form": form_class, "__module__": __name__})


WorkspaceAddPage = _page(AddPage, WorkspaceAddForm)
WorkspaceEditPage = _page(EditPage, WorkspaceEditForm)
TopicAddPage = _page(AddPage, TopicAddForm)
TopicEditPage = _page(EditPage, TopicEditForm)
FileAddPage = _page(AddPage, FileAddForm)
PictureAddPage = _page(AddPage, PictureAddForm)
