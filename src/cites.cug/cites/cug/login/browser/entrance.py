"""The login page."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.login import authentication, factors, password_check
from cites.cug.login.api.login import refusal
from cites.cug.login.cookies import cookie, SESSION
from cites.cug.login.interfaces import IRequestPage
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.user_folders import path_of
from cites.cug.web.layout.page import Page
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode, urlsplit
from zope.component import queryUtility
from zope.interface import alsoProvides


#: Pages to which nobody is sent back after the login.
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
        "stop-change",
    }
)


class EntrancePage(Page):
    """Parent of the pages of the login."""

    error: Any = None

    def came_from(self) -> str:
        """The address that was asked for before the login, if it is in the portal."""
        url = self.text("came_from")
        if not url or not api.portal.get_tool("portal_url").isURLInPortal(url):
            return ""
        names = urlsplit(url).path.split("/")
        return "" if ON_THE_WAY.intersection(names) else url

    def destination(self) -> str:
        return self.came_from() or self.context.absolute_url()


class LoginPage(EntrancePage):
    """Asks for name and password; the form fields have Plone's names."""

    template = ViewPageTemplateFile("templates/login.pt")
    page_title = _("common_log_in_title")

    def __call__(self) -> str:
        if self.request.method == "POST":
            # There is no session yet whose rights another site could borrow, and the
            # door refuses what other sites send.
            alsoProvides(self.request, IDisableCSRFProtection)
            return self.log_in()
        if caller() is not None:
            return self.request.response.redirect(self.destination())
        return self.template()

    def why(self) -> Any:
        """Why the reader is asked to log in, if they wanted something else."""
        if self.request.method == "POST":
            return None
        if cookie(self.request, SESSION):
            return _("login_entrance_session_ended_log_again_text")
        if self.came_from():
            return _("login_entrance_log_open_page_asked_text")
        return None

    def request_url(self) -> str | None:
        """Where strangers ask for access to the group that they wanted, if they can."""
        start = f"{self.context.absolute_url_path().rstrip('/')}/"
        place = urlsplit(self.came_from()).path.removeprefix(start).split("/")[0]
        page = queryUtility(IRequestPage)
        return page(self.context, place) if page is not None and place else None

    def log_in(self) -> str:
        login, password = self.text("__ac_name"), self.text("__ac_password")
        users = self.context.acl_users
        known = password_check.check_password(users, self.request, login, password)
        if known is None:
            self.error = refusal()
            self.request.response.setStatus(200)
            return self.template()
        authentication.keep_hash_new(known, password)
        if factors.opens_nothing_alone(known.user_id):
            has_factor = factors.has_factor(known.user_id)
            purpose = Purpose.FACTOR if has_factor else Purpose.SET_UP
            authentication.ask_for_more(known, self.request, purpose)
            query = urlencode({"came_from": self.came_from()})
            url = f"{self.context.absolute_url()}/second-step?{query}"
            return self.request.response.redirect(url)
        authentication.come_in(known.user_id, path_of(known.users), self.request)
        return self.request.response.redirect(self.destination())
