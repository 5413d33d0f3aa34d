"""Several forms on one page, each with a button of its own."""

from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.web.forms.interfaces import IMemberFormPage
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.page import Page
from collections.abc import Callable, Sequence
from functools import cached_property
from http import HTTPStatus
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer


REDIRECTS = (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)


class PageForm(SchemaForm):
    """One form of a page. The name or the value of its button is its own."""

    box = ViewPageTemplateFile("templates/page_form.pt")
    form_class = "member-form"
    page_title: Message | str = ""
    buttons_prefix = ""
    #: What its button needs; a page that everybody sees may have forms for some.
    permission: Permission | None = None

    def __init__(self, page: "FormsPage"):
        super().__init__(page.context, page.request)
        self.page = page

    @property
    def is_offered(self) -> bool:
        """Whether the form is shown. Its button is answered all the same."""
        return True

    @property
    def button_name(self) -> str:
        return self.id

    @property
    def is_pressed(self) -> bool:
        sent = self.request.form.get(self.button_name)
        return super().is_pressed and sent == self.submit_value

    @property
    def ignoreRequest(self) -> bool:
        """Inputs of another form on the page may have the same names."""
        return not self.is_pressed

    @property
    def action(self) -> str:
        return self.page.url

    def updateActions(self) -> None:
        super().updateActions()
        self.actions["save"].name = self.button_name

    def submit(self, act: Callable[[dict[str, Any]], Any]) -> None:
        if self.permission is not None:
            require(self.permission, self.context)
        super().submit(act)


@implementer(IMemberFormPage)
class FormsPage(Page):
    """A page with forms: say ``forms``, ``url``, and a template with ``shown_forms``."""

    template: Any
    #: In the order of the page.
    forms: Sequence[type[PageForm]] = ()
    url: str

    @cached_property
    def made_forms(self) -> list[PageForm]:
        return [form(self) for form in self.forms]

    def shown_forms(self) -> str:
        return "".join(form.box() for form in self.made_forms)

    def run_forms(self) -> bool:
        """Do what was asked for. Returns whether it leads on to another page."""
        for form in self.made_forms:
            form.update()
        return self.request.response.getStatus() in REDIRECTS

    def __call__(self) -> str:
        return "" if self.run_forms() else self.template()
