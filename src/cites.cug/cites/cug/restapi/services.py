"""The one parent of our REST services: what was sent, what is refused, what is answered.

A service is one verb at one address. ZCML names both, with the permission that it takes;
an address may go on behind its name, and leave parts open: ``@messages/{id}/send``. Then
the verb also has a service at the name alone, ``@messages``; where that answers nothing,
it is ``Nothing``. The parts stand in ``self.named``.

Each service declares the parameters of its query and the keys of its body; whatever else
comes is refused by its name. What actions raise, ``Refusal`` and ``Missing``, is answered
alike everywhere (``answers.py``), so no service catches it.
"""

import json
import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.restapi.request_values import (
    CANNOT_BE_SET,
    read_request_values,
    RequestValues,
)
from cites.cug.uploads.cleaning_notices import removed_from
from cites.cug.validation.errors import (
    FieldError,
    FieldErrors,
    invalid,
    InvalidValues,
    shown,
)
from cites.cug.validation.query_parameters import batch
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from typing import Any
from urllib.parse import parse_qsl
from zExceptions import NotFound
from zope.component import getSiteManager
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides, implementer, Interface, providedBy
from zope.publisher.interfaces import IPublishTraverse
from ZPublisher.Iterators import IStreamIterator


PAGE_SIZE = 25
#: Parameters of each list that is answered in pages.
BATCH = ("b_start", "b_size")
NO_PARAMETER = _("There is no such parameter.")
#: What may stand in an open part of an address, by its name.
OPEN = {
    "{id}": re.compile(r"[^/]{1,200}"),
    "{key}": re.compile(r"[0-9a-f]{32}", re.ASCII),
    "{n}": re.compile(r"\d{1,6}", re.ASCII),
}


@implementer(IPublishTraverse)
class RestService(Service):
    """Answers an object; or a file; or, with None, that all is done."""

    #: Of the query. None: those that plone.restapi takes for content.
    parameters: Collection[str] | None = ()
    #: Of the body. None: it is read elsewhere, and not as an object with keys.
    keys: Collection[str] | None = ()
    #: Whether a form (multipart/form-data) may come instead of JSON.
    takes_forms = False

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        #: What stands behind the name in the address, and answers nothing.
        self.path: list[str] = []
        #: What stands at the open parts of the address.
        self.named: dict[str, str] = {}

    def publishTraverse(self, request: Any, name: str) -> "RestService":
        """The service at the whole of the address; it is asked for its permission."""
        names = request["TraversalRequestNameStack"]
        path = [name, *reversed(names)]
        names.clear()
        found = min(self._routes(path), key=lambda route: len(route[1]), default=None)
        if found is None:
            self.path = path
            return self
        factory, named = found
        service = factory(self.context, request)
        service.named = named
        return service

    def _routes(self, path: list[str]) -> Iterator[tuple[Any, dict[str, str]]]:
        """What is registered below this name for such an address."""
        place = (providedBy(self.context), providedBy(self.request))
        below = f"{self.__name__}/"
        for name, factory in getSiteManager().adapters.lookupAll(place, Interface):
            if name.startswith(below):
                named = match_route(name.removeprefix(below), path)
                if named is not None:
                    yield factory, named

    def render(self) -> Any:
        self.check_permission()
        if self.path:
            raise NotFound("/".join(self.path))
        self.check_names()
        if self.request.method != "GET":
            # Programs send no form of ours, and come with no cookie; see also the door.
            alsoProvides(self.request, IDisableCSRFProtection)
        content = self.reply()
        removed = removed_from(self.request)
        if removed and not isinstance(content, list):
            content = {**(content or {}), **removed}
        if content is None:
            self.request.response.setStatus(204)
            return ""
        if IStreamIterator.providedBy(content):
            return content
        self.request.response.setHeader("Content-Type", self.content_type)
        # plone.restapi indents, which makes it a third longer and much slower.
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    def check_names(self) -> None:
        """Raise InvalidValues for parameters and keys that nobody knows."""
        if self.parameters is not None:
            query = self.request.environ.get("QUERY_STRING", "")
            sent = [name for name, _value in parse_qsl(query, keep_blank_values=True)]
            self._refuse_others(sent, self.parameters, NO_PARAMETER)
        if self.keys is not None:
            taken = (*self.keys, *(self.parameters or ()))
            self._refuse_others(self.given.values, taken, CANNOT_BE_SET)

    def _refuse_others(
        self, sent: Iterable[str], known: Collection[str], text: Message
    ) -> None:
        unknown = [name for name in dict.fromkeys(sent) if name not in known]
        if unknown:
            raise InvalidValues([(shown(name), FieldError(text)) for name in unknown])

    @cached_property
    def given(self) -> RequestValues:
        """What the body holds, each value to be read as the type it must have."""
        return read_request_values(self.request, FieldErrors(), self.takes_forms)

    @property
    def body(self) -> dict[str, Any]:
        """The same as it was sent."""
        return dict(self.given.values)

    @property
    def user(self) -> str | None:
        return caller()

    @property
    def url(self) -> str:
        """Address of the service's name, without what stands behind it."""
        name = self.__name__.partition("@")[2].partition("/")[0]
        return f"{self.context.absolute_url()}/@{name}"

    def say(self, message: Message) -> str:
        """A sentence in the reader's language."""
        return translate(message, context=self.request)

    def batch(self) -> tuple[int, int]:
        """Where the asked page of a list starts and how long it is."""
        return batch(self.request.form, PAGE_SIZE)

    def one_of(self, field: str, allowed: Collection[str], default: Any = None) -> str:
        """The value of a key of the body, which must be one of these."""
        value = self.body.get(field, default)
        if value not in tuple(allowed):
            values = {"values": ", ".join(allowed)}
            raise invalid(
                field, _("One of these is expected: ${values}.", mapping=values)
            )
        return value


class Nothing(RestService):
    """Where a verb answers only further down in the address."""

    parameters = keys = None

    def reply(self) -> Any:
        raise NotFound


def match_route(route: str, path: list[str]) -> dict[str, str] | None:
    """What stands at the open parts of a route; None if the address is another's."""
    parts = route.split("/")
    if len(parts) != len(path):
        return None
    named = {}
    for part, name in zip(parts, path, strict=True):
        if part in OPEN and OPEN[part].fullmatch(name):
            named[part.strip("{}")] = name
        elif part != name or part in OPEN:
            return None
    return named
