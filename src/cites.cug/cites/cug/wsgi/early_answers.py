"""The shape of all errors, and refusals of requests that do not reach the portal.

Programs get JSON, or problem details (RFC 9457) if they accept these. The text of early
refusals is in the language that the request asks for: the sender's own choice of a
language is not known yet.
"""

import json
import re
from cites.cug import _
from cites.cug.wsgi.request_id import request_id
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple
from zope.component import queryUtility
from zope.i18n import translate
from zope.i18n.interfaces import ITranslationDomain
from zope.i18nmessageid import Message
from zope.publisher.browser import BrowserLanguages


#: How a part of an address begins that marks requests of programs, as plone.rest has it.
PROGRAMS = "++api++"
#: How the name of a REST service begins; ``@@`` begins that of a page.
SERVICE = re.compile("@(?!@)")
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
#: Problem details, RFC 9457.
PROBLEM = "application/problem+json"
#: The type of a problem of which status and words say all.
BLANK = "about:blank"
#: Key of the environment: what the request accepts, before the filter has changed that.
ACCEPTED = "cites.cug.accepted"
#: What says no more than that anything may come.
ANYTHING = frozenset({"*/*", "application/*"})
#: What a failure says that only the log tells more of.
FAILED = _("web_error_views_something_went_wrong_nothing")
#: Only programs send these methods.
PROGRAM_VERBS = ("PATCH", "DELETE")


#: The first status of failures that the portal's log tells of. Answers below it bear no
#: id in their bodies: what is hidden must look like what is missing.
OUR_FAULT = 500


class Trouble(NamedTuple):
    """Why nothing can be done now, and in how many seconds it may be tried again."""

    status: HTTPStatus
    message: Message
    retry_after: int

    @property
    def kind(self) -> str:
        return kind_of(self.status)


class EarlyAnswer(NamedTuple):
    """The value of the header Content-Type, and the body."""

    content_type: str
    body: str


def is_of_program(environ: Mapping[str, Any]) -> bool:
    """Whether the method or the address says that a program asks, whatever it accepts."""
    if environ.get("REQUEST_METHOD") in PROGRAM_VERBS:
        return True
    names = environ.get("PATH_INFO", "").split("/")
    return any(name.startswith(PROGRAMS) or SERVICE.match(name) for name in names)


def accepted_header(environ: Mapping[str, Any]) -> str:
    """The header Accept as the sender of the request has sent it."""
    return environ.get(ACCEPTED, environ.get("HTTP_ACCEPT", ""))


def accepted_types(environ: Mapping[str, Any]) -> list[str]:
    """The media types that the sender of the request accepts, without parameters."""
    return [media_type_of(one) for one in accepted_header(environ).split(",")]


def media_type_of(value: str) -> str:
    """A media type without its parameters."""
    return value.partition(";")[0].strip().lower()


def wants_problem(environ: Mapping[str, Any]) -> bool:
    """Whether errors are answered as problem details."""
    return PROBLEM in accepted_types(environ)


def without_problem(environ: Mapping[str, Any]) -> str:
    """What the sender accepts beside problem details; plone.rest takes one type alone."""
    others = (one for one in accepted_types(environ) if one and one != PROBLEM)
    first = next(others, JSON)
    return JSON if first in ANYTHING else first


def write_error(
    environ: dict[str, Any],
    status: int,
    kind: str,
    text: str,
    errors: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> EarlyAnswer:
    """An error as programs get it; ``details`` are more keys of it."""
    more = {"errors": list(errors), **details}
    if status >= OUR_FAULT:
        more["request_id"] = request_id(environ)
    if not wants_problem(environ):
        return EarlyAnswer(JSON, json.dumps({"type": kind, "message": text, **more}))
    told = {"type": BLANK, "title": HTTPStatus(status).phrase, "status": status}
    return EarlyAnswer(
        PROBLEM, json.dumps({**told, "detail": text, "kind": kind, **more})
    )


def reference_to(number: str) -> Message:
    """What a reader can name to those who look into the log."""
    return _("wsgi_early_answers_reference", mapping={"number": number})


def kind_of(status: HTTPStatus) -> str:
    """The key ``type`` of an error, as ``NotFound``."""
    return status.phrase.replace(" ", "")


def early_answer(
    environ: dict[str, Any], status: HTTPStatus, message: Message
) -> EarlyAnswer:
    """The refusal as JSON if a program asks, else as plain text."""
    language = preferred_language(environ)
    text = translate(message, target_language=language)
    types = accepted_types(environ)
    if is_of_program(environ) or JSON in types or PROBLEM in types:
        return write_error(environ, status.value, kind_of(status), text)
    if status >= OUR_FAULT:
        reference = reference_to(request_id(environ))
        text += "\n" + translate(reference, target_language=language)
    return EarlyAnswer(TEXT, text)


def preferred_language(environ: Mapping[str, Any]) -> str:
    """The first language of the header Accept-Language that we have; English if none."""
    domain = queryUtility(ITranslationDomain, "cites.cug")
    known = domain.getCatalogsInfo() if domain is not None else {}
    spoken = BrowserLanguages(environ).getPreferredLanguages()
    return next((one[:2] for one in spoken if one[:2] in known), "en")
