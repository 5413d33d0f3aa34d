"""Which part of an address below ``@messages`` asks for what."""

import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.intake.json_content import InvalidContent
from cites.cug.intake.services import AddressedService
from cites.cug.messaging.given import Given
from cites.cug.messaging.given import given
from cites.cug.messaging.given import Unreadable
from cites.cug.messaging.letter import InvalidLetter
from cites.cug.messaging.letter import Mistakes
from cites.cug.messaging.mailbox import UnknownMessage
from cites.cug.messaging.message_json import MessageJson
from cites.cug.messaging.question import MESSAGE_ID
from collections.abc import Callable
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound


#: Parts of a route that stand for a message's id and for a file's number.
OPEN = {"*": MESSAGE_ID, "#": re.compile(r"\d{1,6}", re.ASCII)}


class MessagesService(AddressedService):
    """One method of HTTP; ``routes`` says what answers at which address.

    An address is read only once the caller is known to have a mailbox, and whatever is
    odd about one, or lies in another's mailbox, is answered like what was never there.
    """

    #: ``("*", "send")`` → what answers, called with the parts that the route leaves open.
    routes: Mapping[tuple[str, ...], Callable[..., Any]] = {}

    def reply(self) -> Any:
        for route, answer in self.routes.items():
            names = _names_in(route, self.path)
            if names is not None:
                return self.answered(answer, names)
        raise NotFound("/".join(self.path))

    def answered(self, answer: Callable[..., Any], names: list[str]) -> Any:
        try:
            return answer(self, *names)
        except UnknownMessage as error:
            raise NotFound("/".join(self.path)) from error
        except InvalidLetter as error:
            raise self.invalid(error) from error

    @property
    def user(self) -> str:
        return caller()

    @cached_property
    def given(self) -> Given:
        try:
            return given(self.request, Mistakes())
        except Unreadable as error:
            text = _("The request must be a JSON object or a form (multipart/form-data).")
            raise BadRequest(self.say(text)) from error

    @cached_property
    def json(self) -> MessageJson:
        return MessageJson(self.context, self.user, self.request, reader_language())

    def invalid(self, error: InvalidLetter) -> InvalidContent:
        return InvalidContent(
            [
                {
                    "field": f"{field}{mistake.place}",
                    "message": self.say(mistake.message),
                }
                for field, mistake in error.mistakes
            ]
        )


def _names_in(route: tuple[str, ...], address: list[str]) -> list[str] | None:
    """The parts of an address that a route leaves open; None if it is another's."""
    if len(route) != len(address):
        return None
    names = []
    for part, name in zip(route, address, strict=True):
        if part in OPEN and OPEN[part].fullmatch(name):
            names.append(name)
        elif part != name or part in OPEN:
            return None
    return names
