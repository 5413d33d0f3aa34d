"""REST: ``/portal/@tokens``, the caller's own tokens for programs."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.login import api_tokens, authentication
from cites.cug.login.api_tokens import TokenInfo
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import fit_terms
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from http import HTTPStatus
from typing import Any
from zExceptions import NotFound


LOG_IN_ANEW = _("Log in again to create a token, or create it on the page.")


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

    tagged = True

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

    def check_caller(self) -> None:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)

    def reply(self) -> dict[str, Any]:
        name, scopes, ends = terms = fit_terms(caller(), *map(self.body.get, self.keys))
        folder = authentication.folder_of_caller()
        token_id, secret = api_tokens.make(caller(), folder, *terms)
        record_login_event("token.add", caller(), name=name, scopes=sorted(scopes))
        self.request.response.setStatus(HTTPStatus.CREATED)
        self.request.response.setHeader("Location", f"{self.url}/{token_id}")
        return {
            "id": token_id,
            "name": name,
            "scopes": sorted(scopes),
            "expires": ends.isoformat(),
            "token": secret,
        }

    def replay_response(self, done: Done) -> dict[str, Any]:
        """The token without its secret, which is kept nowhere."""
        made = str(done.location).rpartition("/")[2]
        found = (one for one in api_tokens.list_tokens(caller()) if one.id == made)
        return next(map(serialize_token, found), {"id": made})


class TokensDelete(RestService):
    """``DELETE @tokens/{id}``: the token ends."""

    def reply(self) -> None:
        if not api_tokens.revoke(caller(), self.named["id"]):
            raise NotFound
        record_login_event("token.remove", caller())
