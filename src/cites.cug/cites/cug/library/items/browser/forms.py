"""Forms of the library: alerts, documents, folders, pictures and files."""

from Acquisition import aq_inner, aq_parent
from cites.cug import _
from cites.cug.access.chosen_readers import chosen_readers
from cites.cug.access.features import Feature, has_feature
from cites.cug.access.guard import group_of
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.library.items.actions import sharing_problem
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.attachments import Attachment, attachments_of, IAttachment
from cites.cug.library.items.document import ILibraryDocument
from cites.cug.library.items.readers import left_out, NEVER_IGO
from cites.cug.library.lists.browser.related import RelatedList
from cites.cug.library.lists.related import related_to, RelatedRow
from cites.cug.web.forms.choice_widgets import TypedCode
from cites.cug.web.forms.meanwhile import digest_of
from cites.cug.web.forms.member_form import AddForm, EditForm, MemberForm
from cites.cug.web.forms.pages import add_page, edit_page, EditPage, FormPage, page_of
from collections.abc import Callable
from plone import api
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.utils import createContent
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button
from z3c.form.widget import ComputedWidgetAttribute


#: Who adds an item most often writes in the language of the page.
alert_language, document_language = (
    ComputedWidgetAttribute(
        lambda _widget: reader_language(), view=AddForm, field=schema["language"]
    )
    for schema in (IAlert, ILibraryDocument)
)


class SharedItemForm(EditForm):
    """Refuses, for a shared item, a handling code that forbids to share it."""

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        state = api.content.get_state(self.context)
        handling = data.get("handling")
        problem = sharing_problem(handling, state)
        if left_out(group_of(self.context), chosen_readers(self.context), handling):
            problem = NEVER_IGO
        return {"handling": InvalidValue(problem)} if problem else {}


ALIKE, NOTHING_ALIKE = (
    _("library_forms_this_looks_like"),
    _("library_forms_no_similar_alert_read_text"),
)
COMPARE = _("library_forms_look_for_similar_alerts")


#: The inputs by which alerts are compared.
COMPARED = (
    *("permits", "seizure_id", "specimens", "incident_country", "incident_date"),
    *("alleged_origin", "alleged_destination", "transport_mode", "concealment"),
)


#: The inputs of a group that has turned grades on.
GRADES = ("source_grade", "information_grade")


#: Codes of long lists, of which one is typed.
TYPED = (
    *("incident_country", "alleged_origin", "alleged_destination"),
    *("currency", "language"),
)


class ComparingForm(MemberForm):
    """A form of an alert with a button that shows which alerts are like what is typed.

    Nothing is saved by it. A script asks ``alike`` for the same while somebody types.
    """

    def updateFields(self) -> None:
        super().updateFields()
        if not has_feature(group_of(self.context), Feature.GRADES):
            self.fields = self.fields.omit(*GRADES)

    inputs = dict.fromkeys(TYPED, TypedCode)
    compared_inputs = " ".join(COMPARED)
    alike_box = ViewPageTemplateFile("templates/alike.pt")
    unchecked = ("cancel", "compare")
    alike: list[RelatedRow] | None = None
    #: UID of the alert, if it is stored.
    uid: str | None = None
    extractData: Callable[..., tuple[dict[str, Any], Any]]

    def compare(self) -> None:
        # What is not yet filled in is no mistake here.
        typed, _errors = self.extractData(setErrors=False)
        names = IAlert.names()
        alert = createContent(
            "Alert", **{name: one for name, one in typed.items() if name in names}
        )
        self.alike = related_to(group_of(self.context), alert, self.uid)

    @property
    def before_inputs(self) -> str:  # type: ignore[override] # of each request
        return self.alike_box()

    def alike_list(self) -> str:
        if self.alike is None:
            return ""
        found = (ALIKE, self.alike, NOTHING_ALIKE)
        return RelatedList(self.context, self.request, *found)()


