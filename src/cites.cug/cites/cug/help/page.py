"""The pages of the help."""

from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.help.texts import help_text, HelpText
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.layout.page import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class HelpPage(Page):
    """``help``, of a group or of the portal: for all members."""

    template = ViewPageTemplateFile("templates/help.pt")
    part = "members"

    def __call__(self) -> str:
        return self.template(text=self.text)

    @property
    def text(self) -> HelpText:
        return help_text(self.part, self.request.get("LANGUAGE") or "en")

    @property
    def page_title(self) -> str:
        return self.text.title

    def other(self) -> tuple[str, str] | None:
        """Address and title of the other part, if the reader may open it."""
        if not IClosedUserGroup.providedBy(self.context):
            return None
        if not may(Permission.KEEP_ACCOUNTS, self.context):
            return None
        language = self.request.get("LANGUAGE") or "en"
        part, name = ("secretariat", "help-secretariat")
        if self.part == "secretariat":
            part, name = ("members", "help")
        return (
            f"{self.context.absolute_url()}/{name}",
            help_text(part, language).title,
        )


class SecretariatHelpPage(HelpPage):
    """``help-secretariat`` of a group: how to run it."""

    part = "secretariat"
