"""REST: one message, new ones, and what its owner does with one."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, InvalidValues, Missing
from cites.cug.messaging.actions.filing import delete_messages
from cites.cug.messaging.actions.opening import open_message
from cites.cug.messaging.actions.reporting import report_message
from cites.cug.messaging.actions.sending import (
    recall_message,
    save_draft,
    send_draft,
    send_message,
)
from cites.cug.messaging.api.deserializer import HandedIn, read_new, SENT
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.files import take_files, TakenFiles
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.models import DeliveryKind
from cites.cug.messaging.receipts import receipts_of
from cites.cug.messaging.schema import IMessage, ISending
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.limits.use import count_attempt
from cites.cug.web.restapi.items import ItemService
from typing import Any
from zope import schema


REASON = schema.Text(__name__="reason")


class MessageGet(ItemService, MessagesService):
    """``GET {cug}/@messages/{id}``: from now on it counts as read."""

    def reply(self) -> dict[str, Any]:
        return self.get_item(self.key)

    def get_item(self, key: str) -> dict[str, Any]:
        opened = open_message(self.context, key, acting_user=self.user_id)
        is_sent = opened.line.kind == DeliveryKind.SENT
        told = receipts_of(key, opened.receipt) if is_sent else ()
        return self.json.whole(opened, told)


class MessagesPost(MessageGet):
    """``POST {cug}/@messages``: sent at once, or kept as a draft."""

    keys = SENT
    schemas = (ISending, IMessage)

    def reply(self) -> dict[str, Any]:
        handed_in = read_new(self.context, self.body_values)
        return self.created(self.make(handed_in, take_files(handed_in.uploads)))

    def make(self, handed_in: HandedIn, files: TakenFiles) -> str:
        options: dict[str, Any] = {
            "group": self.context,
            "letter": handed_in.letter,
            "addressees": handed_in.addressees,
            "acting_user": self.user_id,
            "uploads": files,
            "files_from": handed_in.options["forward_files_of"],
            "about": handed_in.about,
        }
        try:
            with count_attempt(self.context, self.user_id, InvalidValues):
                if handed_in.options["draft"]:
                    return save_draft(**options)
                return send_message(
                    **options,
                    igo_confirmed=handed_in.options["igo_confirmed"],
                    decisions=handed_in.decisions,
                )
        except Missing as error:
            text = _("messaging_no_such_message_mailbox_text")
            raise invalid("forward_files_of", text) from error


class MessageSend(MessageGet):
    """``POST {cug}/@messages/{id}/send``: a draft; asked again, it is sent already."""

    keys = ("igo_confirmed", *DECISION_KEYS)
    schemas = (ISending,)

    def reply(self) -> dict[str, Any]:
        options = {
            "igo_confirmed": self.body_values.read(ISending["igo_confirmed"], False),
            "decisions": read_decisions(self.body),
        }
        self.body_values.mistakes.raise_any()
        group, user = self.context, self.user_id
        try:
            with count_attempt(group, user, InvalidValues):
                send_draft(group, self.key, acting_user=user, **options)
        except Missing:
            if own_message(group, user, self.key).kind != DeliveryKind.SENT:
                raise
        return self.get_item(self.key)


class MessageRecall(MessagesService):
    """``POST {cug}/@messages/{id}/recall``: from all who have not opened it."""

    keeps_answer = True

    def reply(self) -> dict[str, int]:
        recalled = recall_message(self.context, self.key, acting_user=self.user_id)
        return {"recalled": recalled}


class MessageReport(MessageGet):
    """``POST {cug}/@messages/{id}/report`` ``{"reason"}``: to the Secretariat; 201"""

    keys = ("reason",)

    def reply(self) -> dict[str, Any]:
        reason = self.body_values.read(REASON, "")
        self.body_values.mistakes.raise_any()
        who = {"acting_user": self.user_id, "language": self.json.language}
        with count_attempt(self.context, self.user_id, InvalidValues):
            sent = report_message(self.context, self.key, reason, **who)
        return self.created(sent)


class MessageDelete(MessagesService):
    """``DELETE {cug}/@messages/{id}``: to the trash; from there, out of the mailbox."""

    def reply(self) -> None:
        delete_messages(self.context, [self.key], acting_user=self.user_id)
