"""The plain markup of the exercise texts, for pages and for files.

Chunks between blank lines are a heading (``## ``), a list (``- ``), a table (``| ``) or
a paragraph; inside a line ``**bold**`` and ``*italic*``.
"""

import re
from enum import StrEnum
from html import escape
from typing import NamedTuple


class Kind(StrEnum):
    HEADING = "heading"
    LIST = "list"
    TABLE = "table"
    PARAGRAPH = "paragraph"


class Block(NamedTuple):
    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a table, each a list of its cells."""
        return [[cell.strip() for cell in line.split("|")] for line in self.lines]


class Span(NamedTuple):
    text: str
    bold: bool = False
    italic: bool = False


MARKS = {"## ": Kind.HEADING, "- ": Kind.LIST, "| ": Kind.TABLE}
EMPHASIS = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*")


def blocks(text: str) -> list[Block]:
    """Parse a text into its blocks, without their marks."""
    return [_block(chunk.splitlines()) for chunk in re.split(r"\n\s*\n", text.strip())]


def _block(lines: list[str]) -> Block:
    for mark, kind in MARKS.items():
        if all(line.startswith(mark) for line in lines):
            return Block(kind, tuple(line[len(mark) :].rstrip(" |") for line in lines))
    return Block(Kind.PARAGRAPH, tuple(line.strip() for line in lines))


def spans(line: str) -> list[Span]:
    """Cut a line into spans of equal emphasis."""
    found, end = [], 0
    for match in EMPHASIS.finditer(line):
        found.append(Span(line[end : match.start()]))
        bold, italic = match["bold"], match["italic"]
        found.append(Span(bold or italic, bold is not None, italic is not None))
        end = match.end()
    found.append(Span(line[end:]))
    return [span for span in found if span.text]


def html(text: str) -> str:
    """The text as HTML, for the body of an alert."""
    return "\n".join(_html_block(block) for block in blocks(text))


def _html_block(block: Block) -> str:
    match block.kind:
        case Kind.HEADING:
            return f"<h3>{inline(block.text)}</h3>"
        case Kind.LIST:
            items = "".join(f"<li>{inline(line)}</li>" for line in block.lines)
            return f"<ul>{items}</ul>"
        case Kind.TABLE:
            head, *rows = block.rows
            return f"<table>{_html_row(head, 'th')}{_html_rows(rows)}</table>"
        case _:
            return f"<p>{inline(block.text)}</p>"


def _html_rows(rows: list[list[str]]) -> str:
    return "".join(_html_row(row, "td") for row in rows)


def _html_row(cells: list[str], tag: str) -> str:
    joined = "".join(f"<{tag}>{inline(cell)}</{tag}>" for cell in cells)
    return f"<tr>{joined}</tr>"


def inline(line: str) -> str:
    """One line with ``<b>`` and ``<i>``, which HTML and reportlab both understand."""
    return "".join(_marked(span) for span in spans(line))


def _marked(span: Span) -> str:
    text = escape(span.text, quote=False)
    if span.bold:
        return f"<b>{text}</b>"
    return f"<i>{text}</i>" if span.italic else text
