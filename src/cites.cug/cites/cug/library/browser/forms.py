"""Forms of the library: alerts, documents, folders, pictures and files."""

from cites.cug import _
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.forms.member_form import AddForm
from cites.cug.forms.member_form import EditForm
from cites.cug.forms.member_form import NOTE
from cites.cug.forms.member_form import Part
from cites.cug.forms.pages import EditPage
from cites.cug.forms.pages import page_of
from cites.cug.library.actions import sharing_problem
from cites.cug.library.attachments import Attachment
from cites.cug.library.attachments import attachments_of
from cites.cug.library.browser.widgets import HandlingInput
from cites.cug.library.browser.widgets import SpeciesInput
from cites.cug.validation.errors import InvalidValue
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button


ALERT_PARTS = (
    Part(
        "what",
        _("What happened"),
        (
            "title",
            "description",
            "alert_type",
            "handling",
            "incident_date",
            "incident_country",
            "location",
        ),
    ),
    Part("specimens", _("Specimens"), ("specimens",)),
    Part("text", _("Text"), ("body",)),
    Part(
        "place",
        _("Place in detail"),
        ("location_type", "latitude", "longitude"),
        folded=True,
    ),
    Part(
        "detection",
        _("Detection"),
        ("detecting_agency", "detection_method", "reason_for_seizure"),
        folded=True,
    ),
    Part(
        "route",
        _("Route and transport"),
        (
            "alleged_origin",
            "transit_countries",
            "alleged_destination",
            "transport_mode",
            "concealment",
        ),
        folded=True,
    ),
    Part(
        "outcome",
        _("Outcome"),
        (
            "offender_count",
            "offender_nationalities",
            "disposal",
            "sanction",
            "legal_provision",
            "estimated_value",
            "currency",
        ),
        folded=True,
    ),
    Part("reporting", _("Reporting"), ("seizure_id", "share_iccwc"), folded=True),
)
DOCUMENT_PARTS = (
    Part(
        "document",
        _("Document"),
        ("title", "description", "file", "document_type", "handling"),
    ),
    Part("about", _("What it is about"), ("languages", "countries", "species")),
)
NOTE_PART = Part("note", _("Note on this change"), (NOTE,))


class SharedItemForm(EditForm):
    """Keeps what all members can read from a handling code that forbids it."""

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        state = api.content.get_state(self.context)
        problem = sharing_problem(data.get("handling"), state)
        return {"handling": InvalidValue(problem)} if problem else {}


class AlertAddForm(AddForm):
    portal_type = "Alert"
    label = _("Add an alert")
    parts = ALERT_PARTS
    inputs = {"handling": HandlingInput}
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
    label = _("Edit the alert")
    parts = (*ALERT_PARTS, NOTE_PART)
    inputs = {"handling": HandlingInput}


class DocumentAddForm(AddForm):
    portal_type = "LibraryDocument"
    label = _("Add a document")
    parts = DOCUMENT_PARTS
    inputs = {"handling": HandlingInput, "species": SpeciesInput}


class DocumentEditForm(SharedItemForm):
    label = _("Edit the document")
    parts = (*DOCUMENT_PARTS, NOTE_PART)
    inputs = {"handling": HandlingInput, "species": SpeciesInput}


class FolderAddForm(AddForm):
    portal_type = "LibraryFolder"
    label = _("Add a folder")


class FolderEditForm(EditForm):
    label = _("Edit the folder")


class PictureAddForm(AddForm):
    portal_type = "Image"
    label = _("Add a picture")


class PictureEditForm(EditForm):
    label = _("Edit the picture")


class FileAddForm(AddForm):
    portal_type = "File"
    label = _("Add a file")


class FileEditForm(EditForm):
    label = _("Edit the file")


AlertAddPage = page_of(AlertAddForm)


class AlertEditPage(EditPage):
    """Under the form: the pictures and files of the alert."""

    form = AlertEditForm
    below = ViewPageTemplateFile("templates/attachments.pt")

    def attachments(self) -> list[Attachment]:
        return attachments_of(self.context, reader_language())


DocumentAddPage = page_of(DocumentAddForm)
DocumentEditPage = page_of(DocumentEditForm)
FolderAddPage = page_of(FolderAddForm)
FolderEditPage = page_of(FolderEditForm)
PictureAddPage = page_of(PictureAddForm)
PictureEditPage = page_of(PictureEditForm)
FileAddPage = page_of(FileAddForm)
FileEditPage = page_of(FileEditForm)
