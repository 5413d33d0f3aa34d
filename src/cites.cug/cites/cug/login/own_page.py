"""What pages about the caller's own account have in common."""

from cites.cug import _
from cites.cug.access.trail_records import PAUSED
from cites.cug.login import (
    authentication,
    factors,
    login_tokens,
    passkeys,
    password_check,
    second_factor,
    settings,
)
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.second_factor import ShownFactor
from cites.cug.login.user_folders import folder_at, login_name
from cites.cug.web.layout.page import Page
from datetime import timedelta
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from secrets import token_bytes
from typing import Any
from zope.i18nmessageid import Message


WRONG_PASSWORD = _("login_own_page_password_wrong_too_many_text")


WRONG_FACTOR = _("login_own_page_code_passkey_valid_text")


def factor_refusal(request: Any) -> Message:
    """Why the second factor that this request shows was refused: wrong, or not tried.

    Whoever shows one has shown the password: nothing is told of an account by it.
    """
    if PAUSED not in request.other:
        return WRONG_FACTOR
    minutes = int(settings.window() / timedelta(minutes=1))
    return _(
        "login_own_page_too_many_attempts_checked_text", mapping={"minutes": minutes}
    )


class OwnPage(Page):
    """Parent of pages about the caller's own account."""

    template: Any
    confirm_template = ViewPageTemplateFile("browser/templates/confirm_identity.pt")
    name: str
    error: Any = None
    #: Whether a second factor, if there is one, must be shown again before the page.
    is_guarded = False
    #: Form fields that are passed on by the page which asks for a credential.
    carried: tuple[str, ...] = ()

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            answer = self.confirm() if "confirm" in self.request.form else self.handle()
            if answer is not None:
                return answer
            self.request.response.setStatus(400)
        return self.template() if self.is_open else self.confirm_template()

    @property
    def is_open(self) -> bool:
        """Whether no credential must be shown again first."""
        return not (self.is_guarded and self.has_factor()) or self.is_confirmed()

    def handle(self) -> str | None:
        """Do what was asked for; None, with an error, where it cannot be done."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    @cached_property
    def folder(self) -> str:
        """Path of the user folder that the caller comes from."""
        return authentication.folder_of_caller()

    @cached_property
    def login(self) -> str:
        return login_name(folder_at(self.context, self.folder), self.user_id)

    def has_factor(self) -> bool:
        return factors.has_factor(self.user_id)

    # Asking for a credential again

    def is_confirmed(self) -> bool:
        """Whether this session's owner has shown a credential again within minutes."""
        return authentication.is_confirmed(self.request)

    def confirm(self) -> str | None:
        """The page that asks for a credential was sent: go on with what was asked for."""
        if not self.confirmed():
            self.request.response.setStatus(400)
            return self.confirm_template()
        if any(self.text(name) for name in self.carried):
            return self.handle()
        return self.request.response.redirect(self.url)

    def confirmed(self) -> bool:
        """Whether this request shows a right credential of the caller."""
        if self.is_confirmed():
            return True
        # Where nothing is shown, no wrong try is counted.
        if "current" not in self.request.form or not self.knows_password():
            return False
        if self.has_factor() and not self.shows_factor():
            self.error = factor_refusal(self.request)
            return False
        authentication.confirm(self.request)
        record_login_event("login.confirm", self.user_id)
        return True

    def knows_password(self) -> bool:
        users = folder_at(self.context, self.folder)
        password = self.text("current")
        if (
            password_check.check_password(users, self.request, self.login, password)
            is None
        ):
            self.error = WRONG_PASSWORD
            return False
        return True

    def shows_factor(self) -> bool:
        step, passkey = self.text("step"), passkeys.sent(self.text("passkey"))
        taken = (
            login_tokens.find_login_token(step, Purpose.CONFIRM)
            if passkey is not None
            else None
        )
        mine = taken is not None and taken.user_id == self.user_id
        shown = ShownFactor(
            self.text("code"), passkey, taken.detail or b"" if mine else b""
        )
        use = second_factor.check_second_factor(
            self.user_id, self.folder, self.request, shown, self.place
        )
        if use is None or (
            passkey is not None and not login_tokens.use_login_token(step)
        ):
            return False
        return use()

    @property
    def place(self) -> RelyingParty:
        return RelyingParty.of(self.context.absolute_url())

    @cached_property
    def passkey_question(self) -> dict[str, str] | None:
        """What a browser needs to show a passkey; None where the account has none."""
        challenge = token_bytes(authentication.CHALLENGE_BYTES)
        options = passkeys.authentication_options(self.user_id, challenge, self.place)
        if options is None:
            return None
        step = login_tokens.begin_login_token(
            self.user_id, self.folder, Purpose.CONFIRM, challenge
        )
        return {"options": options, "step": step}

    def carried_fields(self) -> list[dict[str, str]]:
        sent = {name: self.text(name) for name in self.carried}
        return [{"name": name, "value": value} for name, value in sent.items() if value]

    def done(self, message: Message) -> str:
        return self.lead_on(self.url, message)
