"""Refusals of requests that do not reach the portal: without its pages.

Programs get JSON, in the shape of all errors of the portal. The text is in the language
that the request asks for: the sender's own choice of a language is not known yet.
"""

import json
from cites.cug import _
from cites.cug.access.request_id import request_id
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from zope.component import queryUtility
from zope.i18n import translate
from zope.i18n.interfaces import ITranslationDomain
from zope.i18nmessageid import Message
from zope.publisher.browser import BrowserLanguages


#: How a part of an address begins that marks requests of programs, as plone.rest has it.
PROGRAMS = "++api++"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
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
    return any(name.startswith(PROGRAMS) for name in names)


def reference_to(number: str) -> Message:
    """What a reader can name to those who look into the log."""
    return _("Reference: ${number}", mapping={"number": number})


def kind_of(status: HTTPStatus) -> str:
    """The key ``type`` of an error, as ``NotFound``."""
    return status.phrase.replace(" ", "")


def early_answer(
    environ: dict[str, Any], status: HTTPStatus, message: Message
) -> EarlyAnswer:
    """The refusal as JSON if a program asks, else as plain text."""
    language = preferred_language(environ)
    text = translate(message, target_language=language)
    number = request_id(environ) if status >= OUR_FAULT else None
    if is_of_program(environ) or JSON in environ.get("HTTP_ACCEPT", ""):
        shape: dict[str, Any] = {"type": kind_of(status), "message": text, "errors": []}
        if number:
            shape["request_id"] = number
        return EarlyAnswer(JSON, json.dumps(shape))
    if number:
        text += "\n" + translate(reference_to(number), target_language=language)
    return EarlyAnswer(TEXT, text)


def preferred_language(environ: Mapping[str, Any]) -> str:
    """The first language of the header Accept-Language that we have; English if none."""
    domain = queryUtility(ITranslationDomain, "cites.cug")
    known = domain.getCatalogsInfo() if domain is not None else {}
    spoken = BrowserLanguages(environ).getPreferredLanguages()
    return next((one[:2] for one in spoken if one[:2] in known), "en")
