"""Services that answer at several addresses below their own."""

import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.restapi.content_deserializer import InvalidContent
from cites.cug.restapi.request_values import read_request_values
from cites.cug.restapi.request_values import RequestValues
from cites.cug.restapi.request_values import UnreadableRequest
from cites.cug.restapi.services import AddressedService
from cites.cug.uploads.cleaning_notices import removed_from
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.errors import InvalidValues
from collections.abc import Callable
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound


#: Parts of a route that stand for an id of the records and for a number.
OPEN = {
    "*": re.compile(r"[0-9a-f]{32}", re.ASCII),
    "#": re.compile(r"\d{1,6}", re.ASCII),
}


class RoutedService(AddressedService):
    """One method of HTTP; ``routes`` says what answers at which address.

    An address is read only once the caller is known to have the service's permission, and
    whatever is odd about one is answered like what was never there.
    """

    #: ``("*", "send")`` → what answers, called with the parts that the route leaves open.
    routes: Mapping[tuple[str, ...], Callable[..., Any]] = {}
    #: What actions raise of something that is not there, or not for the caller.
    unknown: type[Exception]

    def reply(self) -> Any:
        for route, answer in self.routes.items():
            names = _names_in(route, self.path)
            if names is not None:
                return self.answered(answer, names)
        raise self.missing()

    def answered(self, answer: Callable[..., Any], names: list[str]) -> Any:
        try:
            content = answer(self, *names)
        except self.unknown as error:
            raise self.missing() from error
        except InvalidValues as error:
            raise self.invalid(error) from error
        told = removed_from(self.request)
        return {**content, **told} if told else content

    def missing(self) -> NotFound:
        """The error to raise."""
        return NotFound("/".join(self.path))

    @property
    def user(self) -> str:
        return caller()

    @cached_property
    def given(self) -> RequestValues:
        try:
            return read_request_values(self.request, FieldErrors())
        except UnreadableRequest as error:
            text = _("The request must be a JSON object or a form (multipart/form-data).")
            raise BadRequest(self.say(text)) from error

    def invalid(self, error: InvalidValues) -> InvalidContent:
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