class AlertAddForm(ComparingForm, AddForm):
    """Has a second button, which leads to the upload of pictures and files."""

    portal_type = "Alert"
    begins_at = "title"
    label = _("library_forms_add_an_alert_label")
    then_upload = False
    buttons = AddForm.buttons.select("save")
    handlers = AddForm.handlers.copy()

    @button.buttonAndHandler(
        _("library_forms_save_add_pictures_files"), name="save_and_upload"
    )
    def handle_add_and_upload(self, action):
        self.then_upload = True
        self.handleAdd(self, action)

    @button.buttonAndHandler(COMPARE, name="compare")
    def handle_compare(self, action):
        self.compare()

    buttons += AddForm.buttons.select("cancel")

    def nextURL(self) -> str:
        url = super().nextURL()
        return f"{url.removesuffix('/view')}/upload" if self.then_upload else url


class AlertEditForm(ComparingForm, SharedItemForm):
    """Changes an alert."""

    label = _("library_forms_edit_the_alert_label")
    buttons = EditForm.buttons.select("save")
    handlers = EditForm.handlers.copy()

    @property
    def uid(self) -> str:  # type: ignore[override] # of each alert
        return self.context.UID()

    @button.buttonAndHandler(COMPARE, name="compare")
    def handle_compare(self, action):
        self.compare()

    buttons += EditForm.buttons.select("cancel")


class DocumentEditForm(SharedItemForm):
    """Changes a document."""

    label = _("library_forms_edit_the_document_label")


class AlikeAddForm(AlertAddForm):
    """Answers alone which alerts are like what is typed into a new one."""

    buttons = AlertAddForm.buttons.select("compare")

    def render(self) -> str:
        return self.alike_list()


class AlikeEditForm(AlertEditForm):
    """The same for an alert that is there."""

    buttons = AlertEditForm.buttons.select("compare")

    def update(self) -> None:
        # Without the event by which Plone would lock the alert.
        self.portal_type = "Alert"
        super(DefaultEditForm, self).update()

    def render(self) -> str:
        return self.alike_list()


class AlikeAddPage(FormPage):
    """``{folder}/alike``: the list without a page around it, for scripts."""

    form = AlikeAddForm

    def render(self) -> str:
        return self.contents


class AlikeEditPage(AlikeAddPage):
    """``{alert}/alike``"""

    form = AlikeEditForm


#: A hidden input of the tiles; and the field that they show.
TILE, CAPTION = "tile", "description"


class AttachmentEditForm(EditForm):
    """Changes a picture or file of an alert.

    The tiles below the form of the alert send its caption alone, and are shown again.
    """

    @property
    def is_tile(self) -> bool:
        return TILE in self.request.form

    @property
    def before_inputs(self) -> str:  # type: ignore[override] # of each request
        """Somebody else may have been faster; then it is still only the caption."""
        return f'<input type="hidden" name="{TILE}" value="1" />' if self.is_tile else ""

    def updateFields(self) -> None:
        super().updateFields()
        if self.is_tile:
            self.fields = self.fields.select(CAPTION)

    def nextURL(self) -> str:
        if not self.is_tile:
            return super().nextURL()
        alert = aq_parent(aq_inner(self.context))
        return f"{alert.absolute_url()}/edit#attachments"


class PictureEditForm(AttachmentEditForm):
    label = _("library_forms_edit_the_picture_label")


class FileEditForm(AttachmentEditForm):
    label = _("library_forms_edit_the_file_label")


AlertAddPage = page_of(AlertAddForm)


class AlertEditPage(EditPage):
    """Shows the pictures and files of the alert below the form."""

    form = AlertEditForm
    below = ViewPageTemplateFile("templates/attachments.pt")

    @property
    def caption_field(self) -> Any:
        return IAttachment[CAPTION]

    def caption_based_on(self, attachment: Attachment) -> str:
        return digest_of({CAPTION: attachment.description})

    def attachments(self) -> list[Attachment]:
        return attachments_of(self.context, reader_language())


DocumentAddPage = add_page("LibraryDocument", _("library_forms_add_a_document"))
DocumentEditPage = page_of(DocumentEditForm)
FolderAddPage = add_page("LibraryFolder", _("library_forms_add_a_folder"))
FolderEditPage = edit_page(_("library_forms_edit_the_folder"))
PictureAddPage = add_page("Image", _("common_add_a_picture_link"))
PictureEditPage = page_of(PictureEditForm)
FileAddPage = add_page("File", _("common_add_a_file_link"))
FileEditPage = page_of(FileEditForm)
