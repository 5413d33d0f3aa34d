"""What our own services share: reading what was sent, and refusing it by its field."""

from cites.cug import _
from cites.cug.json_service import JsonService
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.validation.errors import FieldError
from cites.cug.validation.query_parameters import BadQuery
from cites.cug.validation.query_parameters import batch
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from typing import Any
from typing import Self
from zExceptions import BadRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


PAGE_SIZE = 25
UNEXPECTED = _("${field}: this cannot be given.")
ONE_OF = _("${field}: one of these is expected: ${values}")


class IntakeService(JsonService):
    """A service that is given a body or a query."""

    def body(self, *known: str) -> dict[str, Any]:
        """The object that was sent, without a key but these."""
        try:
            body = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest(str(error)) from error
        for field in body:
            if field not in known:
                raise self.refused(UNEXPECTED, field)
        return body

    def refused(self, text: Message, field: str, **words: Any) -> BadRequest:
        """The error to raise."""
        return BadRequest(self.say(Message(text, mapping={"field": field, **words})))

    def say(self, message: Message) -> str:
        """A sentence in the reader's language."""
        return translate(message, context=self.request)

    def batch(self) -> tuple[int, int]:
        """Where the asked page of a list starts and how long it is."""
        try:
            return batch(self.request.form, PAGE_SIZE)
        except BadQuery as error:
            raise field_error(
                self.request, error.name, FieldError(error.message)
            ) from error


@implementer(IPublishTraverse)
class AddressedService(IntakeService):
    """A service that is asked about what stands behind it in the address."""

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.path: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> Self:
        self.path.append(name)
        return self
