"""What all addresses below ``@messages`` have in common."""

from cites.cug.codelists.vocabularies import reader_language
from cites.cug.encryption.sealing import Untrusted
from cites.cug.messaging.api.serializers import MessageJson
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.untrusted import refuse_untrusted
from cites.cug.messaging.untrusted import TEXT
from cites.cug.restapi.routed_service import RoutedService
from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from typing import Any


class MessagesService(RoutedService):
    """What lies in another's mailbox is answered like what was never there."""

    unknown = UnknownMessage

    def answered(self, answer: Callable[..., Any], names: list[str]) -> Any:
        try:
            return super().answered(answer, names)
        except Untrusted as error:
            refuse_untrusted(self.context, error, acting_user=self.user)
            self.request.response.setStatus(HTTPStatus.CONFLICT)
            text = self.say(TEXT)
            return {"type": "UntrustedMessage", "message": text, "errors": []}

    @cached_property
    def json(self) -> MessageJson:
        return MessageJson(self.context, self.user, self.request, reader_language())
