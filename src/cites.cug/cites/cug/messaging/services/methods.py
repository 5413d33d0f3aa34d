"""REST: all addresses below ``{cug}/@messages``, by method."""

from cites.cug.messaging.services import attachments
from cites.cug.messaging.services import filing
from cites.cug.messaging.services import lists
from cites.cug.messaging.services import messages
from cites.cug.messaging.services.routes import MessagesService


class MessagesGet(MessagesService):
    routes = {
        (): lists.list_of,
        ("*",): messages.whole,
        ("*", "attachments", "#"): attachments.download,
    }


class MessagesPost(MessagesService):
    routes = {
        (): messages.add,
        ("*", "send"): messages.send,
        ("*", "recall"): messages.recall,
        ("*", "report"): messages.report,
        ("*", "attachments"): attachments.attach,
    }


class MessagesPatch(MessagesService):
    routes = {
        (): filing.change_many,
        ("*",): filing.change,
    }


class MessagesDelete(MessagesService):
    routes = {
        ("*",): messages.delete,
        ("*", "attachments", "#"): attachments.remove,
    }
