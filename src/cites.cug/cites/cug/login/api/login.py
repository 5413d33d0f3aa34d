"""REST: ``@login``, ``@login-renew`` and ``@logout``."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import FieldError, InvalidValues, Refusal
from cites.cug.login import (
    authentication,
    factors,
    password_check,
    second_factor,
    settings,
)
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.user_folders import KnownAccount, path_of
from cites.cug.web.restapi.request_values import TEXT
from cites.cug.web.restapi.services import RestService
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from zope.i18nmessageid import Message


INCOMPLETE = _("login_account_asks_second_factor_text")


def refusal() -> Message:
    """The same whatever was wrong, too many tries included."""
    minutes = int(settings.window() / timedelta(minutes=1))
    return _("login_name_password_wrong_after_text", mapping={"minutes": minutes})


class LoginPost(RestService):
    """``POST @login``: a token for ``login`` and ``password``."""

    # Each log-in is a session of its own, and of a token nothing is kept to repeat it.
    is_done_once = False
    keys = ("login", "password", "code")

    def reply(self) -> dict[str, Any]:
        login, password = self.body.get("login"), self.body.get("password")
        wrong = [
            (name, FieldError(TEXT))
            for name, value in (("login", login), ("password", password))
            if not isinstance(value, str)
        ]
        if wrong:
            raise InvalidValues(wrong)
        users = self.context.acl_users
        known = password_check.check_password(users, self.request, login, password)
        if known is None:
            return self.refuse(refusal())
        if factors.opens_nothing_alone(known.user_id) and not self.shows_factor(
            known, self.body.get("code")
        ):
            return {**self.refuse(INCOMPLETE), "second_factor": True}
        authentication.keep_hash_new(known, password)
        return {"token": authentication.give_token(known, self.request)}

    def shows_factor(self, known: KnownAccount, code: Any) -> bool:
        """Whether the second factor is there too; it counts from here on."""
        if not isinstance(code, str) or not code:
            return False
        folder = path_of(known.users)
        place = RelyingParty.of(self.context.absolute_url())
        shown = second_factor.ShownFactor(code)
        use = second_factor.check_second_factor(
            known.user_id, folder, self.request, shown, place
        )
        return use is not None and use()

    def refuse(self, text: Message) -> dict[str, Any]:
        """Answered, not raised: what was tried is kept."""
        self.request.response.setStatus(HTTPStatus.UNAUTHORIZED)
        told = {"type": "Unauthorized", "message": self.say(text)}
        # Clients of Plone look for it there.
        return {**told, "errors": [], "error": told}

    def check_permission(self) -> None:
        """Whoever logs in is nobody yet."""


class RenewPost(RestService):
    """``POST @login-renew``: another token for the one that is shown."""

    # Each log-in is a session of its own, and of a token nothing is kept to repeat it.
    is_done_once = False

    def reply(self) -> dict[str, Any]:
        token = authentication.renew_token(self.request)
        if token is None:
            raise Refusal(_("login_token_renewed_error"))
        return {"token": token}


class LogoutPost(RestService):
    """``POST @logout``: ends the token, or the session, that is shown."""

    def reply(self) -> None:
        record_login_event("logout", caller())
        authentication.leave(self.request)
