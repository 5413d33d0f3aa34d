"""Inputs of the form to write a message."""

from cites.cug import _
from cites.cug.core.validation.rich_text import as_typed
from cites.cug.messaging.address_book import search_address_book
from cites.cug.messaging.browser.attachments import ENDINGS
from cites.cug.messaging.browser.recipients import (
    addressees_of,
    everyone,
    offered,
    tokens_in,
)
from cites.cug.messaging.browser.rows import addressee_names
from cites.cug.web.forms.people_input import PeopleInput
from cites.cug.web.forms.widgets import (
    CheckBox,
    DateInput,
    EditorInput,
    FilesInput,
)
from cites.cug.web.layout.audience_parts import is_part, part_label, part_of
from cites.cug.wsgi.body_limits import max_file_bytes
from datetime import date
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form.interfaces import NO_VALUE
from zope.i18nmessageid import Message


class RecipientsInput(PeopleInput):
    """Recipients, and what the form says of how many they are."""

    template = ViewPageTemplateFile("templates/recipients_input.pt")
    marked_empty = False

    def extract(self, default: Any = NO_VALUE) -> Any:
        return tokens_in(self.request.form)

    def toFieldValue(self, raw: Any) -> Any:
        return raw

    @property
    def ask_url(self) -> str:  # type: ignore[override] # of each group
        return f"{self.form.context.absolute_url()}/messages/recipients"

    def attributes(self) -> dict[str, str]:
        return {
            **super().attributes(),
            "data-everyone-title": self.everyone["title"],
            "data-everyone-detail": self.everyone["detail"],
        }

    def title_of(self, token: str) -> str:
        if is_part(token):
            return part_label(part_of(token, self.form.language))
        (name,) = addressee_names(self.form, addressees_of([token]))
        return name

    @cached_property
    def everyone(self) -> dict[str, str]:
        return everyone(self.form, self.look_up("").everyone)

    def find_offers(self, typed: str) -> list[dict[str, str]]:
        groups = [] if typed else [self.everyone]
        return [*groups, *offered(self.form, self.look_up(typed))]

    def look_up(self, words: str) -> Any:
        form = self.form
        return search_address_book(form.context, words, form.user_id, form.language)


class BodyInput(EditorInput):
    """The text editor, which may begin with a quotation."""

    rows = 14

    def toWidgetValue(self, value: Any) -> str:
        return self.form.getContent().get("plain_body") or as_typed(value or "")

    def toFieldValue(self, raw: str) -> str:
        return raw

    def attributes(self) -> dict[str, str]:
        content = self.form.getContent()
        # The editor may begin with another text than the one that stands in the field.
        html = {"data-html": content["body"]} if "plain_body" in content else {}
        return {**super().attributes(), **html}


class AttachmentsInput(FilesInput):
    """Files to choose or to drop, and those of the draft with buttons to remove them."""

    template = ViewPageTemplateFile("templates/attachments_input.pt")
    accept = ENDINGS

    @property
    def help(self) -> Message:
        limit = {"limit": max_file_bytes() // 2**20}
        return _("messaging_write_widgets_most_mb_each_documents_text", mapping=limit)


class AnswerByInput(DateInput):
    """A day from today on."""

    def limits(self) -> dict[str, str]:
        return {"min": date.today().isoformat()}


class ConfirmInput(CheckBox):
    """A box, with its label, that is shown where the recipients make it necessary."""

    template = ViewPageTemplateFile("templates/confirm_input.pt")
    type = "hidden"

    def extract(self, default: Any = NO_VALUE) -> bool:
        return self.name in self.request.form

    @property
    def question(self) -> str:
        """``ask_igo`` or ``ask_many``, as ``recipients.Reached`` has them."""
        return f"ask_{self.name.removesuffix('_confirmed')}"

    @property
    def is_asked(self) -> bool:
        return getattr(self.form.reached, self.question)

    def attributes(self) -> dict[str, str]:
        return {**super().attributes(), "type": "checkbox"}
