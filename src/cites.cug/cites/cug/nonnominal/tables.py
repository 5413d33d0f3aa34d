"""Reads tables in texts: a cell is checked after its heading, as in "Name: …"."""

from bisect import bisect_right
from cites.cug.nonnominal.findings import Span
from collections.abc import Callable, Iterable, Iterator


SEPARATORS = ("\t", "|", ";")
#: Most characters of a heading or a cell; longer ones are sentences.
LONGEST = 60
#: What keeps cells apart, and belongs to no name or number.
BETWEEN_CELLS = "\n;\n"


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


def cells_in(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the heading, the text and the position of each cell."""
    headings: list[str] = []
    used, at = "", 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        found = [s for s in SEPARATORS if s in line.strip("\n")]
        if not found or (used and used not in found):
            headings, used = [], ""
        elif not used:
            used = found[0]
            headings = [part.strip() for part in line.split(used)]
            if any(len(heading) > LONGEST for heading in headings):
                headings, used = [], ""
        else:
            yield from _cells(line, start, used, headings)


def _cells(
    line: str, start: int, used: str, headings: list[str]
) -> Iterator[tuple[str, str, int]]:
    for heading, cell in zip(headings, line.split(used), strict=False):
        text = cell.strip()
        if heading and text and len(text) <= LONGEST:
            yield heading, text, start + cell.index(text)
        start += len(cell) + len(used)


def found_in_cells(text: str, find: Callable[[str], Iterable[Span]]) -> Iterator[Span]:
    """Find names and numbers in cells, with their heading put before them.

    All cells of a text are looked at together, each on a line of its own.
    """
    if not any(separator in text for separator in SEPARATORS) or "\n" not in text:
        return
    lines: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    for heading, cell, start in cells_in(text):
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
