"""The addresses of messages: ``{group}/messages`` and all below it."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import Permission
from cites.cug.messaging.counts import unread_of
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.views.attachments import AttachmentList
from cites.cug.messaging.views.attachments import AttachmentPage
from cites.cug.messaging.views.conversation import ConversationPage
from cites.cug.messaging.views.export import ExportPage
from cites.cug.messaging.views.mailbox import MailboxPage
from cites.cug.messaging.views.recipients import ReachAnswer
from cites.cug.messaging.views.recipients import RecipientsAnswer
from cites.cug.messaging.views.report import ReportPage
from cites.cug.messaging.views.write import WritePage
from cites.cug.records.store import session
from cites.cug.shell.navigation import NavigationEntry
from cites.cug.shell.page import Page
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


#: What follows ``messages/`` → page; ``None`` stands for the id of a message or the
#: number of a file, which the page is given.
PAGES: dict[tuple[str | None, ...], type[Page]] = {
    (): MailboxPage,
    ("write",): WritePage,
    ("recipients",): RecipientsAnswer,
    ("reach",): ReachAnswer,
    ("export",): ExportPage,
    (None,): ConversationPage,
    (None, "report"): ReportPage,
    (None, "attachments"): AttachmentList,
    (None, "attachments", None): AttachmentPage,
}


def messages_entry() -> NavigationEntry:
    """Where the navigation shows the mailbox."""
    return NavigationEntry(
        _("Messages"),
        "messages",
        Permission.USE_MESSAGES,
        order=10,
        count=unread_messages,
        counted=_("unread messages"),
    )


def unread_messages(group: Any) -> int:
    """In the caller's inbox."""
    return unread_of(session(), group.UID(), caller())


@implementer(IPublishTraverse)
class Messages(Page):
    """Finds the page of an address; what it is about lies in the caller's mailbox."""

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.path: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> "Messages":
        self.path.append(name)
        return self

    def __call__(self) -> Any:
        page, given = self.find()
        try:
            return page(self.context, self.request)(*given)
        except UnknownMessage as error:
            raise NotFound(self.path[0] if self.path else "") from error

    def find(self) -> tuple[type[Page], list[str]]:
        """The page, and the parts of the address that it is given."""
        path = tuple(self.path)
        if path in PAGES:
            return PAGES[path], []
        for pattern, page in PAGES.items():
            if len(pattern) == len(path) and all(
                part in (None, name) for part, name in zip(pattern, path, strict=True)
            ):
                given = zip(pattern, path, strict=True)
                return page, [name for part, name in given if part is None]
        raise NotFound("/".join(path))
