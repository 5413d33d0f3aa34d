"""The picture of a breakdown as SVG: a bar in each cell, each a link to its list.

It is drawn here, and not by a library: see ``docs/decisions/own-charts.md``.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from textwrap import wrap
from typing import NamedTuple


#: In the units of the drawing.
WIDTH, LABELS, HEAD, ROW = 860, 220, 50, 30
#: Room for the number beside the longest bar, and the width of a letter.
NUMBER, LETTER = 44, 7.2
#: Before the titles of the rows.
EDGE = 10
#: What a file has instead of the portal's style sheets.
STYLE = (
    "<style>text{font:13px sans-serif;fill:#1b2a2a}.bar{fill:#0b6b5d}"
    ".head{font-weight:600}.line{stroke:#d5dcdc}</style>"
)


class Cell(NamedTuple):
    """``number`` alerts, in words, with their list; empty ``url``: there is none."""

    number: int
    shown: str
    words: str
    url: str


def draw_breakdown(
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    name: str,
    *,
    right_to_left: bool,
    note: str = "",
) -> str:
    """A table of bars under the titles of the columns; rows are a title and cells.

    With a ``note`` it is a file, which has the note below the bars, and no links.
    """
    height = HEAD + ROW * len(rows) + (ROW if note else 4)
    wide = (WIDTH - LABELS) / max(1, len(columns))
    highest = max((cell.number for _t, cells in rows for cell in cells), default=1) or 1

    def at(x: float, width: float = 0) -> float:
        return round(WIDTH - x - width if right_to_left else x, 1)

    def bar(cell: Cell, x: float, top: int) -> str:
        long = max(2.0, round((wide - NUMBER) * cell.number / highest, 1))
        mark = (
            f"<title>{escape(cell.words)}</title>"
            f'<rect class="bar" x="{at(x, long)}" y="{top + 3}"'
            f' width="{long}" height="24"></rect>'
            f'<text x="{at(x + long + 5)}" y="{top + 20}">{cell.shown}</text>'
        )
        if note or not cell.url:
            return f"<g>{mark}</g>"
        return f'<a href="{escape(cell.url)}">{mark}</a>'

    parts = [*_headings(columns, wide, at)]
    for line, (title, cells) in enumerate(rows):
        top = HEAD + ROW * line
        parts.append(f'<path class="line" d="M0,{top}H{WIDTH}"></path>')
        parts.append(_text(title, at(EDGE), top + 20, LABELS, ""))
        parts += [
            bar(cell, LABELS + wide * place, top)
            for place, cell in enumerate(cells)
            if cell.number
        ]
    way = ' direction="rtl"' if right_to_left else ""
    space = ' xmlns="http://www.w3.org/2000/svg"' if note else ""
    if note:
        parts = [STYLE, *parts, _text(note, at(EDGE), height - 9, WIDTH, "")]
    return (
        f'<svg{space} class="breakdown" role="group" aria-label="{escape(name)}"{way}'
        f' viewBox="0 0 {WIDTH} {height}">{"".join(parts)}</svg>'
    )


def _headings(
    columns: Sequence[str], wide: float, at: Callable[[float], float]
) -> Iterator[str]:
    """The titles of the columns, each in two lines at most."""
    most = max(4, int(wide / LETTER) - 1)
    for place, title in enumerate(columns):
        for number, line in enumerate(wrap(title, most, max_lines=2, placeholder="…")):
            y = 20 + 16 * number
            yield _text(line, at(LABELS + wide * place), y, wide, "head")


def _text(words: str, x: float, y: float, width: float, kind: str) -> str:
    most = max(4, int(width / LETTER) - 1)
    cut = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    title = f"<title>{escape(words)}</title>" if cut != words else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x}" y="{y}">{title}{escape(cut)}</text>'
