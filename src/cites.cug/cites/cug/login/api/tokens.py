"""REST: ``/portal/@tokens``, the caller's own tokens for programs."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from cites.cug.login import api_tokens, authentication
from cites.cug.login.api_tokens import TokenInfo
from cites.cug.login.scopes import Scope
from cites.cug.login.token_terms import (
    end_own_token,
    fit_terms,
    make_own_token,
    require_tokens,
)
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.services import ResourceService
from cites.cug.web.restapi.idempotency import Done
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from plone.base.interfaces import IPloneSiteRoot
from typing import Any
from zExceptions import NotFound


LOG_IN_ANEW = _("login_tokens_log_again_create_token_text")


class TokensPost(ResourceService):
    """``POST @tokens``: ``name``, ``scopes``, ``expires``; the secret is shown once."""

    keys = ("name", "scopes", "expires")

    def check_caller(self) -> None:
        if not authentication.has_proved(self.request):
            raise Refusal(LOG_IN_ANEW, FORBIDDEN)
        require_tokens(caller())

    def reply(self) -> dict[str, Any]:
        name, scopes, ends = terms = fit_terms(caller(), *map(self.body.get, self.keys))
        folder = authentication.folder_of_caller()
        token_id, secret = make_own_token(caller(), folder, terms)
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
        token = self.resource.find(made)
        return {"id": made} if token is None else self.resource.serialize_item(token)


class TokensDelete(ResourceService):
    """``DELETE @tokens/{id}``: the token ends."""

    def reply(self) -> None:
        if not end_own_token(caller(), self.key):
            raise NotFound


class Tokens(Resource):
    """The caller's own tokens, without their secrets."""

    name = "tokens"
    context_interface = IPloneSiteRoot
    place = ""
    verbs = (
        Verb(
            "GET", "", Permission.USE_PORTAL, "what the caller has, without the secrets."
        ),
        Verb("POST", "", Permission.USE_PORTAL, service=TokensPost),
        Verb("DELETE", "{id}", Permission.USE_PORTAL, service=TokensDelete),
    )
    size = None

    def list_items(self, filters: Mapping[str, Any]) -> list[TokenInfo]:
        return api_tokens.list_tokens(self.user_id)

    def list_keys(self, items: Sequence[TokenInfo]) -> dict[str, Any]:
        return {"scopes": list(Scope)}

    def serialize_item(self, item: TokenInfo) -> dict[str, Any]:
        return {
            "id": item.id,
            "name": item.name,
            "scopes": item.scopes,
            "created": item.created.isoformat(),
            "expires": item.ends.isoformat(),
            "last_used": item.used and item.used.isoformat(),
        }
