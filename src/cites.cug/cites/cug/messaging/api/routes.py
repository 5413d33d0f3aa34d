"""What all addresses below ``@messages`` have in common."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.messaging.serializers import MessageJson
from cites.cug.messaging.untrusted import refuse_untrusted
from cites.cug.web.restapi.services import RestService
from functools import cached_property
from typing import Any


class MessagesService(RestService):
    """What lies in another's mailbox is answered like what was never there."""

    takes_forms = True

    @property
    def key(self) -> str:
        """Id of the message that the address names."""
        return self.named["key"]

    def render(self) -> Any:
        try:
            return super().render()
        except Untrusted as error:
            raise refuse_untrusted(
                self.context, error, acting_user=self.user_id
            ) from error

    @cached_property
    def json(self) -> MessageJson:
        return MessageJson(self.context, self.user_id, self.request, reader_language())
