"""What a soak found: how figures went over time, as a picture and as a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median


#: What a figure may grow from the middle third of a process's life to the last.
TOLERANCE = 1.05
COLOURS = ("#1b6ca8", "#c1440e", "#2e7d32", "#6a1b9a")
WIDTH, HEIGHT, MARGIN = 760, 150, 60


@dataclass
class Figure:
    """A figure of one or several sources over time; None where a source was not there."""

    title: str
    unit: str
    #: What should stay as it is; sizes grow with what is written.
    flat: bool
    lines: dict[str, list[tuple[float, float | None]]] = field(default_factory=dict)

    def add(self, source: str, minute: float, value: float | None) -> None:
        self.lines.setdefault(source, []).append((minute, value))


def last_life(line: list[tuple[float, float | None]]) -> list[float]:
    """The values since the source was there without a break."""
    values: list[float] = []
    for _minute, value in line:
        values = [] if value is None else [*values, value]
    return values


def growth(values: list[float]) -> float | None:
    """The last third against the middle one; None for too few."""
    third = len(values) // 3
    if third < 3:
        return None
    middle = median(values[third : 2 * third])
    return median(values[2 * third :]) / middle if middle else None


def verdict(figure: Figure) -> list[str]:
    """For each source whether it is flat, with what it was at its start and its end."""
    lines = []
    for source, line in figure.lines.items():
        values = last_life(line)
        grown = growth(values)
        if grown is None:
            said = "too short to tell"
        elif not figure.flat:
            said = "with what was written"
        else:
            said = "flat" if grown <= TOLERANCE else "GROWING"
        first, last = (f"{values[place]:,.0f}" if values else "–" for place in (0, -1))
        ratio = "–" if grown is None else f"{grown:.2f}"
        cells = (f"{figure.title}, {source}", first, f"{last} {figure.unit}", ratio, said)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def picture(figures: Iterable[Figure], faults: list[tuple[float, str]]) -> str:
    """An SVG with a panel for each figure, and a mark at each fault."""
    figures = list(figures)
    tall = (HEIGHT + MARGIN) * len(figures) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}"'
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{tall}" fill="#fff"/>',
    ]
    for number, figure in enumerate(figures):
        top = 30 + number * (HEIGHT + MARGIN)
        parts += _panel(figure, faults, top)
    return "\n".join([*parts, "</svg>\n"])


def _panel(figure: Figure, faults: list[tuple[float, str]], top: int) -> list[str]:
    points = [point for line in figure.lines.values() for point in line]
    latest = max((minute for minute, _value in points), default=1) or 1
    most = max((value or 0 for _minute, value in points), default=1) * 1.1 or 1
    wide = WIDTH - 2 * MARGIN

    def place(minute: float, value: float) -> str:
        x = MARGIN + wide * minute / latest
        return f"{x:.1f},{top + HEIGHT - HEIGHT * value / most:.1f}"

    parts = [
        f'<text x="{MARGIN}" y="{top - 8}" font-weight="bold">'
        f"{', '.join(filter(None, (figure.title, figure.unit)))}</text>",
        f'<rect x="{MARGIN}" y="{top}" width="{wide}" height="{HEIGHT}" fill="none"'
        ' stroke="#999"/>',
        f'<text x="{MARGIN - 6}" y="{top + 10}" text-anchor="end">{most:,.0f}</text>',
        f'<text x="{MARGIN - 6}" y="{top + HEIGHT}" text-anchor="end">0</text>',
        f'<text x="{WIDTH - MARGIN}" y="{top + HEIGHT + 14}" text-anchor="end">'
        f"{latest:.0f} min</text>",
    ]
    for minute, name in faults:
        x = MARGIN + wide * minute / latest
        parts.append(
            f'<path d="M{x:.1f} {top}v{HEIGHT}" stroke="#999" stroke-dasharray="3 3"/>'
            f'<text x="{x:.1f}" y="{top + HEIGHT + 14}" text-anchor="middle"'
            f' font-size="9">{name}</text>'
        )
    for number, (source, line) in enumerate(figure.lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        for stretch in _stretches(line):
            drawn = " ".join(place(*point) for point in stretch)
            parts.append(
                f'<polyline points="{drawn}" fill="none" stroke="{colour}"'
                ' stroke-width="1.5"/>'
            )
        parts.append(
            f'<text x="{WIDTH - MARGIN - 110 * number}" y="{top - 8}"'
            f' text-anchor="end" fill="{colour}">{source}</text>'
        )
    return parts


def _stretches(
    line: list[tuple[float, float | None]],
) -> list[list[tuple[float, float]]]:
    """The line in pieces, broken where its source was away."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for minute, value in line:
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((minute, value))
    return [piece for piece in pieces if piece]
