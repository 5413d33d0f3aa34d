"""What all addresses below ``@messages`` have in common."""

from cites.cug.codelists.vocabularies import reader_language
from cites.cug.intake.routes import RoutedService
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.message_json import MessageJson
from functools import cached_property


class MessagesService(RoutedService):
    """What lies in another's mailbox is answered like what was never there."""

    unknown = UnknownMessage

    @cached_property
    def json(self) -> MessageJson:
        return MessageJson(self.context, self.user, self.request, reader_language())
