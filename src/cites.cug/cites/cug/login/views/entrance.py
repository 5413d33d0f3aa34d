"""The login page."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.audit.trail import record
from cites.cug.login import arrival
from cites.cug.login import password_check
from cites.cug.login.services import REFUSED
from cites.cug.shell.page import Page
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlsplit
from zope.interface import alsoProvides


#: Pages that are of no use after the login.
ON_THE_WAY = frozenset(
    {
        "login",
        "login_form",
        "logout",
        "logged-out",
        "require_login",
        "second-step",
        "mail_password_form",
        "mail_password",
        "passwordreset",
    }
)


class LoginPage(Page):
    """Asks for name and password, with the names of fields that Plone has."""

    template = ViewPageTemplateFile("../templates/login.pt")
    page_title = _("Log in")
    error = None

    def __call__(self) -> str:
        if self.request.method == "POST":
            # There is no session yet whose rights another site could borrow, and the
            # door refuses what other sites send.
            alsoProvides(self.request, IDisableCSRFProtection)
            return self.log_in()
        if caller() is not None:
            return self.request.response.redirect(self.destination())
        return self.template()

    def log_in(self) -> str:
        login, password = self.text("__ac_name"), self.text("__ac_password")
        users = self.context.acl_users
        known = password_check.check(users, self.request, login, password)
        if known is None:
            self.error = REFUSED
            self.request.response.setStatus(200)
            return self.template()
        arrival.come_in(known, self.request, password)
        record("login", target=self.context, acting_user=known.user_id)
        return self.request.response.redirect(self.destination())

    def text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    def came_from(self) -> str:
        """Where one wanted to go, if that is in the portal."""
        url = self.text("came_from")
        if not url or not api.portal.get_tool("portal_url").isURLInPortal(url):
            return ""
        names = urlsplit(url).path.split("/")
        return "" if ON_THE_WAY.intersection(names) else url

    def destination(self) -> str:
        return self.came_from() or self.context.absolute_url()
