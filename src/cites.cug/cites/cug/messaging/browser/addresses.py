"""The addresses of messages: ``{group}/messages`` and all below it."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.messaging.browser.attachments import AttachmentList, AttachmentPage
from cites.cug.messaging.browser.conversation import ConversationPage
from cites.cug.messaging.browser.export import ExportPage
from cites.cug.messaging.browser.mailbox import MailboxPage
from cites.cug.messaging.browser.page import MessagePage
from cites.cug.messaging.browser.recipients import ReachAnswer, RecipientsAnswer
from cites.cug.messaging.browser.report import ReportForm
from cites.cug.messaging.browser.write_form import WriteForm
from cites.cug.messaging.mailbox import unread_of
from cites.cug.messaging.untrusted import refuse_untrusted, TEXT, TITLE
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.page import Page
from http import HTTPStatus
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: What follows ``messages/`` → page; ``None`` stands for the id of a message or the
#: number of a file, which the page is given.
PAGES: dict[tuple[str | None, ...], type[Page]] = {
    (): MailboxPage,
    ("write",): WriteForm,
    ("recipients",): RecipientsAnswer,
    ("reach",): ReachAnswer,
    ("export",): ExportPage,
    (None,): ConversationPage,
    (None, "report"): ReportForm,
    (None, "attachments"): AttachmentList,
    (None, "attachments", None): AttachmentPage,
}


def unread_messages(group: Any) -> int:
    """How many unread messages are in the caller's inbox."""
    return unread_of(group.UID(), caller())


class UntrustedPage(MessagePage):
    """Shown in place of a message that is not what was sent.

    In the list the message can still be chosen and deleted.
    """

    template = ViewPageTemplateFile("templates/untrusted.pt")
    page_title = TITLE
    text = TEXT

    def __call__(self) -> str:
        self.request.response.setStatus(HTTPStatus.CONFLICT)
        return self.template()


class Messages(Addresses):
    """Finds the page of an address below ``messages``, in the caller's own mailbox."""

    navigation_entry = NavigationEntry(
        _("common_messages"),
        order=2,
        count=unread_messages,
        counted=_("messaging_addresses_unread_messages"),
    )
    pages = PAGES

    def __call__(self) -> Any:
        try:
            return super().__call__()
        except Untrusted as error:
            refuse_untrusted(self.context, error, acting_user=caller())
            return UntrustedPage(self.context, self.request)()
