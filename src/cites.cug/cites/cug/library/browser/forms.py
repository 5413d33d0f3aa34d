"""Forms of the library: alerts, documents, folders, pictures and files."""

from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.guard import group_of
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.forms.member_form import AddForm, EditForm
from cites.cug.forms.pages import add_page, edit_page, EditPage, page_of
from cites.cug.library.actions import sharing_problem
from cites.cug.library.attachments import Attachment, attachments_of
from cites.cug.library.readers import left_out, NEVER_IGO
from cites.cug.validation.errors import InvalidValue
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button


class SharedItemForm(EditForm):
    """Refuses, for a shared item, a handling code that forbids to share it."""

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        state = api.content.get_state(self.context)
        handling = data.get("handling")
        problem = sharing_problem(handling, state)
        if left_out(group_of(self.context), chosen_readers(self.context), handling):
            problem = NEVER_IGO
        return {"handling": InvalidValue(problem)} if problem else {}


class AlertAddForm(AddForm):
    """Has a second button, which leads to the upload of pictures and files."""

    portal_type = "Alert"
    label = _("Add an alert")
    then_upload = False
    buttons = AddForm.buttons.select("save")
    handlers = AddForm.handlers.copy()

    @button.buttonAndHandler(_("Save and add pictures or files"), name="save_and_upload")
    def handle_add_and_upload(self, action):
        self.then_upload = True
        self.handleAdd(self, action)

    buttons += AddForm.buttons.select("cancel")

    def nextURL(self) -> str:
        url = super().nextURL()
        return f"{url.removesuffix('/view')}/upload" if self.then_upload else url


class AlertEditForm(SharedItemForm):
    """Changes an alert."""

    label = _("Edit the alert")


class DocumentEditForm(SharedItemForm):
    """Changes a document."""

    label = _("Edit the document")


AlertAddPage = page_of(AlertAddForm)


class AlertEditPage(EditPage):
    """Shows the pictures and files of the alert below the form."""

    form = AlertEditForm
    below = ViewPageTemplateFile("templates/attachments.pt")

    def attachments(self) -> list[Attachment]:
        return attachments_of(self.context, reader_language())


DocumentAddPage = add_page("LibraryDocument", _("Add a document"))
DocumentEditPage = page_of(DocumentEditForm)
FolderAddPage = add_page("LibraryFolder", _("Add a folder"))
FolderEditPage = edit_page(_("Edit the folder"))
PictureAddPage = add_page("Image", _("Add a picture"))
PictureEditPage = edit_page(_("Edit the picture"))
FileAddPage = add_page("File", _("Add a file"))
FileEditPage = edit_page(_("Edit the file"))
