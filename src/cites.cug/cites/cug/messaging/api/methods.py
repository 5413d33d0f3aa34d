"""REST: all addresses below ``{cug}/@messages``, by method."""

from cites.cug.messaging.api import attachments
from cites.cug.messaging.api import filing
from cites.cug.messaging.api import lists
from cites.cug.messaging.api import messages
from cites.cug.messaging.api.routes import MessagesService


class MessagesGet(MessagesService):
    routes = {
        (): lists.list_of,
        ("*",): messages.get_message,
        ("*", "attachments", "#"): attachments.download,
    }


class MessagesPost(MessagesService):
    routes = {
        (): messages.add,
        ("*", "send"): messages.send_draft_service,
        ("*", "recall"): messages.recall,
        ("*", "report"): messages.report_message_service,
        ("*", "attachments"): attachments.add_attachment,
    }


class MessagesPatch(MessagesService):
    routes = {
        (): filing.change_many,
        ("*",): filing.change,
    }


class MessagesDelete(MessagesService):
    routes = {
        ("*",): messages.delete,
        ("*", "attachments", "#"): attachments.remove_attachment,
    }
