"""Asking for a new password: the same for any name, known or not."""

from AccessControl import Unauthorized
from cites.cug.access.guard import caller
from cites.cug.access.reset_mail import send_after_answer
from cites.cug.interfaces import IOwnPage
from http import HTTPStatus
from plone.restapi.services.users.add import UsersPost
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer


RESET = "reset-password"


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
