"""The pages of the help."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.web.help.pictures import body_with_pictures
from cites.cug.web.help.texts import help_text, HelpText
from cites.cug.web.layout.page import Page
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class HelpPage(Page):
    """``help``, of a group or of the portal: for all members."""

    template = ViewPageTemplateFile("templates/help.pt")
    part = "members"

    def __call__(self) -> str:
        return self.template(text=self.part_text)

    @property
    def part_text(self) -> HelpText:
        return help_text(self.part, reader_language())

    @property
    def page_title(self) -> str:
        return self.part_text.title

    def body(self) -> str:
        """The text as HTML, with its pictures."""
        portal_url = api.portal.get().absolute_url()
        return body_with_pictures(self.part, reader_language(), portal_url)

    def other(self) -> tuple[str, str] | None:
        """Address and title of the other part, if the reader may open it."""
        if not IClosedUserGroup.providedBy(self.context):
            return None
        if not may(Permission.KEEP_ACCOUNTS, self.context):
            return None
        part, name = ("secretariat", "help-secretariat")
        if self.part == "secretariat":
            part, name = ("members", "help")
        title = help_text(part, reader_language()).title
        return f"{self.context.absolute_url()}/{name}", title


class SecretariatHelpPage(HelpPage):
    """``help-secretariat`` of a group: how to run it."""

    part = "secretariat"
