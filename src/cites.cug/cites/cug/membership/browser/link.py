"""The base of pages that links in letters open."""

from cites.cug.core.validation.errors import Missing
from cites.cug.membership.access_requests.text_fields import one_line, OutsideLine
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.forms.widgets import HiddenInput
from datetime import datetime, UTC
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class ILink(Schema):
    """The values in such a link."""

    widget("id", HiddenInput)
    id = OutsideLine(title="Id")
    widget("key", HiddenInput)
    key = OutsideLine(title="Key")


class LinkPage(SchemaForm):
    """A page that a link opens. To open it changes nothing; only its button does.

    Mail scanners open all links. The page needs no CSRF token: another site does not know
    the key in the letter.
    """

    index = ViewPageTemplateFile("templates/link.pt")
    schema = ILink
    id_prefix = ""
    enableCSRFProtection = False
    done = False
    #: The text after the button was pressed.
    thanks: Message

    def __call__(self) -> str:
        self.read_link()
        return super().__call__()

    def read_link(self) -> None:
        form = self.request.form
        self.link, self.key = one_line(form.get("id")), one_line(form.get("key"))
        self.now = datetime.now(UTC)
        self.works = self.look()

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/{self.id}"

    def initial_values(self) -> dict[str, str]:
        return {"id": self.link, "key": self.key}

    def update(self) -> None:
        if self.works:
            super().update()
        if not self.works:
            self.refuse()

    def handle(self, data: dict[str, Any]) -> None:
        try:
            self.follow(data)
            self.done = True
        except Missing:
            self.works = False

    def look(self) -> bool:
        """Whether the link can still be used."""
        raise NotImplementedError

    def follow(self, data: dict[str, Any]) -> None:
        """Do what the link is for. Raises Missing if it was used in the meantime."""
        raise NotImplementedError
