"""REST: ``/portal/@tokens``, the caller's own tokens for programs."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.answers import JsonService
from cites.cug.intake.services import IntakeService
from cites.cug.login import api_tokens
from cites.cug.login import arrival
from cites.cug.login.api_tokens import LONGEST_LIFE
from cites.cug.login.api_tokens import LONGEST_NAME
from cites.cug.login.api_tokens import Token
from cites.cug.login.audit import tell
from cites.cug.login.scopes import Scope
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from http import HTTPStatus
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


NAME = _("name: a text of 1 to ${most} characters is expected.")
SCOPES = _("scopes: a list is expected of: ${scopes}")
EXPIRES = _("expires: a day of the next year is expected, as 2027-01-31.")
TOO_MANY = _("name: you have as many tokens as can be kept. Remove one first.")
DEFAULT_LIFE = timedelta(days=90)


def as_json(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "created": token.created.isoformat(),
        "expires": token.ends.isoformat(),
        "last_used": token.used and token.used.isoformat(),
    }


class TokensGet(JsonService):
    """``GET @tokens``: what the caller has, without the secrets."""

    def reply(self) -> dict[str, Any]:
        return {
            "@id": f"{self.context.absolute_url()}/@tokens",
            "scopes": list(Scope),
            "items": [as_json(token) for token in api_tokens.tokens_of(caller())],
        }


class TokensPost(IntakeService):
    """``POST @tokens``: ``name``, ``scopes``, ``expires``; the secret is shown once."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        name, scopes, ends = self.asked()
        token_id, secret = api_tokens.make(
            caller(), arrival.folder_of_caller(), name, scopes, ends
        )
        tell("token.add", caller(), name=name, scopes=sorted(scopes))
        self.request.response.setStatus(HTTPStatus.CREATED)
        return {
            "id": token_id,
            "name": name,
            "scopes": sorted(scopes),
            "expires": ends.isoformat(),
            "token": secret,
        }

    def asked(self) -> tuple[str, frozenset[str], datetime]:
        body = self.body("name", "scopes", "expires")
        name, scopes = body.get("name"), body.get("scopes")
        if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
            raise self.refused(NAME, "name", most=LONGEST_NAME)
        if not isinstance(scopes, list) or not scopes or not known(scopes):
            raise self.refused(SCOPES, "scopes", scopes=", ".join(Scope))
        if len(api_tokens.tokens_of(caller())) >= api_tokens.MOST:
            raise self.refused(TOO_MANY, "name")
        return name.strip(), frozenset(scopes), self.end_of(body.get("expires"))

    def end_of(self, expires: Any) -> datetime:
        now = datetime.now(UTC)
        if expires is None:
            return now + DEFAULT_LIFE
        ends = end_of_day(expires)
        if ends is None or not now < ends <= now + LONGEST_LIFE:
            raise self.refused(EXPIRES, "expires")
        return ends


def known(scopes: list[Any]) -> bool:
    return all(isinstance(scope, str) and scope in list(Scope) for scope in scopes)


def end_of_day(text: Any) -> datetime | None:
    """The end, in UTC, of a day that is written as 2027-01-31."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
    return day + timedelta(days=1)


@implementer(IPublishTraverse)
class TokensDelete(Service):
    """``DELETE @tokens/{id}``: the token ends."""

    token_id: str | None = None

    def publishTraverse(self, request: Any, name: str) -> "TokensDelete":
        if self.token_id is not None:
            raise NotFound
        self.token_id = name
        return self

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        if self.token_id is None or not api_tokens.revoke(caller(), self.token_id):
            raise NotFound
        tell("token.remove", caller())
        self.request.response.setStatus(HTTPStatus.NO_CONTENT)
