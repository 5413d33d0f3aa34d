"""Page: an item in the reader's language, as a machine translates it."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.library.tools.translations.machine import (
    is_offered,
    MachineAnswer,
    translate_by_machine,
)
from cites.cug.web.forms.schema_form import SchemaForm
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class MachineTranslation(SchemaForm):
    """``{item}/machine-translation``: asks first, as the texts leave the portal."""

    index = ViewPageTemplateFile("templates/machine.pt")
    id = "machine"
    page_title = _("library_machine_translation_title")
    submit_label = _("library_machine_translate_now_label")
    paragraphs = (_("library_machine_title_summary_text_go_text"),)
    answer: MachineAnswer | None = None

    def __call__(self) -> str:
        if not is_offered(self.context, reader_language()):
            raise Missing(self.request.URL)
        return super().__call__()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/view"

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/machine-translation"

    @property
    def repeat_url(self) -> str:  # type: ignore[override] # of each item
        return self.action

    @property
    def trail(self) -> dict[str, Message]:  # type: ignore[override] # of each item
        return {"view": self.context.title}

    @property
    def language(self) -> str:
        return reader_language()

    def handle(self, data: dict[str, Any]) -> None:
        self.answer = translate_by_machine(
            self.context, self.language, acting_user=caller()
        )
        self.status = self.answer.problem or ""
