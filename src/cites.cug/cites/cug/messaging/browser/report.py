"""Why a message is nominal, before it is reported."""

from cites.cug import _
from cites.cug.limits.use import OverLimit
from cites.cug.limits.use import trying
from cites.cug.messaging.actions.reporting import report_message
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.mailbox import MailboxLine
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.models import DeliveryKind
from cites.cug.reports.reason import MAX_REASON
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValues
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage


class ReportPage(MessagePage):
    """``{group}/messages/<id>/report``; what is sent is what was received."""

    template = ViewPageTemplateFile("templates/report.pt")
    page_title = _("Report as nominal")
    max_reason = MAX_REASON

    def __call__(self, message_id: str) -> str:
        self.asked: MailboxLine = own_message(
            self.context, self.user_id, message_id
        ).line()
        if self.asked.kind != DeliveryKind.RECEIVED:
            raise UnknownMessage(message_id)
        self.reason = ""
        self.mistakes: list[FieldError] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.report(str(self.request.form.get("reason") or ""))
        return self.template()

    def report(self, reason: str) -> str:
        who = {"acting_user": self.user_id, "language": self.language}
        try:
            with trying(self.context, self.user_id, InvalidValues):
                report_message(self.context, self.asked.id, reason, **who)
        except InvalidValues as error:
            self.request.response.setStatus(400)
            return self.refuse(reason, [one for _field, one in error.mistakes])
        except OverLimit as error:
            error.set_status(self.request.response)
            return self.refuse(reason, [FieldError(error.message)])
        IStatusMessage(self.request).add(_("Reported. The Secretariat has been told."))
        return self.go(f"/{self.asked.id}")

    def refuse(self, reason: str, mistakes: list[FieldError]) -> str:
        self.reason, self.mistakes = reason, mistakes
        return self.template()

    @property
    def folder(self) -> str:
        return self.asked.folder
