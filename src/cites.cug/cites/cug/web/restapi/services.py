"""The base class of all REST services.

A service handles one HTTP method at one path. ZCML registers it with its permission. A
path may continue after the name and contain variables, as ``@messages/{id}/send``;
``self.named`` holds their values. The method then needs a service at the name alone as
well: ``@messages``, or ``Nothing`` if there is no response.

A service declares the parameters of its query string and the keys of its body; others are
refused by name. It does not catch the ``Refusal`` and ``Missing`` that actions raise:
``answers.py`` turns them into responses.
"""

import json
import re
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.sql.session import Ask, ask_row, ask_row_apart
from cites.cug.core.validation.errors import (
    FieldError,
    FieldErrors,
    invalid,
    InvalidValues,
    Refusal,
    shown,
)
from cites.cug.core.validation.query_parameters import batch
from cites.cug.web.publishing.negotiation import choose_media_type
from cites.cug.web.restapi.etag import check_unchanged, is_known, make_tag
from cites.cug.web.restapi.idempotency import digest_of_body, Done, KeyedRequest, read_key
from cites.cug.web.restapi.request_values import (
    CANNOT_BE_SET,
    read_request_values,
    RequestValues,
)
from cites.cug.web.uploads.cleaning_notices import removed_from
from cites.cug.wsgi.early_answers import JSON
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from hashlib import sha256
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
#: Parameters of every list that is answered in pages.
BATCH = ("b_start", "b_size")
#: Headers that make a request depend on what stands there.
CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH"})
NO_PARAMETER = _("web_services_no_such_parameter")
#: What an answer follows from → the tag of the answer, as this process has made it.
_tags: dict[bytes, str] = {}
MOST_TAGS = 10_000
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: Open part of an address → pattern of its values.
OPEN = {
    "{id}": re.compile(r"[^/]{1,200}"),
    "{key}": re.compile(r"[0-9a-f]{32}", re.ASCII),
    "{n}": re.compile(r"\d{1,6}", re.ASCII),
    "{collection}": re.compile(UUID),
    "{event}": re.compile(rf"{UUID}\.json"),
}


