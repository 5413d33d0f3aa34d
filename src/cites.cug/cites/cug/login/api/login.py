"""REST: ``@login``, ``@login-renew`` and ``@logout``."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.json_service import JsonService
from cites.cug.login import authentication
from cites.cug.login import factors
from cites.cug.login import password_check
from cites.cug.login import second_factor
from cites.cug.login import settings
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.user_folders import KnownAccount
from cites.cug.login.user_folders import path_of
from datetime import timedelta
from http import HTTPStatus
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services import Service
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides


INCOMPLETE = _(
    "The account asks for a second factor: send a code of it too. Where none is set up"
    " yet, log in with a browser first."
)
TEXTS = _("login and password: texts are expected.")


def refusal() -> Message:
    """One text for every refusal, also after too many tries."""
    minutes = int(settings.window() / timedelta(minutes=1))
    return _(
        "The name or the password is wrong, or it was tried too often: then wait"
        " ${minutes} minutes.",
        mapping={"minutes": minutes},
    )


class LoginPost(JsonService):
    """``POST @login``: a token for ``login`` and ``password``."""

    def reply(self) -> dict[str, Any]:
        # Nobody is logged in yet, so another site cannot misuse a session.
        alsoProvides(self.request, IDisableCSRFProtection)
        body = self.body()
        login, password = body.get("login"), body.get("password")
        if not isinstance(login, str) or not isinstance(password, str):
            return self.refuse(HTTPStatus.BAD_REQUEST, "Missing credentials", TEXTS)
        users = self.context.acl_users
        known = password_check.check_password(users, self.request, login, password)
        if known is None:
            return self.refuse()
        if factors.opens_nothing_alone(known.user_id) and not self.shows_factor(
            known, body.get("code")
        ):
            return {**self.refuse(text=INCOMPLETE), "second_factor": True}
        authentication.keep_hash_new(known, password)
        return {"token": authentication.give_token(known, self.request)}

    def shows_factor(self, known: KnownAccount, code: Any) -> bool:
        """Whether a right second factor is shown; it is used up."""
        if not isinstance(code, str) or not code:
            return False
        folder = path_of(known.users)
        place = RelyingParty.of(self.context.absolute_url())
        shown = second_factor.ShownFactor(code)
        use = second_factor.check_second_factor(
            known.user_id, folder, self.request, shown, place
        )
        return use is not None and use()

    def body(self) -> dict[str, Any]:
        try:
            return json_body(self.request)
        except DeserializationError:
            return {}

    def refuse(
        self,
        status: HTTPStatus = HTTPStatus.UNAUTHORIZED,
        kind: str = "Invalid credentials",
        text: Message | None = None,
    ) -> dict[str, Any]:
        self.request.response.setStatus(status)
        message = translate(text or refusal(), context=self.request)
        return {"error": {"type": kind, "message": message}}

    def check_permission(self) -> None:
        """Anybody may log in."""


class RenewPost(JsonService):
    """``POST @login-renew``: another token for the one that is shown."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        token = authentication.renew_token(self.request)
        if token is None:
            raise BadRequest(
                translate(_("Only a token can be renewed."), context=self.request)
            )
        return {"token": token}


class LogoutPost(Service):
    """``POST @logout``: ends the token, or the session, that is shown."""

    def reply(self) -> None:
        alsoProvides(self.request, IDisableCSRFProtection)
        record_login_event("logout", caller())
        authentication.leave(self.request)
        self.request.response.setStatus(HTTPStatus.NO_CONTENT)
