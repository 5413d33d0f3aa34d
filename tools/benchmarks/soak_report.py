"""What a soak found: how figures went over time, as a picture and as a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median


#: Share of the calm time that is compared: its first quarter with its last.
QUARTERS = 4
#: Values of each quarter below which nothing can be told.
FEWEST = 5
GROWING, TOO_SHORT = "GROWING", "too short to tell"
COLOURS = ("#1b6ca8", "#c1440e", "#2e7d32", "#6a1b9a")
WIDTH, HEIGHT, MARGIN = 760, 150, 60


@dataclass
class Figure:
    """A figure of one or several sources over time; None where a source was not there."""

    title: str
    unit: str
    #: Source → what it may gain in a minute. Others grow with what is written or kept.
    pace: dict[str, float] = field(default_factory=dict)
    #: What none may exceed.
    most: float | None = None
    lines: dict[str, list[tuple[float, float | None]]] = field(default_factory=dict)

    def add(self, source: str, minute: float, value: float | None) -> None:
        self.lines.setdefault(source, []).append((minute, value))


def calm_life(
    line: list[tuple[float, float | None]], since: float
) -> list[tuple[float, float]]:
    """The values after that minute, since the source was there without a break."""
    values: list[tuple[float, float]] = []
    for minute, value in line:
        values = [] if value is None else [*values, (minute, value)]
    return [(minute, value) for minute, value in values if minute >= since]


def pace_of(values: list[tuple[float, float]]) -> float | None:
    """What is gained in a minute; None for too few values.

    Between the medians of the first and the last quarter, so that no single value counts.
    """
    many = len(values) // QUARTERS
    if many < FEWEST:
        return None
    first, last = values[:many], values[-many:]
    minutes, gained = (
        median(pair[place] for pair in last) - median(pair[place] for pair in first)
        for place in (0, 1)
    )
    return gained / minutes


def verdict(figure: Figure, since: float) -> list[str]:
    """For each source whether it is flat from that minute on, with its start and end."""
    lines = []
    for source, line in figure.lines.items():
        there = [value for _minute, value in line if value is not None]
        pace = pace_of(calm_life(line, since))
        said = _judge(figure, source, there, pace)
        first, last = (f"{there[place]:,.0f}" if there else "–" for place in (0, -1))
        gained = "–" if pace is None else f"{pace:+.2f}"
        last = f"{last} {figure.unit}".strip()
        cells = (f"{figure.title}, {source}", first, last, gained, said)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _judge(figure: Figure, source: str, there: list[float], pace: float | None) -> str:
    if figure.most is not None:
        return "within bounds" if max(there, default=0) <= figure.most else GROWING
    if source not in figure.pace:
        return "with what is written and kept"
    if pace is None:
        return TOO_SHORT
    return "flat" if pace <= figure.pace[source] else GROWING


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
