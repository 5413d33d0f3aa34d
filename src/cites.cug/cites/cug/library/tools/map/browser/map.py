"""The page of the map: where incidents were, and by which ways things went."""

from cites.cug import _
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.lists.query_parameters import COUNTRY_ONLY
from cites.cug.library.tools.map.browser.map_drawing import (
    Dot,
    draw,
    Drawing,
    find_marks,
    TALL,
    WIDE,
)
from cites.cug.library.tools.map.browser.map_words import MapWords
from cites.cug.library.tools.map.grid import read_cell
from cites.cug.library.tools.statistics.browser.figures_page import FiguresPage
from cites.cug.library.tools.statistics.figures import Leg, read_leg, write_leg
from cites.cug.library.tools.statistics.totals import add_up_places
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.numbers import number
from collections import Counter
from functools import cached_property
from heapq import nsmallest
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple


#: Rows of the tables below the map; those beyond the first ones are folded.
ROWS, FIRST_ROWS = 50, 8


class Row(NamedTuple):
    """What a mark stands for, with the list of its alerts."""

    words: str
    #: The position, if the words are a name.
    more: str
    number: str
    url: str


class MapPage(MapWords, FiguresPage):
    """``{cug}/map`` with the library's filters; ``?view=world`` for all of Earth."""

    template = ViewPageTemplateFile("templates/map.pt")
    page_title = _("library_map_heading")
    navigation_entry = NavigationEntry(order=1, place=LIBRARY_ID)
    name = "map"
    has_legend = True

    def __call__(self) -> str:
        if not self.read_question(self.url):
            return self.template()
        found = add_up_places(self.context, self.question.search)
        self.total, self.spots, self.by_country, self.legs = found
        legs = self.question.values("leg")
        if legs:  # their alerts have other legs too, of which no list has these alone
            self.legs = Counter({leg: self.legs[leg] for leg in map(read_leg, legs)})
        self.facets = self.facets_of(self.total)
        return self.template()

    @property
    def whole(self) -> bool:
        """Whether the whole world is shown, and not the part with alerts alone."""
        return self.request.form.get("view") == "world"

    @cached_property
    def drawings(self) -> list[Drawing]:
        """The map for the desk, and that for a phone."""
        marks = find_marks(self.spots, self.by_country, self.legs, whole=self.whole)
        return [draw(marks, frame) for frame in (WIDE, TALL)]

    @property
    def dots(self) -> list[Dot]:
        return self.drawings[0].dots

    def placed(self) -> int:
        """How many alerts stand on the map."""
        return sum(dot.number for dot in self.dots)

    def dot_url(self, dot: Dot) -> str:
        if not dot.cells:
            return self.list_of(country=dot.country, area=COUNTRY_ONLY)
        asked = [one for one in self.question.values("area") if one != COUNTRY_ONLY]
        parts: list[str] = []
        for cell in dot.cells:
            if not asked or any(read_cell(one).holds(cell) for one in asked):
                parts.append(cell.value)
            else:  # The cells that are asked for are smaller.
                parts += [one for one in asked if cell.holds(read_cell(one))]
        return self.list_of(area=parts)

    def leg_url(self, leg: Leg) -> str:
        return self.list_of(leg=write_leg(leg))

    def place_rows(self) -> list[Row]:
        """The dots, the most frequent one first."""
        return [
            Row(
                self.dot_words(dot),
                self.position(dot.place) if dot.name or dot.country else "",
                number(dot.number, self.language),
                self.dot_url(dot),
            )
            for dot in self.dots[:ROWS]
        ]

    def leg_rows(self) -> list[Row]:
        """Legs of routes with the number of their alerts, the most frequent one first."""
        ranked = nsmallest(ROWS, self.legs.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            Row(self.leg(leg), "", number(count, self.language), self.leg_url(leg))
            for leg, count in ranked
        ]

    def parts_of(self, rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """The rows that are shown at once, and those that are folded."""
        return rows[:FIRST_ROWS], rows[FIRST_ROWS:]
