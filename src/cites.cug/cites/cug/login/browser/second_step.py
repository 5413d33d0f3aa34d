"""The second step of a login: a code or a passkey, or setting one up."""

from cites.cug import _
from cites.cug.login import authentication, login_tokens, passkeys, second_factor
from cites.cug.login.browser.entrance import EntrancePage
from cites.cug.login.browser.set_up import AppSetUp, WRONG_CODE
from cites.cug.login.cookies import cookie, drop_cookie, STEP
from cites.cug.login.login_tokens import Purpose, Taken
from cites.cug.login.own_page import factor_refusal
from cites.cug.login.passkeys import RelyingParty
from cites.cug.login.second_factor import ShownFactor
from cites.cug.login.user_folders import folder_at, login_name
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.interface import alsoProvides


class SecondStepPage(EntrancePage):
    """Shown after a right password; to all others it is the login page."""

    factor_template = ViewPageTemplateFile("templates/second_step.pt")
    set_up_template = ViewPageTemplateFile("templates/set_up_step.pt")
    codes_template = ViewPageTemplateFile("templates/recovery_codes.pt")
    page_title = _("login_second_step_second_step_title")

    def __call__(self) -> str:
        # No session yet: the step's own cookie is not sent along by other sites.
        alsoProvides(self.request, IDisableCSRFProtection)
        self.secret = cookie(self.request, STEP) or ""
        for purpose, answer in (
            (Purpose.FACTOR, self.show_factor),
            (Purpose.SET_UP, self.set_up),
        ):
            self.taken = login_tokens.find_login_token(self.secret, purpose)
            if self.taken is not None:
                return answer(self.taken)
        drop_cookie(self.request, STEP)
        return self.request.response.redirect(f"{self.context.absolute_url()}/login")

    @property
    def place(self) -> RelyingParty:
        return RelyingParty.of(self.context.absolute_url())

    def show_factor(self, taken: Taken) -> str:
        if self.request.method == "POST":
            passkey = passkeys.sent(self.text("passkey"))
            shown = ShownFactor(self.text("code"), passkey, taken.detail or b"")
            use = second_factor.check_second_factor(
                *taken[:2], self.request, shown, self.place
            )
            # Both can be used only once.
            if use is not None and login_tokens.use_login_token(self.secret) and use():
                authentication.come_in(*taken[:2], self.request)
                return self.request.response.redirect(self.destination())
            self.error = factor_refusal(self.request)
        return self.factor_template()

    def passkey_options(self) -> str | None:
        """What the page's script gives to the browser."""
        return passkeys.authentication_options(
            self.taken.user_id, self.taken.detail or b"", self.place
        )

    def set_up(self, taken: Taken) -> str:
        users = folder_at(self.context, taken.folder)
        login = login_name(users, taken.user_id)
        self.app = AppSetUp(taken.user_id, login, self.request.form)
        if self.request.method == "POST":
            codes = self.app.confirm()
            if codes is not None and login_tokens.use_login_token(self.secret):
                authentication.come_in(*taken[:2], self.request)
                return self.codes_template(codes=codes, onward=self.destination())
            self.error = WRONG_CODE
        return self.set_up_template()
