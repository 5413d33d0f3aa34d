"""The texts of the help as HTML, made once in each process."""

from cites.cug.core.settings.languages import direction, folder_with
from functools import lru_cache
from markdown import Markdown
from typing import NamedTuple


#: For all members, and for the Secretariat alone.
PARTS = ("members", "secretariat")


class Section(NamedTuple):
    """A heading: its address on the page, its words, and the headings below it."""

    id: str
    title: str
    sections: tuple["Section", ...]


class HelpText(NamedTuple):
    title: str
    #: What it is written in.
    language: str
    #: HTML without the title.
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
    sections = _sections(reader.toc_tokens)
    return HelpText(title.removeprefix("# "), folder.name, body, sections)


def _sections(tokens: list[dict]) -> tuple[Section, ...]:
    return tuple(
        Section(token["id"], token["name"], _sections(token["children"]))
        for token in tokens
    )
