"""REST: the desk's list of requests, and one of them."""

from cites.cug import _
from cites.cug.answers import JsonService
from cites.cug.membership.access_requests import asking
from cites.cug.membership.access_requests import deciding
from cites.cug.membership.access_requests import listing
from cites.cug.membership.access_requests import scope
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.model import AccessRequest
from cites.cug.membership.access_requests.model import State
from datetime import datetime
from datetime import UTC
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


SIZE, MOST = 25, 100
UNKNOWN = _("${field}: this cannot be given.")
NUMBER = _("${field}: a whole number from ${least} to ${most} is expected.")
ONE_OF = _("${field}: one of these is expected: ${values}")


@implementer(IPublishTraverse)
class RequestsService(JsonService):
    """What stands behind ``@access-requests`` in the address, and in the body."""

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        self.path: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> "RequestsService":
        self.path.append(name)
        return self

    def body(self, *known: str) -> dict[str, Any]:
        try:
            body = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest(str(error)) from error
        for field in body:
            if field not in known:
                raise self.refused(UNKNOWN, field)
        return body

    def say(self, message: Message) -> str:
        return translate(message, context=self.request)

    def refused(self, text: Message, field: str, **words: Any) -> BadRequest:
        return BadRequest(self.say(Message(text, mapping={"field": field, **words})))


class AccessRequestsGet(RequestsService):
    """``GET {cug}/@access-requests?state=`` and ``…/{id}``"""

    def reply(self) -> dict[str, Any]:
        self.country = scope.country(self.context)
        if not self.path:
            return self.list()
        if len(self.path) > 1:
            raise NotFound
        try:
            request = deciding.find(self.context, self.path[0], self.country)
        except deciding.UnknownRequest as error:
            raise NotFound from error
        return {**as_json(request, self.url), **self.known(request)}

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@access-requests"

    def list(self) -> dict[str, Any]:
        given = self.request.form.get("state") or None
        if given is not None and given not in list(State):
            raise self.refused(ONE_OF, "state", values=", ".join(State))
        state = given and State(given)
        start = self.number("b_start", 0, 0, 10**8)
        size = self.number("b_size", SIZE, 1, MOST)
        counts = listing.counts(self.context, self.country)
        found = listing.rows(self.context, self.country, state, start, size)
        return {
            "@id": self.url,
            "items_total": sum(counts.values()) if state is None else counts[state],
            "counts": {one.value: number for one, number in counts.items()},
            "items": [as_json(request, self.url) for request in found],
        }

    def number(self, field: str, default: int, least: int, most: int) -> int:
        text = self.request.form.get(field, str(default))
        plain = isinstance(text, str) and text.isascii() and text.isdecimal()
        if not plain or len(text) > 9 or not least <= int(text) <= most:
            raise self.refused(NUMBER, field, least=least, most=most)
        return int(text)

    def known(self, request: AccessRequest) -> dict[str, Any]:
        known = listing.known(self.context, request)
        return {
            "questions": [
                {
                    "question": asked.question,
                    "asked": asked.asked.isoformat(),
                    "answer": asked.answer,
                    "answered": asked.answered and asked.answered.isoformat(),
                }
                for asked in asking.questions(request)
            ],
            "known": {
                "members": [entry.user for entry in known.colleagues],
                "requests": [other.id for other in known.others],
                "free_mail": known.free_mail,
                "official_domain": known.official,
                "has_account": known.has_account,
                "is_member": known.is_member,
            },
        }


def as_json(request: AccessRequest, url: str) -> dict[str, Any]:
    """A request as both services answer it."""
    return {
        "@id": f"{url}/{request.id}",
        "id": request.id,
        "state": request.state,
        **{field: getattr(request, field) for field in FIELDS},
        "created": request.created.isoformat(),
        "age_days": listing.days_old(request, datetime.now(UTC)),
        "endorsed_by": request.endorsed_by,
        "decided_by": request.decided_by,
        "reason": request.reason,
        "member": request.user_id,
    }
