"""REST: ``/portal/@tokens``, the caller's own tokens for programs."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.login import api_tokens, authentication
from cites.cug.login.api_tokens import LONGEST_NAME, TokenInfo
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import fit_terms, InvalidTerms, TokenTerms, TooManyTokens
from cites.cug.restapi.services import RestService
from cites.cug.validation.errors import (
    FieldError,
    FORBIDDEN,
    invalid,
    InvalidValues,
    Refusal,
)
from http import HTTPStatus
from typing import Any
from zExceptions import NotFound


WRONG = {
    "name": _(
        "A text of 1 to ${most} characters is expected.", mapping={"most": LONGEST_NAME}
    ),
    "scopes": _("A list is expected of: ${scopes}", mapping={"scopes": ", ".join(Scope)}),
    "expires": _("A day of the next year is expected, as 2027-01-31."),
}
LOG_IN_ANEW = _("Log in anew to make a token, or make it on the page.")
TOO_MANY = _("You have as many tokens as can be kept. Remove one first.")


def serialize_token(token: TokenInfo) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "created": token.created.isoformat(),
        "expires": token.ends.isoformat(),
        "last_used": token.used and token.used.isoformat(),
    }


class TokensGet(RestService):
    """``GET @tokens``: what the caller has, without the secrets."""

    def reply(self) -> dict[str, Any]:
        return {
            "@id": self.url,
            "scopes": list(Scope),
            "items": [
                serialize_token(token) for token in api_tokens.list_tokens(caller())
            ],
        }


class TokensPost(RestService):
    """``POST @tokens``: ``name``, ``scopes``, ``expires``; the secret is shown once."""

    keys = ("name", "scopes", "expires")

    def reply(self) -> dict[str, Any]:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)
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
        try:
            return fit_terms(caller(), *map(self.body.get, self.keys))
        except InvalidTerms as error:
            wrong = [(field, FieldError(WRONG[field])) for field in error.args]
            raise InvalidValues(wrong) from error
        except TooManyTokens as error:
            raise invalid("name", TOO_MANY) from error


class TokensDelete(RestService):
    """``DELETE @tokens/{id}``: the token ends."""

    def reply(self) -> None:
        if not api_tokens.revoke(caller(), self.named["id"]):
            raise NotFound
        record_login_event("token.remove", caller())
