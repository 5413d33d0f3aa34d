"""Logging in and asking for a new password: the same for any name, known or not."""

from AccessControl import Unauthorized
from cites.cug.access.guard import caller
from cites.cug.access.reset_mail import send_after_answer
from cites.cug.access.tokens import forget_expired
from cites.cug.interfaces import IOwnPage
from http import HTTPStatus
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services.auth import login
from plone.restapi.services.auth import logout
from plone.restapi.services.users.add import UsersPost
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer


RESET = "reset-password"


class Login(login.Login):
    """``POST @login``."""

    def reply(self) -> dict[str, Any]:
        answer = super().reply()
        if "token" in answer:
            forget_expired(answer["token"])
        return answer

    def _find_userfolder(self, login_name: str) -> Any:
        """Plone's would try the password of known names only."""
        folders = [self.context.acl_users, self.context.getPhysicalRoot().acl_users]
        known = [f for f in folders if f._verifyUser(f.plugins, login=login_name)]
        return (known or folders)[0]


class Logout(logout.Logout):
    """``POST @logout``: takes the caller's token off the record."""

    def reply(self) -> Any:
        alsoProvides(self.request, IDisableCSRFProtection)
        return super().reply()


class Users(UsersPost):
    """``POST @users``: new accounts, and ``{id}/reset-password`` for one's own."""

    def reply(self) -> Any:
        match self.params:
            case []:
                pass
            case [user_id, name] if name == RESET:
                if user_id != caller() and not self.can_manage_users:
                    raise Unauthorized(user_id)
            case _:
                raise NotFound
        return super().reply()

    def update_password(self, data: dict[str, Any]) -> Any:
        if data:
            return super().update_password(data)
        send_after_answer(self.context, self.params[0])
        self.request.response.setStatus(HTTPStatus.ACCEPTED)
        return {}


@implementer(IOwnPage)
class ResetForm(BrowserView):
    """Asks who has forgotten their password."""

    template = ViewPageTemplateFile("templates/reset_form.pt")

    def __call__(self) -> str:
        return self.template()


@implementer(IOwnPage)
class ResetRequested(BrowserView):
    """Where the form for a forgotten password leads."""

    template = ViewPageTemplateFile("templates/reset_requested.pt")

    def __call__(self) -> str:
        if self.request.method != "POST":
            raise NotFound
        send_after_answer(self.context, str(self.request.form.get("userid", "")))
        return self.template()
