"""Reads tables in texts: a cell is checked after its heading, as in "Name: …"."""

import re
from bisect import bisect_right
from cites.nonnominal.findings import Span
from cites.nonnominal.names.cues import cues
from cites.nonnominal.names.spelling import fold, words
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple


SEPARATORS = ("\t", "|", ";")
#: Rows of a spreadsheet have commas too, under headings that are no sentence.
COMMA = ","
FEWEST_COLUMNS, LONGEST_COLUMN = 3, 25
#: A label right before what it is about: "Port of entry: ", "Espèce : ".
LABEL = re.compile(
    r"(?P<first>[^\W\d_]{2,20})(?: (?:of|de|du|del|d['’])[ ]?[^\W\d_]{2,20})?\s?:\s?$"
)
LONGEST_LABEL = 50
#: Headings that ask who it is, and what stands for them.
WHO, NAMED = frozenset({"who", "qui", "quién", "quien", "quem", "nani"}), "Name"
#: Most characters of a heading or a cell; longer ones are sentences.
LONGEST = 60
#: What keeps cells apart, and belongs to no name or number.
BETWEEN_CELLS = "\n;\n"


@cache
def _headings() -> frozenset[str]:
    """Words in headings of names, roles and things."""
    return cues()["words for names"] | cues()["roles"] | of_things()


@cache
def of_things() -> frozenset[str]:
    """Labels behind which nobody is named, as a rule."""
    return cues()["labels of things"] | cues()["labels of makes"]


def is_between_rows(text: str, at: int) -> bool:
    """Whether the line break at a position separates two rows of a table."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    end = text.find("\n", at + 1)
    following = text[at + 1 : end if end >= 0 else None]
    # A sentence may have a semicolon as well, rows have as many each.
    return any(
        line.count(separator) == following.count(separator) > 0
        for separator in SEPARATORS
    )


class Cell(NamedTuple):
    """A cell of a table, and where it starts."""

    heading: str
    text: str
    start: int


def cells_in(text: str) -> Iterator[Cell]:
    """Yield the cells of all tables, which are in no first row."""
    headings: list[str] = []
    # What keeps the cells of the table apart that has begun; empty if none has.
    used = ""
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        found = _separators_in(line, used)
        if used in found:
            yield from _cells(line, start, used, headings)
        elif used or not found:
            # A table ends here, or none has begun.
            used = ""
        else:
            headings = [part.strip() for part in line.split(found[0])]
            short = all(len(heading) <= LONGEST for heading in headings)
            used = found[0] if short else ""


def _separators_in(line: str, used: str) -> list[str]:
    """What may keep the cells of a line apart.

    Commas do only in headings and the rows below, for which ``used`` is the comma.
    """
    line = line.strip("\n")
    found = [separator for separator in SEPARATORS if separator in line]
    if not found and COMMA in line and (used == COMMA or _are_headings(line)):
        return [COMMA]
    return found


def label_of(text: str, start: int, cells: Mapping[int, str]) -> str:
    """The first word of the label or heading of what begins there; empty if none.

    ``cells``: the first word of each one's heading, by where it starts.
    """
    if start in cells:
        return cells[start]
    if ":" not in text[max(0, start - 2) : start]:
        return ""
    label = LABEL.search(text, max(0, start - LONGEST_LABEL), start)
    return fold(label["first"]) if label else ""


def _are_headings(line: str) -> bool:
    """Whether a line has short words between commas, one of which announces names."""
    parts = [part.strip() for part in line.split(COMMA)]
    if len(parts) < FEWEST_COLUMNS or line.rstrip()[-1:] in (".", "!", "?"):
        return False
    short = all(0 < len(part) <= LONGEST_COLUMN for part in parts)
    return short and any(words(part) & _headings() for part in parts)


def _cells(line: str, start: int, used: str, headings: list[str]) -> Iterator[Cell]:
    for heading, cell in zip(headings, line.split(used), strict=False):
        text = cell.strip()
        if heading and text and len(text) <= LONGEST:
            # "Who | What"
            heading = NAMED if heading.lower() in WHO else heading
            yield Cell(heading, text, start + cell.index(text))
        start += len(cell) + len(used)


def found_in_cells(
    cells: Iterable[Cell], find: Callable[[str], Iterable[Span]]
) -> Iterator[Span]:
    """Find names and numbers in cells, with their heading put before them.

    All cells of a text are looked at together, each on a line of its own.
    """
    lines: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    for heading, cell, start in cells:
        line = f"{heading}: {cell}{BETWEEN_CELLS}"
        before = length + len(heading) + 2
        lines.append(line)
        places.append((before, before + len(cell), start - before))
        length += len(line)
    for span in find("".join(lines)) if lines else ():
        at = bisect_right(places, (span.start, length, 0)) - 1
        if at < 0:
            continue
        start, end, moved = places[at]
        if start <= span.start and span.end <= end:
            yield span._replace(start=span.start + moved, end=span.end + moved)
