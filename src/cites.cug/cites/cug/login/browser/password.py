"""Members who know their password choose a new one."""

from cites.cug import _
from cites.cug.login import authentication, settings, strength
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.browser.account import OwnPage
from cites.cug.login.user_folders import folder_at
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


SAME = _("The new password is the one that you have now. Please choose another.")


class NewPasswordPage(OwnPage):
    template = ViewPageTemplateFile("templates/new_password.pt")
    page_title = _("Password")
    name = "new-password"
    is_guarded = True

    def least(self) -> int:
        return settings.password_length()

    def act(self) -> str | None:
        # Asked for each time: a second factor alone must not be enough here.
        proved = self.is_confirmed() or not self.has_factor()
        if not proved or not self.knows_password():
            return None
        users = folder_at(self.context, self.folder)
        password = self.text("new")
        user = users.getUserById(self.user_id)
        self.error = strength.mistake_in(password, self.text("again"), user)
        if password == self.text("current"):
            self.error = SAME
        if self.error:
            return None
        users.userSetPassword(self.user_id, password)
        authentication.go_on(users, self.request, self.user_id)
        record_login_event("password.change", self.user_id)
        return self.done(_("Your new password is now in use."))
