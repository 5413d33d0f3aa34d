"""Shows a message with its conversation."""

from cites.cug import _
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.sending import recall_message
from cites.cug.messaging.assistance.queries import request_states
from cites.cug.messaging.browser.filing import act, outcome, with_outcome
from cites.cug.messaging.browser.mailbox import BUTTONS
from cites.cug.messaging.browser.mailbox_query import MailboxQueryForm
from cites.cug.messaging.browser.page import FOLDERS, MessagePage
from cites.cug.messaging.browser.shown import ShownMessage
from cites.cug.messaging.conversations import conversation, neighbours, with_conversations
from cites.cug.messaging.mailbox import MailboxLine, own_message
from cites.cug.messaging.models import DeliveryKind, Folder
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode


#: Actions after which the message is no longer in the folder: the list is shown.
MOVES = ("archive", "trash", "restore", "delete")
WHOLE = {
    Folder.INBOX: ("archive", "trash", "unread"),
    Folder.SENT: ("archive", "trash"),
    Folder.ARCHIVE: ("restore", "trash", "unread"),
    Folder.TRASH: ("restore", "delete"),
}


class ConversationPage(MessagePage):
    """``{group}/messages/<id>``: oldest first; messages that were read are folded."""

    template = ViewPageTemplateFile("templates/conversation.pt")
    message = ViewPageTemplateFile("templates/message.pt")

    def __call__(self, message_id: str) -> str:
        self.asked: MailboxLine = own_message(
            self.context, self.user_id, message_id
        ).line()
        self.back = self.request.form.get("back") or ""
        self.question = MailboxQueryForm.read(self.back)
        if self.asked.folder == Folder.DRAFTS:
            return self.go(f"/write?draft={message_id}")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.change(self.request.form)
        mailbox = (self.context, self.user_id)
        lines = conversation(*mailbox, self.asked)
        self.shown = [self.show(one) for one in lines]
        self.newer, self.older = neighbours(*mailbox, self.asked)
        return self.template()

    def show(self, one: MailboxLine) -> ShownMessage:
        """A message as the page shows it; unfolded if it was unread or is a draft."""
        is_draft = one.kind == DeliveryKind.DRAFT
        is_open = one.unread or is_draft or one.id == self.asked.id
        # A message that cannot be trusted is named in its place, but not opened.
        if is_draft or not one.trusted:
            return ShownMessage(self, one, None, is_open)
        try:
            opened = open_message(self.context, one.id, acting_user=self.user_id)
        except Untrusted:
            if one.id == self.asked.id:
                raise
            opened = None
        return ShownMessage(self, one, opened, is_open)

    @property
    def folder(self) -> str:  # type: ignore[override] # of each message
        return self.asked.folder

    @property
    def folder_title(self) -> Any:
        return FOLDERS[self.question.folder if self.back else self.folder]

    @property
    def page_title(self) -> Any:
        return self.asked.subject or _("messaging_no_subject")

    @property
    def back_path(self) -> str:
        """Path of the list that the reader came from, or of the message's folder."""
        if self.back:
            return self.question.path()
        return "" if self.folder == Folder.INBOX else f"?folder={self.folder}"

    @cached_property
    def request_state(self) -> str | None:
        """How far the request for assistance has come that the conversation began with;
        None if it began otherwise.
        """
        first = self.asked.thread
        if not any(one.id == first for one in self.shown):
            return None
        return request_states([first]).get(first)

    @property
    def request_url(self) -> str:
        return f"{self.context.absolute_url()}/assistance/{self.asked.thread}"

    @property
    def main_message(self) -> str | None:
        """Id of the message with the main action: the last draft, to continue, or else
        the one that was asked for, to reply to. None in a request for assistance, which
        is answered on its own page.
        """
        if self.request_state:
            return None
        drafts = [one.id for one in self.shown if one.is_draft]
        return drafts[-1] if drafts else self.asked.id

    def message_path(self, message_id: str) -> str:
        query = urlencode({"back": self.back}) if self.back else ""
        return f"/{message_id}{'?' if query else ''}{query}#m-{message_id}"

    def buttons(self) -> list[tuple[str, Any]]:
        """Buttons for the whole conversation."""
        return [(name, BUTTONS[name]) for name in WHOLE[Folder(self.folder)]]

    def change(self, form: dict[str, Any]) -> str:
        """Do what a button says, to this message or to its whole conversation."""
        action, asked = form.get("action"), self.asked
        if action == "recall":
            return self.recall()
        if action not in (*BUTTONS, "unstar"):
            return self.go(self.message_path(asked.id))
        ids = [asked.id]
        if form.get("whole") and action != "unread":
            mailbox = (self.context, self.user_id)
            ids = with_conversations(*mailbox, ids, Folder(asked.folder))
        done = act(self, action, ids)
        if done and (action in MOVES or action == "unread"):
            said = outcome(action, ids, asked.folder)
            return self.go(with_outcome(self.back_path, said))
        return self.go(self.message_path(asked.id))

    def recall(self) -> str:
        user_id = self.user_id
        taken = recall_message(self.context, self.asked.id, acting_user=user_id)
        if taken:
            text = _(
                "messaging_conversation_recalled_recipients_opened_text",
                mapping={"count": taken},
            )
            IStatusMessage(self.request).add(text)
        else:
            text = _("messaging_conversation_nothing_recalled_everyone_opened_text")
            IStatusMessage(self.request).add(text, "warning")
        return self.go(self.message_path(self.asked.id))
