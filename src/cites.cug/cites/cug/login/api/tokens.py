"""REST: ``/portal/@tokens``, the caller's own tokens for programs."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.json_service import JsonService
from cites.cug.login import api_tokens
from cites.cug.login import authentication
from cites.cug.login.api_tokens import LONGEST_NAME
from cites.cug.login.api_tokens import TokenInfo
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import fit_terms
from cites.cug.login.token_terms import InvalidTerms
from cites.cug.login.token_terms import TokenTerms
from cites.cug.login.token_terms import TooManyTokens
from cites.cug.restapi.services import IntakeService
from http import HTTPStatus
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
from typing import Any
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


WRONG = {
    "name": _("name: a text of 1 to ${most} characters is expected."),
    "scopes": _("scopes: a list is expected of: ${scopes}"),
    "expires": _("expires: a day of the next year is expected, as 2027-01-31."),
}
LOG_IN_ANEW = _("Log in anew to make a token, or make it on the page.")
TOO_MANY = _("name: you have as many tokens as can be kept. Remove one first.")


def serialize_token(token: TokenInfo) -> dict[str, Any]:
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
            "items": [
                serialize_token(token) for token in api_tokens.list_tokens(caller())
            ],
        }


class TokensPost(IntakeService):
    """``POST @tokens``: ``name``, ``scopes``, ``expires``; the secret is shown once."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        if not authentication.has_proved(self.request):
            self.request.response.setStatus(HTTPStatus.FORBIDDEN)
            message = translate(LOG_IN_ANEW, context=self.request)
            return {"type": "Forbidden", "message": message, "errors": []}
        name, scopes, ends = terms = self.asked()
        folder = authentication.folder_of_caller()
        token_id, secret = api_tokens.make(caller(), folder, *terms)
        record_login_event("token.add", caller(), name=name, scopes=sorted(scopes))
        self.request.response.setStatus(HTTPStatus.CREATED)
        return {
            "id": token_id,
            "name": name,
            "scopes": sorted(scopes),
            "expires": ends.isoformat(),
            "token": secret,
        }

    def asked(self) -> TokenTerms:
        body = self.body("name", "scopes", "expires")
        given = (body.get(field) for field in ("name", "scopes", "expires"))
        try:
            return fit_terms(caller(), *given)
        except InvalidTerms as error:
            field = error.args[0]
            words = {"most": LONGEST_NAME, "scopes": ", ".join(Scope)}
            raise self.refused(WRONG[field], field, **words) from error
        except TooManyTokens as error:
            raise self.refused(TOO_MANY, "name") from error


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
        record_login_event("token.remove", caller())
        self.request.response.setStatus(HTTPStatus.NO_CONTENT)
