"""The texts of the help as HTML, made once in each process."""

from functools import lru_cache
from markdown import Markdown
from pathlib import Path
from typing import NamedTuple


FOLDER = Path(__file__).parent
#: The language of what has no translation.
ORIGINAL = "en"
#: For all members, and for the Secretariat alone.
PARTS = ("members", "secretariat")


class Section(NamedTuple):
    """A heading: its address on the page, its words, and the headings below it."""

    id: str
    title: str
    sections: tuple["Section", ...]


class HelpText(NamedTuple):
    title: str
    #: HTML without the title.
    body: str
    sections: tuple[Section, ...]


@lru_cache
def help_text(part: str, language: str) -> HelpText:
    """One of ``PARTS`` in that language, or else in English."""
    if not (FOLDER / language / f"{part}.md").is_file():
        language = ORIGINAL
    text = (FOLDER / language / f"{part}.md").read_text(encoding="utf-8")
    title, text = text.split("\n", 1)
    reader = Markdown(
        extensions=["attr_list", "tables", "toc"],
        extension_configs={"toc": {"toc_depth": "2-3"}},
    )
    body = reader.convert(text)
    # Phones move a wide table sideways, and not the page.
    body = body.replace("<table>", '<div class="table-scroll"><table>')
    body = body.replace("</table>", "</table></div>")
    return HelpText(title.removeprefix("# "), body, _sections(reader.toc_tokens))


def _sections(tokens: list[dict]) -> tuple[Section, ...]:
    return tuple(
        Section(token["id"], token["name"], _sections(token["children"]))
        for token in tokens
    )
