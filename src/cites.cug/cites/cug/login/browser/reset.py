"""Pages and a service for members who have forgotten their password."""

from AccessControl import Unauthorized
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.login import login_tokens, reset
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.browser.entrance import EntrancePage
from cites.cug.login.browser.password import (
    CHANGED,
    NewPasswordInput,
    PasswordForm,
)
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.new_password import keep_password
from cites.cug.login.user_folders import folder_at, login_name
from cites.cug.mailing.smtp import note_waiting_mail
from cites.cug.web.layout.page import Page
from http import HTTPStatus
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services.users.add import UsersPost
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from secrets import token_urlsafe
from typing import Any
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import alsoProvides, implementer
from zope.publisher.interfaces import IPublishTraverse


RESET = "reset-password"
OWNERS = _("login_reset_password_chosen_owner_account_text")
TOO_LATE = _("login_reset_link_no_longer_valid_text")
#: What a link in a mail may be for.
BY_MAIL = (Purpose.RESET, Purpose.FIRST)


class Users(UsersPost):
    """``POST @users``: new accounts, and ``{id}/reset-password`` for one's own.

    Whoever adds an account cannot set its password: its owner is sent a link.
    """

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

    def validate_input_data(self, portal: Any, original_data: dict[str, Any]) -> None:
        if "password" in original_data:
            self.add_field_error("password", OWNERS)
        sent = {key: original_data[key] for key in original_data if key != "password"}
        super().validate_input_data(portal, {**sent, "sendPasswordReset": True})
        original_data.pop("sendPasswordReset", None)

    def _add_user(self, data: dict[str, Any], location: bool = True) -> Any:
        made = super()._add_user({**data, "password": token_urlsafe(32)}, location)
        if "id" in made:
            reset.send_first_link(made["id"])
        return made

    def update_password(self, data: dict[str, Any]) -> Any:
        if data:
            return super().update_password(data)
        reset.request_reset(self.context, self.request, self.params[0])
        self.request.response.setStatus(HTTPStatus.ACCEPTED)
        return {}


class ResetForm(Page):
    """The form that asks for the login name."""

    template = ViewPageTemplateFile("templates/reset_form.pt")
    page_title = _("login_your_password_title")

    def __call__(self) -> str:
        return self.template()


class ResetRequested(EntrancePage):
    """The page after that form."""

    template = ViewPageTemplateFile("templates/reset_requested.pt")
    page_title = _("login_your_password_title")

    @property
    def said(self) -> Message:
        return note_waiting_mail(_("login_reset_requested_message_goes_to_address_text"))

    def __call__(self) -> str:
        if self.request.method != "POST":
            raise NotFound
        reset.request_reset(self.context, self.request, self.text("userid"))
        return self.template()


class FirstPasswordInput(NewPasswordInput):
    """Where one begins to type, unless something is wrong: that is read first."""

    def attributes(self) -> dict[str, str]:
        begins = {} if self.form.summary else {"autofocus": "autofocus"}
        return {**super().attributes(), **begins}


@implementer(IPublishTraverse)
class ResetPage(PasswordForm, EntrancePage):
    """``passwordreset?key=…``: where the link in the mail leads.

    Opening it ends nothing: programs that look for bad links do so too. Mails that were
    sent earlier have the key in the path.
    """

    page_title = _("login_your_password_title")
    id = "reset-password"
    inputs = {**PasswordForm.inputs, "new": FirstPasswordInput}
    enableCSRFProtection = False
    cancel_label = _("login_forgotten_password_label")
    key = ""

    def publishTraverse(self, request: Any, name: str) -> "ResetPage":
        if self.key:
            raise NotFound
        self.key = name
        return self

    def __call__(self) -> str:
        alsoProvides(self.request, IDisableCSRFProtection)
        self.key = self.key or self.text("key")
        found = (login_tokens.find_login_token(self.key, purpose) for purpose in BY_MAIL)
        self.taken = next(filter(None, found), None)
        if self.taken is None:
            self.obstacle = TOO_LATE
            self.cancel_url = f"{self.context.absolute_url()}/mail_password_form"
        return super().__call__()

    def refuse(self) -> None:
        """Answered with 200, as it was sent by nobody that is known."""

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/passwordreset"

    @property
    def users(self) -> Any:
        return folder_at(self.context, self.taken.folder)

    @property
    def login(self) -> str:
        return login_name(self.users, self.taken.user_id)

    def user(self) -> Any:
        return self.users.getUserById(self.taken.user_id)

    def handle(self, data: dict[str, Any]) -> None:
        if login_tokens.use_login_token(self.key):
            # Ends all sessions and all other links too.
            keep_password(self.users, self.taken.user_id, data["new"])
            record_login_event("password.reset", self.taken.user_id)
            self.say(CHANGED)
        self.request.response.redirect(f"{self.context.absolute_url()}/login")
