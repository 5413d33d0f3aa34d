"""The pages of the help."""

import re
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.languages import direction, folder_with, LANGUAGES
from cites.cug.interfaces import IClosedUserGroup
from cites.cug.web.layout.assets import asset_url, STATIC
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.times import day, reader_today
from functools import lru_cache
from importlib import metadata
from markdown import Markdown
from pathlib import Path
from PIL import Image
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple


#: For all members, and for the Secretariat alone.
PARTS = ("members", "secretariat")
#: Below ``STATIC``, with a folder for each language.
DIRECTORY = "help"
#: What has no picture of its own shows this one.
ORIGINAL = "en"
#: A chapter in the HTML of Markdown: its heading, and what stands below it.
CHAPTER = re.compile(r"(<h2 .*?</h2>)(.*?)(?=<h2 |\Z)", re.DOTALL)
CHAPTER_DETAILS = r'<details class="chapter"><summary>\1</summary>\2</details>'
#: A picture in the HTML of Markdown.
PICTURE = re.compile(r'<p><img alt="([^"]+)" src="([\w-]+\.webp)" /></p>')


class Section(NamedTuple):
    """A heading: its address on the page, its words, and the headings below it."""

    id: str
    title: str
    sections: tuple["Section", ...]


class HelpText(NamedTuple):
    title: str
    #: What it is written in.
    language: str
    #: HTML without the title: each chapter is folded below its heading.
    body: str
    sections: tuple[Section, ...]

    @property
    def direction(self) -> str:
        """Which way its language is written."""
        return direction(self.language)


@lru_cache
def help_text(part: str, language: str) -> HelpText:
    """One of ``PARTS`` in that language, or else in English."""
    file = f"help/{part}.md"
    folder = folder_with(language, file)
    text = (folder / file).read_text(encoding="utf-8")
    title, text = text.split("\n", 1)
    reader = Markdown(
        extensions=["attr_list", "tables", "toc"],
        extension_configs={"toc": {"toc_depth": "2-3"}},
    )
    body = reader.convert(text)
    # Phones move a wide table sideways, and not the page.
    body = body.replace("<table>", '<div class="table-scroll"><table>')
    body = body.replace("</table>", "</table></div>")
    body = CHAPTER.sub(CHAPTER_DETAILS, body)
    sections = _sections(reader.toc_tokens)
    return HelpText(title.removeprefix("# "), folder.name, body, sections)


def _sections(tokens: list[dict]) -> tuple[Section, ...]:
    return tuple(
        Section(token["id"], token["name"], _sections(token["children"]))
        for token in tokens
    )


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

    @property
    def language_name(self) -> str:
        return LANGUAGES[self.part_text.language]

    @property
    def version(self) -> str:
        """That of the add-on, whose screens the text describes."""
        return metadata.version("cites.cug")

    def today(self) -> str:
        return day(reader_today(), self.language).text

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
