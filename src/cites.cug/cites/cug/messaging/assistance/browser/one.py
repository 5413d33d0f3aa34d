"""Pages: a request with its answers, and the forms to answer, remind and close."""

from cites.cug import _
from cites.cug.access.policy import HANDLING_CONFIRM_IGO
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.addressing import igo_members
from cites.cug.messaging.assistance.actions import answer, close, remind
from cites.cug.messaging.assistance.audience import readers
from cites.cug.messaging.assistance.browser.page import AssistancePage
from cites.cug.messaging.assistance.models import State
from cites.cug.messaging.assistance.queries import answers_to, own_request
from cites.cug.messaging.assistance.schema import IAnswer
from cites.cug.messaging.browser.recipients import Reached
from cites.cug.messaging.browser.shown import ShownMessage
from cites.cug.messaging.browser.write_widgets import (
    AttachmentsInput,
    BodyInput,
    ConfirmInput,
)
from cites.cug.messaging.files import take_files
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.limits.use import count_attempt
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18nmessageid import Message


WIDGETS = {
    "body": BodyInput,
    "attachments": AttachmentsInput,
    "igo_confirmed": ConfirmInput,
}


class IAnswerForm(IAnswer):
    """What the form to answer asks for."""

    attachments = schema.Field(title=_("common_pictures_and_files_label"), required=False)
    igo_confirmed = schema.Bool(
        title=_("messaging_intergovernmental_organizations_label"), required=False
    )


class RequestPage(SchemaForm, AssistancePage):
    """``{group}/assistance/<id>``: for the asker and those who were asked."""

    index = ViewPageTemplateFile("templates/request.pt")
    schema = IAnswerForm
    id = "answer"
    id_prefix = ""
    form_class = "member-form write"
    nothing_done = _("messaging_nothing_sent_yet_please_text")
    submit_label = _("common_send_the_answer_label")
    reminder = novalidate = True
    folder = ""

    def __call__(self, request_id: str) -> str:
        self.found = own_request(self.context, self.user_id, request_id)
        opened = open_message(self.context, request_id, acting_user=self.user_id)
        self.asked = ShownMessage(self, opened.line, opened, True)
        return super().__call__()

    @property
    def page_title(self) -> Any:
        return self.asked.line.subject

    @property
    def action(self) -> str:
        return f"{self.place}/{self.asked.id}"

    @property
    def obstacle(self) -> Message | None:
        if self.found.progress.state == State.CLOSED:
            return _("messaging_one_request_closed_takes_no_text")
        if not self.others:
            return _("messaging_assistance_nobody_else_read_request_error")
        return None

    @cached_property
    def others(self) -> Any:
        """Members to whom an answer would go."""
        found = readers(self.context, self.asked.id)
        found.pop(self.user_id, None)
        return found

    @cached_property
    def reached(self) -> Reached:
        igo = igo_members(self.others)
        ask_igo = self.asked.line.handling in HANDLING_CONFIRM_IGO and bool(igo)
        names = tuple(map(self.name_of, igo)) if ask_igo else ()
        return Reached(igo_names=names, ask_igo=ask_igo)

    def files(self) -> tuple[Any, ...]:
        """None are kept: there is no draft of an answer."""
        return ()

    def updateFields(self) -> None:
        super().updateFields()
        for name, widget in WIDGETS.items():
            self.fields[name].widgetFactory = widget.for_field

    def handle(self, data: dict[str, Any]) -> None:
        uploads = take_files(data["attachments"] or ())
        with count_attempt(self.context, self.user_id, InvalidValues):
            answer(
                self.context,
                self.asked.id,
                data["body"],
                acting_user=self.user_id,
                uploads=uploads,
                igo_confirmed=bool(data["igo_confirmed"]),
                decisions=read_decisions(self.request.form),
            )
        self.finish(_("messaging_one_answer_sent"), self.action)

    # What the page shows

    @property
    def facts(self) -> dict[str, Any]:
        return self.progress(self.found.progress, self.asked.line.answer_by)

    def answers(self) -> list[ShownMessage]:
        lines = answers_to(self.context, self.user_id, self.asked.line)
        return [self.show(line) for line in lines]

    def show(self, line: MailboxLine) -> ShownMessage:
        """An answer; one that cannot be trusted is named in its place, not opened."""
        opened = None
        if line.trusted:
            try:
                opened = open_message(self.context, line.id, acting_user=self.user_id)
            except Untrusted:
                opened = None
        return ShownMessage(self, line, opened, True)

    @property
    def may_close(self) -> bool:
        return self.found.is_asker and self.found.progress.state != State.CLOSED

    @property
    def may_remind(self) -> bool:
        return self.found.is_asker and self.found.progress.state == State.OPEN


class DeedForm(ConfirmForm, AssistancePage):
    """A question to the asker, below the address of a request."""

    deed: str

    def __call__(self, request_id: str) -> str:
        found = own_request(self.context, self.user_id, request_id)
        if not found.is_asker:
            raise Missing(request_id)
        self.key, self.about = request_id, found.message.line().subject
        return super().__call__()

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each request
        return f"{self.place}/{self.key}"

    @property
    def action(self) -> str:
        return f"{self.cancel_url}/{self.deed}"


class ClosingForm(DeedForm):
    """``{group}/assistance/<id>/close``"""

    page_title = _("messaging_one_close_this_request_title")
    deed = "close"
    submit_label = _("messaging_one_yes_close_it_label")
    paragraphs = (_("messaging_one_request_take_no_more_text"),)

    def handle(self, data: dict[str, Any]) -> None:
        close(self.context, self.key, acting_user=self.user_id)
        self.finish(_("messaging_one_request_closed"), self.cancel_url)


class RemindingForm(DeedForm):
    """``{group}/assistance/<id>/remind``"""

    page_title = _("messaging_one_remind_those_you_asked_title")
    deed = "remind"
    submit_class = "primary"
    submit_label = _("messaging_one_send_the_reminder_label")
    paragraphs = (_("messaging_one_each_them_gets_mail_text"),)

    def handle(self, data: dict[str, Any]) -> None:
        count = remind(self.context, self.key, acting_user=self.user_id)
        text = _("messaging_one_members_reminded", mapping={"count": count})
        self.finish(text, self.cancel_url)
