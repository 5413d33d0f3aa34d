"""The marks of a map and what they stand for, in words and as SVG."""

from cites.cug.core.codelists.lists import title, titles
from cites.cug.library.tools.map.browser.map_drawing import Arc, BOTTOM, Dot, Drawing
from cites.cug.library.tools.map.positions_in_words import coordinates, leg_in_words
from cites.cug.library.tools.map.projection import WIDTH
from cites.cug.library.tools.statistics.figures import Leg, Place
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple


#: So many dots have their names beside them, and so many countries.
MOST_LABELS = 12
#: Height and mean width of letters, in units of a frame.
LETTER, NARROW = 16, 9.2
#: Between a mark and its label; the name of a country may stand farther off.
GAP, FARTHER = 2, (2, 24, 48)
#: So many points of an arc are kept free of labels where there is room elsewhere.
POINTS = 12
#: Left, top, right and bottom of something on the map.
Frame = tuple[float, float, float, float]


class Label(NamedTuple):
    """Words at a mark, and where their middle stands from the middle of the mark."""

    x: float
    y: float
    aside: float
    below: float
    words: str
    is_country: bool


class MapWords:
    """Part of pages with a map: the map, and what stands on it in words."""

    request: Any
    map_parts = ViewPageTemplateFile("templates/map_parts.pt")
    #: Whether the map says what its marks are; that of one alert needs no words for it.
    has_legend = False

    @cached_property
    def language(self) -> str:
        return self.request.get("LANGUAGE") or "en"

    def position(self, place: Place) -> str:
        """A position such as "27.3° S 15.5° W", with its precision in words."""
        said = coordinates(place.latitude, place.longitude, self.language)
        if place.precision is None:
            return said
        return f"{said} ({title('position_precision', place.precision, self.language)})"

    @cached_property
    def countries(self) -> Mapping[str, str]:
        return titles("country", self.language)

    def dot_words(self, dot: Dot) -> str:
        """The name of the place or of the country; the position if it has none."""
        if dot.country:
            return self.countries.get(dot.country, dot.country)
        name = short_name(dot.name)
        return f"{name} …" if name and dot.several else name or self.position(dot.place)

    def leg(self, leg: Leg) -> str:
        """Both countries in words."""
        return leg_in_words(leg, self.language)

    def dot_url(self, dot: Dot) -> str:
        """The list of the alerts of a dot; empty: there is none."""
        return ""

    def leg_url(self, leg: Leg) -> str:
        """The list of the alerts with a leg; empty: there is none."""
        return ""

    def view_box(self, drawing: Drawing) -> str:
        return f"0 0 {drawing.frame.width:g} {drawing.frame.height:g}"

    def world(self, drawing: Drawing) -> dict[str, float]:
        """Where ``world.svg`` lies in the frame of a map."""
        x, y, _width, _height = drawing.box
        scale = _scale(drawing)
        return {
            "x": round(-x * scale, 1),
            "y": round(-y * scale, 1),
            "width": round(WIDTH * scale, 1),
            "height": round(BOTTOM * scale, 1),
        }

    def marks_html(self, drawing: Drawing) -> str:
        """Arcs, dots and names of a map; a template takes longer."""
        arcs = (self._arc_html(arc, drawing) for arc in drawing.arcs)
        dots = (self._dot_html(dot, drawing) for dot in drawing.dots)
        return "".join((*arcs, *dots, *self._labels_html(drawing)))

    def _dot_html(self, dot: Dot, drawing: Drawing) -> str:
        x, y = _in_frame((dot.x, dot.y), drawing)
        kind = "dot country" if dot.country else "dot"
        radius = round(dot.radius * _scale(drawing), 1)
        # On a map of one alert, a number would tell nothing.
        number = f'<text class="count">{dot.number}</text>' if self.has_legend else ""
        mark = (
            f'<g transform="translate({x} {y})">'
            f'<circle class="{kind}" r="{radius}"></circle>{number}</g>'
        )
        words = f"{self.dot_words(dot)}: {dot.number}"
        return _linked(mark, words, self.dot_url(dot))

    def _arc_html(self, arc: Arc, drawing: Drawing) -> str:
        (a, b), (c, d), (x, y) = (_in_frame(point, drawing) for point in arc.points)
        width = round(arc.width * _scale(drawing), 1)
        mark = (
            f'<path class="arc" d="M{a},{b}Q{c},{d} {x},{y}"'
            f' stroke-width="{width}"></path>'
            f'<g transform="translate({x} {y}) rotate({arc.end_angle:.0f})">'
            f'<path class="head" d="M-13,-5L0,0L-13,5z"></path></g>'
        )
        return _linked(mark, f"{self.leg(arc.leg)}: {arc.number}", self.leg_url(arc.leg))

    def _labels_html(self, drawing: Drawing) -> Iterator[str]:
        for label in place_labels(self._wanted_labels(drawing), drawing):
            kind = "label country" if label.is_country else "label"
            yield (
                f'<g aria-hidden="true" transform="translate({label.x} {label.y})">'
                f'<text class="{kind}" x="{label.aside}" y="{label.below}">'
                f"{escape(label.words)}</text></g>"
            )

    def _wanted_labels(self, drawing: Drawing) -> Iterator[tuple[Dot, str]]:
        """The heaviest first: dots, and the countries at the ends of arcs."""
        for dot in drawing.dots[:MOST_LABELS]:
            if dot.name or dot.country:
                yield dot, self.dot_words(dot)
        drawn = {dot.country for dot in drawing.dots[:MOST_LABELS]}
        for arc in drawing.arcs[:MOST_LABELS]:
            for code, point in zip(arc.leg, arc.points[::2], strict=True):
                if code not in drawn:
                    drawn.add(code)
                    at = Dot(*point, 0.0, 0, Place(0, 0, None), country=code)
                    yield at, self.countries.get(code, code)


