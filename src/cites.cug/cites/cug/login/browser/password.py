"""Members choose a new password: those who know theirs here, others by a link."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, InvalidValue
from cites.cug.login import authentication, settings, strength
from cites.cug.login.audit_records import record_login_event
from cites.cug.login.own_page import WRONG_PASSWORD
from cites.cug.login.token_form import IOwnPassword, OwnFormsPage
from cites.cug.login.user_folders import folder_at
from cites.cug.web.forms.page_forms import PageForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.forms.widgets import PasswordInput
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18nmessageid import Message


SAME = _("login_password_new_password_now_please_text")
CHANGED = _("login_password_new_password_now_use_text")
HELP = _("login_password_least_characters_four_five_help")


class INewPassword(Schema):
    """A password, typed twice."""

    new = schema.TextLine(title=_("login_password_new_password_label"))
    again = schema.TextLine(title=_("login_password_new_password_again_label"))


class AgainInput(PasswordInput):
    autocomplete = "new-password"

    def limits(self) -> dict[str, str]:
        return {"minlength": str(settings.password_length())}


class NewPasswordInput(AgainInput):
    @property
    def help(self) -> Message:
        return Message(HELP, mapping={"least": settings.password_length()})


class PasswordForm(SchemaForm):
    """Asks for a new password. ``login`` tells browsers whose it is."""

    before_inputs = ViewPageTemplateFile("templates/whose_password.pt")
    schema: Any = INewPassword
    id_prefix = ""
    inputs = {
        "current": PasswordInput,
        "new": NewPasswordInput,
        "again": AgainInput,
    }

    def user(self) -> Any:
        """Whose password it is, as in the user folder."""
        raise NotImplementedError

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        new, again = data.get("new", ""), data.get("again", "")
        wrong = strength.mistakes_in(new, again, self.user())
        return {name: InvalidValue(why) for name, why in wrong.items()}


class ChangeForm(PasswordForm, PageForm):
    class schema(INewPassword, IOwnPassword):
        """The present password too."""

    id = "change-password"

    @property
    def login(self) -> str:
        return self.page.login

    def user(self) -> Any:
        return self.page.users.getUserById(self.page.user_id)

    def handle(self, data: dict[str, Any]) -> None:
        # Asked for each time: a second factor alone must not be enough here.
        if not self.page.is_open or not self.page.knows_password():
            self.page.error = None  # this form says it, or the page asks for the factor
            raise invalid("current", WRONG_PASSWORD)
        if data["new"] == data["current"]:
            raise invalid("new", SAME)
        users, user_id = self.page.users, self.page.user_id
        users.userSetPassword(user_id, data["new"])
        authentication.go_on(users, self.request, user_id)
        record_login_event("password.change", user_id)
        self.finish(CHANGED, self.page.url)


class NewPasswordPage(OwnFormsPage):
    template = ViewPageTemplateFile("templates/new_password.pt")
    page_title = _("login_password_title")
    name = "new-password"
    forms = (ChangeForm,)

    @property
    def users(self) -> Any:
        return folder_at(self.context, self.folder)