@implementer(IPublishTraverse)
class RestService(Service):
    """The base class. ``reply`` returns an object, a file, or None for 204."""

    #: Parameters of the query. None: plone.restapi's for content.
    parameters: Collection[str] | None = ()
    #: The schema by which the parameters are read, if they are read by one.
    query_schema: Any = None
    #: Keys of the body. None: the service does not read it as an object with keys.
    keys: Collection[str] | None = ()
    #: The schema fields of the request body; OpenAPI is generated from them.
    schemas: Collection[Any] = ()
    #: Whether the body may be a form (multipart/form-data) instead of JSON.
    takes_forms = False
    #: The media types of which the answer has one, as ``Accept`` says; the first if it
    #: says nothing. Empty where the answer is a file with a media type of its own.
    media_types: Collection[str] = (JSON,)
    #: Whether a GET answers with an ETag, and 304 to who has the answer already.
    tagged = False
    #: Whether what ``source`` answers is never again what it was before. An answer that
    #: is newer than it does no harm then: both are read without beginning a transaction
    #: of the records.
    moves_on = False
    #: Whether a POST with an Idempotency-Key is done once; one that is not says why.
    is_done_once = True
    #: Whether all that a POST answers are numbers and addresses, which can be kept.
    keeps_answer = False
    #: plone.rest's opens every service to requests by OPTIONS, which the door refuses,
    #: and asks whether it is one at each attribute.
    __getattribute__ = object.__getattribute__

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        #: Rest of the address that no service answers.
        self.path: list[str] = []
        #: Values of the open parts of the address, by name.
        self.named: dict[str, str] = {}

    def publishTraverse(self, request: Any, name: str) -> "RestService":
        """Find the service of the whole address, whose permission is then checked."""
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
        """Services below this name that fit the address, and its open parts."""
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
            # Programs send no token of a form, and no cookie; see also the WSGI filter.
            alsoProvides(self.request, IDisableCSRFProtection)
        if not self.tagged:
            return self.to_response(self.reply_once(), None)
        if self.request.getHeader("If-None-Match") is not None:
            known = _tags.get(self.cache_key(ask_row_apart))
            if known is not None and self.client_has(known):
                return ""
        # Once more for the answer: it is remembered for what stood there as it was made.
        key = self.cache_key(ask_row_apart if self.moves_on else ask_row)
        return self.to_response(self.reply_once(), key)

    def cache_key(self, ask: Ask) -> bytes | None:
        """By which it is remembered which answer followed from its source."""
        source = self.cache_source(ask)
        if source is None:
            return None
        return sha256(json.dumps([caller(), source]).encode()).digest()

    def to_response(self, content: Any, key: bytes | None) -> Any:
        """The answer as it is sent, with its status and headers."""
        removed = removed_from(self.request)
        if removed and not isinstance(content, list):
            content = {**(content or {}), **removed}
        if content is None:
            self.request.response.setStatus(204)
            return ""
        if IStreamIterator.providedBy(content):
            return content
        self.request.response.setHeader("Content-Type", self.content_type)
        text = self.serialize(content)
        return self.tagged_response(content, text, key) if self.tagged else text

    def serialize(self, content: Any) -> str:
        """The answer in its format. plone.restapi indents JSON, which makes it a third
        longer and much slower.
        """
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    def tagged_response(self, content: Any, text: str, key: bytes | None) -> str:
        """Give the answer its ETag; nothing and 304 if the client has it already."""
        response = self.request.response
        if response.getStatus() != 200:
            return text
        tag = make_tag(self.current_state_in(content), text)
        if key is not None:
            if key not in _tags and len(_tags) >= MOST_TAGS:
                _tags.clear()
            _tags[key] = tag
        response.setHeader("ETag", tag)
        return "" if self.client_has(tag) else text

    def client_has(self, tag: str) -> bool:
        """Whether the client has the answer with this tag; then it is 304."""
        response = self.request.response
        if not is_known(self.request.getHeader("If-None-Match"), tag):
            return False
        response.setHeader("ETag", tag)
        response.setStatus(304)
        return True

    def cache_source(self, ask: Ask) -> Any:
        """A value that differs whenever the response to this caller may differ.

        It must be cheaper to compute than the response. The process remembers the ETag
        for it, so that a 304 needs no response. ``ask`` queries the records in the
        transaction of the request. ``None`` if there is no such value.
        """
        return None

    def reply_once(self) -> Any:
        """Handle the request, or repeat the response if its Idempotency-Key is known."""
        request, response = self.request, self.request.response
        key = None
        if request.method == "POST" and self.is_done_once:
            key = read_key(request)
        if key is None:
            return self.reply() if request.method == "GET" else self.reply_if_allowed()
        keyed = KeyedRequest(request, key, self.digest())
        done = keyed.find()
        if done is not None:
            return self.replay(done)
        try:
            content = self.reply_if_allowed()
        except (Refusal, NotFound):
            keyed.look_again()
            raise
        status = 204 if content is None else response.getStatus()
        if status < 300:
            answer = json.dumps(content) if self.keeps_answer else None
            keyed.keep(Done(status, response.getHeader("Location"), answer))
        return content

    def reply_if_allowed(self) -> Any:
        """Handle the request. Missing rights are reported before wrong values."""
        self.check_caller()
        self.check_unchanged()
        return self.reply()

    def check_caller(self) -> None:
        """Raise Refusal or Missing if the caller may not use this service.

        For rules beyond the permission in ZCML (``check_permission`` is Plone's method
        for that one). Actions check again what may change in the meantime.
        """

    def digest(self) -> str:
        """A digest of the request. Requests with the same key must have the same one."""
        return digest_of_body(self.request)

    def replay(self, done: Done) -> Any:
        """The response to a request that was already handled."""
        response = self.request.response
        response.setHeader("Idempotent-Replayed", "true")
        response.setStatus(done.status)
        if done.location is not None:
            response.setHeader("Location", done.location)
        if done.status == 204:
            return None
        return json.loads(done.answer) if done.answer else self.replay_response(done)

    def replay_response(self, done: Done) -> Any:
        """The response to a repeated request: the current state of the resource.

        Services with another response override it, or set ``keeps_answer``.
        """
        return self.current_state()

    def current_state(self) -> Any:
        """The representation that ``ETag`` and ``If-Match`` are about.

        As the caller may see it now, without side effects. ``None`` if the resource has
        no ETag.
        """
        return None

    def current_state_in(self, answer: Any) -> Any:
        """The current state, taken from the response to a GET."""
        return self.current_state()

    def check_unchanged(self) -> None:
        """Raise Refusal (412) if ``If-Match`` is not the tag of the current state.

        It runs in the transaction of the change, and again after a conflict.
        """
        if CONDITIONS.isdisjoint(self.request.environ):
            return
        self.lock_state()
        check_unchanged(self.request, self.current_state())

    def lock_state(self) -> None:
        """Lock the rows that are about to be compared."""

    def check_names(self) -> None:
        """Raise InvalidValues for unknown parameters and keys."""
        if self.parameters is not None:
            query = self.request.environ.get("QUERY_STRING", "")
            sent = [name for name, _value in parse_qsl(query, keep_blank_values=True)]
            self._refuse_others(sent, self.parameters, NO_PARAMETER)
        if self.keys is not None:
            taken = (*self.keys, *(self.parameters or ()))
            self._refuse_others(self.body_values.values, taken, CANNOT_BE_SET)

    def _refuse_others(
        self, sent: Iterable[str], known: Collection[str], text: Message
    ) -> None:
        unknown = [name for name in dict.fromkeys(sent) if name not in known]
        if unknown:
            raise InvalidValues([(shown(name), FieldError(text)) for name in unknown])

    @cached_property
    def body_values(self) -> RequestValues:
        """The values of the body, to be read by the type they must have."""
        return read_request_values(self.request, FieldErrors(), self.takes_forms)

    @property
    def media_type(self) -> str:
        """The media type of the answer. Callers that accept none of them are refused."""
        first, *others = self.media_types
        if not others:
            return first
        return choose_media_type(self.request.environ, self.media_types) or first

    @property
    def content_type(self) -> str:
        """The header Content-Type of the answer."""
        return self.media_type

    @property
    def body(self) -> dict[str, Any]:
        """The values of the body as they were sent."""
        return dict(self.body_values.values)

    @property
    def user_id(self) -> str:
        """Of the caller; empty for strangers."""
        return caller() or ""

    @property
    def url(self) -> str:
        """The address of the service's name, without what follows it."""
        name = self.__name__.partition("@")[2].partition("/")[0]
        return f"{self.context.absolute_url()}/@{name}"

    @property
    def full_url(self) -> str:
        """The address of the service itself, with what was asked for in it."""
        name = self.__name__.partition("@")[2]
        parts = [self.named.get(part.strip("{}"), part) for part in name.split("/")]
        return f"{self.context.absolute_url()}/@{'/'.join(parts)}"

    def say(self, message: Message) -> str:
        """Translate a message to the reader's language."""
        return translate(message, context=self.request)

    def batch(self) -> tuple[int, int]:
        """Start and size of the requested page of a list."""
        return batch(self.request.form, PAGE_SIZE)

    def one_of(self, field: str, allowed: Collection[str], default: Any = None) -> str:
        """The value of a key of the body. Raises InvalidValues if it is not allowed."""
        value = self.body.get(field, default)
        if value not in tuple(allowed):
            values = {"values": ", ".join(allowed)}
            raise invalid(field, _("common_choose_one_of_these_error", mapping=values))
        return value


class Nothing(RestService):
    """For a verb that only has services at longer addresses; 404."""

    parameters = keys = None

    def reply(self) -> Any:
        raise NotFound


def match_route(route: str, path: list[str]) -> dict[str, str] | None:
    """The values of the open parts of a route; None if it does not fit the address."""
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
