"""Forms of a closed user group itself."""

from cites.cug import _
from cites.cug.web.forms.member_form import AddForm, EditForm
from cites.cug.web.forms.pages import AddPage, EditPage


class GroupAddForm(AddForm):
    portal_type = "ClosedUserGroup"
    label = _("membership_forms_add_closed_user_group_label")
    reminder = False


class GroupEditForm(EditForm):
    label = _("membership_forms_edit_the_group_label")
    reminder = False


class GroupAddPage(AddPage):
    form = GroupAddForm


class GroupEditPage(EditPage):
    form = GroupEditForm
