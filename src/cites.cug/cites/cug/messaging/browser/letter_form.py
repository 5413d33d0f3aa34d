"""What the forms of messages and of requests for assistance have in common."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.messaging.about import a_permit, About, item_at, show_about, ShownAbout
from cites.cug.messaging.browser.recipients import Addressed
from cites.cug.messaging.browser.write_widgets import (
    AnswerByInput,
    AttachmentsInput,
    BodyInput,
    ConfirmInput,
    RecipientsInput,
)
from cites.cug.messaging.schema import ILetter
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.forms.widgets import HiddenInput
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from zope import schema


#: What the address says of a permit: ``permit:XA:number``; of an item its path.
PERMIT = "permit"


class ILetterForm(ILetter):
    """The letter, to whom it goes and with which files."""

    #: Recipients, as ``recipients.addressees_of`` reads them.
    to = schema.Tuple(
        title=_("messaging_to_text"), value_type=schema.TextLine(), required=False
    )
    #: Files that are sent with the form.
    attachments = schema.Field(title=_("common_files_label"), required=False)
    igo_confirmed = schema.Bool(
        title=_("messaging_intergovernmental_organizations_label"), required=False
    )
    about_token = schema.TextLine(title="About", required=False)


class LetterForm(Addressed, SchemaForm):
    """Base of the forms; ``?about=`` is what the letter is about."""

    id = "letter"
    id_prefix = ""
    form_class = "member-form write"
    nothing_done = _("messaging_nothing_sent_yet_please_text")
    novalidate = True
    #: The fields in the order of the page.
    order: tuple[str, ...]
    #: The widgets of fields that have not the usual one.
    factories: Mapping[str, Any] = {
        "to": RecipientsInput,
        "body": BodyInput,
        "attachments": AttachmentsInput,
        "answer_by": AnswerByInput,
        "igo_confirmed": ConfirmInput,
        "about_token": HiddenInput,
    }

    @property
    def about_token(self) -> str:
        form = self.request.form
        given = form.get("about_token") or form.get("about")
        return given if isinstance(given, str) else ""

    def about_of_token(self) -> About | None:
        """Raises InvalidValues where there is no such thing for the writer."""
        kind, _colon, rest = self.about_token.partition(":")
        if not kind:
            return None
        if kind == PERMIT:
            country, _colon, permit_number = rest.partition(":")
            return a_permit(country, permit_number)
        return item_at(self.context, f"{self.context.absolute_url()}/{kind}")

    @property
    def about_there(self) -> About | None:
        """The same; None where it has gone meanwhile."""
        with suppress(InvalidValues):
            return self.about_of_token()
        return None

    @property
    def about_shown(self) -> ShownAbout | None:
        """What the letter will be about, as its writer sees it."""
        about = self.about_there
        return show_about(self.context, about) if about else None

    def updateFields(self) -> None:
        super().updateFields()
        self.fields = self.fields.select(*self.order)
        for name, widget in self.factories.items():
            self.fields[name].widgetFactory = widget.for_field

    def updateWidgets(self, prefix: str | None = None) -> None:
        self.ignoreRequest = self.request.method != "POST"
        super().updateWidgets(prefix)
        self.widgets["to"].id, self.widgets["attachments"].id = "find", "files"
