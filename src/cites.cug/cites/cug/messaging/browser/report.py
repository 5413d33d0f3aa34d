"""Members report a message as nominal, and say why."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.messaging.actions.reporting import report_message
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.mailbox import MailboxLine, own_message
from cites.cug.messaging.models import DeliveryKind
from cites.cug.reports.reason import MAX_REASON
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.limits.use import count_attempt
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.interface import Interface


class IReport(Interface):
    """What the Secretariat is told beside the message."""

    reason = schema.Text(
        title=_("common_reason_label"),
        description=_("common_identified_part_text_label"),
        max_length=MAX_REASON,
    )


class ReportForm(SchemaForm, MessagePage):
    """``{group}/messages/<id>/report``: for messages that the caller has received."""

    index = ViewPageTemplateFile("templates/report.pt")
    page_title = _("common_report_identifying_information_title")
    schema = IReport
    id = "report"
    id_prefix = ""
    form_class = "member-form"
    nothing_done = _("messaging_nothing_sent_yet_please_text")
    submit_label = _("messaging_report_send_to_the_secretariat_label")
    novalidate = True

    def __call__(self, message_id: str) -> str:
        row = own_message(self.context, self.user_id, message_id)
        self.asked: MailboxLine = row.line()
        if self.asked.kind != DeliveryKind.RECEIVED:
            raise Missing(message_id)
        return super().__call__()

    @property
    def action(self) -> str:
        return f"{self.url}/{self.asked.id}/report"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each message
        return f"{self.url}/{self.asked.id}"

    def handle(self, data: dict[str, Any]) -> None:
        who = {"acting_user": self.user_id, "language": self.language}
        with count_attempt(self.context, self.user_id, InvalidValues):
            report_message(self.context, self.asked.id, data["reason"], **who)
        text = _("common_reported_secretariat_told")
        self.finish(text, self.cancel_url)

    @property
    def folder(self) -> str:  # type: ignore[override] # of each message
        return self.asked.folder
