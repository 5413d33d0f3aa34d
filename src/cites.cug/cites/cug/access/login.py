"""Ways to the login page's help, which asks for a new password."""

from Products.Five.browser import BrowserView
from zope.component.hooks import getSite


class PasswordHelp(BrowserView):
    """In place of Plone's older form, which says whether an account exists."""

    def __call__(self) -> str:
        self.request.response.redirect(f"{getSite().absolute_url()}/login-help")
        return ""
