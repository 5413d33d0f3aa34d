"""The marks of a map and what they stand for, in words and as SVG."""

from cites.cug.core.codelists.lists import title, titles
from cites.cug.library.tools.map.browser.map_drawing import Arc, BOTTOM, Dot, Drawing
from cites.cug.library.tools.map.positions_in_words import coordinates, leg_in_words
from cites.cug.library.tools.map.projection import SHAPE, WIDTH
from cites.cug.library.tools.statistics.figures import Leg, Place
from collections.abc import Iterator, Mapping
from functools import cached_property
from html import escape
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple


#: A map is drawn in these units, whatever part of the world it shows.
FRAME = WIDTH, round(WIDTH * SHAPE)
#: So many dots have their names beside them, and so many countries; fewer on a phone.
MOST_LABELS, MOST_ON_PHONE = 12, 3
#: Height and mean width of letters in these units, and those on a phone.
LETTER, NARROW, PHONE = 16, 9.2, 2.2
#: Between a dot and its label.
GAP = 2
#: Left, top, right and bottom of something on the map.
Frame = tuple[float, float, float, float]


class Label(NamedTuple):
    """Words at a mark; ``wide`` if there is room for them on a large screen alone."""

    x: float
    y: float
    #: How far below the mark's middle the words stand.
    below: float
    words: str
    is_country: bool
    wide: bool


class MapWords:
    """Part of pages with a map: the map, and what stands on it in words."""

    request: Any
    map_parts = ViewPageTemplateFile("templates/map_parts.pt")
    frame = " ".join(map(str, (0, 0, *FRAME)))
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

    def world(self, drawing: Drawing) -> dict[str, float]:
        """Where ``world.svg`` lies in the frame of a map."""
        x, y, width, _height = drawing.box
        scale = WIDTH / width
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
        radius = round(dot.radius * WIDTH / drawing.box[2], 1)
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
        width = round(arc.width * WIDTH / drawing.box[2], 1)
        mark = (
            f'<path class="arc" d="M{a},{b}Q{c},{d} {x},{y}"'
            f' stroke-width="{width}"></path>'
            f'<g transform="translate({x} {y}) rotate({arc.end_angle:.0f})">'
            f'<path class="head" d="M-13,-5L0,0L-13,5z"></path></g>'
        )
        return _linked(mark, f"{self.leg(arc.leg)}: {arc.number}", self.leg_url(arc.leg))

    def _labels_html(self, drawing: Drawing) -> Iterator[str]:
        for label in place_labels(self._wanted_labels(drawing), drawing):
            kinds = ["label", *["country"] * label.is_country, *["wide"] * label.wide]
            yield (
                f'<g aria-hidden="true" transform="translate({label.x} {label.y})">'
                f'<text class="{" ".join(kinds)}" y="{label.below}">'
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

    ``wanted``: dots with their words, the most important one first. A label stands below
    its dot, or above it if there is no room.
    """
    found: list[Label] = []
    taken = [_frame_of(dot, 1.0, drawing) for dot in drawing.dots]
    taken_on_phone = [_frame_of(dot, PHONE, drawing) for dot in drawing.dots]
    on_phone = 0
    for dot, words in wanted:
        for below in (True, False):
            frame = _label_frame(dot, words, 1.0, drawing, below=below)
            if _fits(frame, taken):
                break
        else:
            continue
        taken.append(frame)
        large = _label_frame(dot, words, PHONE, drawing, below=below)
        fits = on_phone < MOST_ON_PHONE and _fits(large, taken_on_phone)
        if fits:
            on_phone += 1
            taken_on_phone.append(large)
        x, y = _in_frame((dot.x, dot.y), drawing)
        base = round(frame[1] + LETTER - y, 1)
        found.append(Label(x, y, base, words, bool(dot.country), not fits))
    return found


def _frame_of(dot: Dot, scale: float, drawing: Drawing) -> Frame:
    x, y = _in_frame((dot.x, dot.y), drawing)
    size = dot.radius * WIDTH / drawing.box[2] * scale
    return x - size, y - size, x + size, y + size


def _label_frame(
    dot: Dot, words: str, scale: float, drawing: Drawing, *, below: bool
) -> Frame:
    left, top, right, bottom = _frame_of(dot, scale, drawing)
    middle, half = (left + right) / 2, len(words) * NARROW * scale / 2
    height = LETTER * scale * 1.2
    begin = bottom + GAP if below else top - GAP - height
    return middle - half, begin, middle + half, begin + height


def _fits(frame: Frame, others: list[Frame]) -> bool:
    left, top, right, bottom = frame
    if left < 0 or top < 0 or right > FRAME[0] or bottom > FRAME[1]:
        return False
    return all(
        right < other[0] or left > other[2] or bottom < other[1] or top > other[3]
        for other in others
    )


def short_name(name: str) -> str:
    """The place without what is said of it after a comma."""
    return name.partition(",")[0].strip()[:40]


def _in_frame(point: tuple[float, float], drawing: Drawing) -> tuple[float, float]:
    left, top, width, _height = drawing.box
    scale = WIDTH / width
    return round((point[0] - left) * scale, 1), round((point[1] - top) * scale, 1)


def _linked(mark: str, words: str, url: str) -> str:
    named = f"<title>{escape(words)}</title>{mark}"
    if not url:
        return f"<g>{named}</g>"
    return f'<a href="{escape(url)}">{named}</a>'
