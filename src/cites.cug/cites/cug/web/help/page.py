"""The pages of the help."""

import re
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.web.help.texts import help_text, HelpText
from cites.cug.web.layout.assets import asset_url, STATIC
from cites.cug.web.layout.page import Page
from functools import lru_cache
from pathlib import Path
from PIL import Image
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


#: Below ``STATIC``, with a folder for each language.
DIRECTORY = "help"
#: What has no picture of its own shows this one.
ORIGINAL = "en"
#: As Markdown writes it.
PICTURE = re.compile(r'<p><img alt="([^"]+)" src="([\w-]+\.webp)" /></p>')


@lru_cache
def body_with_pictures(part: str, language: str, portal_url: str) -> str:
    """The HTML of a text of the help, with pictures that load when they are reached.

    Each leads to itself, larger than a phone shows it.
    """

    def figure(found: re.Match[str]) -> str:
        alt, name = found.groups()
        file = picture_file(language, name)
        url = asset_url(portal_url, str(file.relative_to(STATIC)))
        with Image.open(file) as picture:
            width, height = picture.size
        return (
            f'<p class="screen"><a href="{url}"><img alt="{alt}" src="{url}"'
            f' width="{width}" height="{height}" loading="lazy" /></a></p>'
        )

    return PICTURE.sub(figure, help_text(part, language).body)


def picture_file(language: str, name: str) -> Path:
    """The picture in that language, or else the original."""
    own = STATIC / DIRECTORY / language / name
    return own if own.is_file() else STATIC / DIRECTORY / ORIGINAL / name


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
