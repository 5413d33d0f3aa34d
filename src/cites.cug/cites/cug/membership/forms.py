"""Forms of a closed user group itself."""

from cites.cug import _
from cites.cug.intake.form_pages import AddPage
from cites.cug.intake.form_pages import EditPage
from cites.cug.intake.forms import AddForm
from cites.cug.intake.forms import EditForm


class GroupAddForm(AddForm):
    portal_type = "ClosedUserGroup"
    label = _("Add a closed user group")
    reminder = False


class GroupEditForm(EditForm):
    label = _("Edit the group")
    reminder = False


class GroupAddPage(AddPage):
    form = GroupAddForm


class GroupEditPage(EditPage):
    form = GroupEditForm
