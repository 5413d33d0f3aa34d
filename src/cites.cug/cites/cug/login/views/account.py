"""One's own account: what is logged in, and what else opens it."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.login import accounts
from cites.cug.login import arrival
from cites.cug.login import factors
from cites.cug.login import password_check
from cites.cug.login import sessions
from cites.cug.login.audit import tell
from cites.cug.login.folders import folder_at
from cites.cug.login.folders import login_name
from cites.cug.shell.page import Page
from cites.cug.shell.times import moment
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


WRONG_PASSWORD = _("This is not your password, or it was tried too often.")


class OwnPage(Page):
    """Parent of pages about the caller's own account."""

    template: Any
    name: str
    error: Any = None

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            answer = self.act()
            if answer is not None:
                return answer
            self.request.response.setStatus(400)
        return self.template()

    def act(self) -> str | None:
        """Do what was asked for; None where it cannot be done, with an error."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{self.name}"

    @cached_property
    def user_id(self) -> str:
        return caller()

    @cached_property
    def folder(self) -> str:
        """Path of the user folder that the caller comes from."""
        return arrival.folder_of_caller()

    @cached_property
    def login(self) -> str:
        return login_name(folder_at(self.context, self.folder), self.user_id)

    @cached_property
    def language(self) -> str:
        return reader_language()

    def text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    def confirmed(self) -> bool:
        """Whether the caller has shown the password once more."""
        users = folder_at(self.context, self.folder)
        password = self.text("current")
        if password_check.check(users, self.request, self.login, password) is None:
            self.error = WRONG_PASSWORD
            return False
        return True

    def done(self, message: Message) -> str:
        IStatusMessage(self.request).add(message)
        return self.request.response.redirect(self.url)


class AccountPage(OwnPage):
    """Sessions that are open, each with its end; ways to the rest."""

    template = ViewPageTemplateFile("../templates/account.pt")
    page_title = _("Your account")
    name = "account"

    def act(self) -> str:
        if "all" in self.request.form:
            accounts.end_sessions(self.user_id)
            users = folder_at(self.context, self.folder)
            arrival.go_on(users, self.request, self.user_id)
            tell("session.end", self.user_id, which="all")
            return self.done(_("All other sessions and tokens have ended."))
        if sessions.end_one(self.user_id, self.text("id")):
            tell("session.end", self.user_id, which="one")
        return self.done(_("The session has ended."))

    def sessions(self) -> list[dict[str, Any]]:
        current = arrival.session_id(self.request)
        return [
            {
                "id": one.id,
                "device": one.device,
                "block": one.block,
                "is_program": one.kind == sessions.Kind.TOKEN,
                "is_current": one.id == current,
                "created": moment(one.created, self.language),
                "seen": moment(one.seen, self.language),
            }
            for one in sessions.sessions_of(self.user_id)
        ]

    def has_factor(self) -> bool:
        return factors.has_factor(self.user_id)