def place_labels(wanted: Any, drawing: Drawing) -> list[Label]:
    """The labels that fit into the map and hide no dot and no label before them.

    ``wanted``: dots with their words, the most important one first. A label crosses an
    arc only if there is no other room for it.
    """
    found: list[Label] = []
    taken = [_frame_of(dot, drawing) for dot in drawing.dots]
    arcs = [point for arc in drawing.arcs for point in _points_along(arc, drawing)]
    for dot, words in wanted:
        around = [*_frames_around(dot, words, drawing)]
        free = [one for one in around if _fits(one, taken, drawing)]
        if not free:
            continue
        frame = next((one for one in free if _fits(one, arcs, drawing)), free[0])
        taken.append(frame)
        x, y = _in_frame((dot.x, dot.y), drawing)
        aside = round((frame[0] + frame[2]) / 2 - x, 1)
        below = round(frame[1] + LETTER - y, 1)
        found.append(Label(x, y, aside, below, words, bool(dot.country)))
    return found


def _frame_of(dot: Dot, drawing: Drawing) -> Frame:
    x, y = _in_frame((dot.x, dot.y), drawing)
    size = dot.radius * _scale(drawing)
    return x - size, y - size, x + size, y + size


def _points_along(arc: Arc, drawing: Drawing) -> Iterator[Frame]:
    (a, b), (c, d), (x, y) = (_in_frame(point, drawing) for point in arc.points)
    for step in range(POINTS + 1):
        t = step / POINTS
        first, second, third = (1 - t) ** 2, 2 * t * (1 - t), t**2
        across, down = (
            first * a + second * c + third * x,
            first * b + second * d + third * y,
        )
        yield across, down, across, down


def _frames_around(dot: Dot, words: str, drawing: Drawing) -> Iterator[Frame]:
    """Where a label may stand, the best place first: below, above and beside its mark."""
    left, top, right, bottom = _frame_of(dot, drawing)
    x, y = (left + right) / 2, (top + bottom) / 2
    width, height = len(words) * NARROW, LETTER * 1.2
    for gap in FARTHER if dot.country else (GAP,):
        for begin, upper in (
            (x - width / 2, bottom + gap),
            (x - width / 2, top - gap - height),
            (right + gap, y - height / 2),
            (left - gap - width, y - height / 2),
        ):
            yield begin, upper, begin + width, upper + height


def _fits(frame: Frame, others: list[Frame], drawing: Drawing) -> bool:
    left, top, right, bottom = frame
    _name, width, height = drawing.frame
    if left < 0 or top < 0 or right > width or bottom > height:
        return False
    return all(
        right < other[0] or left > other[2] or bottom < other[1] or top > other[3]
        for other in others
    )


def short_name(name: str) -> str:
    """The place without what is said of it after a comma."""
    return name.partition(",")[0].strip()[:40]


def _in_frame(point: tuple[float, float], drawing: Drawing) -> tuple[float, float]:
    left, top, _width, _height = drawing.box
    scale = _scale(drawing)
    return round((point[0] - left) * scale, 1), round((point[1] - top) * scale, 1)


def _scale(drawing: Drawing) -> float:
    """Units of the frame for one of the map of the world."""
    return drawing.frame.width / drawing.box[2]


def _linked(mark: str, words: str, url: str) -> str:
    named = f"<title>{escape(words)}</title>{mark}"
    if not url:
        return f"<g>{named}</g>"
    return f'<a href="{escape(url)}">{named}</a>'
