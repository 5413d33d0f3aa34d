"""The page of the map: where incidents were, and by which ways things went."""

from cites.cug import _
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.tools.map.browser.map_drawing import count_legs, draw, Drawing, Leg
from cites.cug.library.tools.map.browser.map_words import MapWords
from cites.cug.library.tools.statistics.browser.figures_page import FiguresPage
from cites.cug.library.tools.statistics.totals import add_up_places
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.numbers import number
from collections import Counter
from functools import cached_property
from heapq import nlargest, nsmallest
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


#: Rows of the tables beside the map.
ROWS = 30


class MapPage(MapWords, FiguresPage):
    """``{cug}/map`` with the library's filters; ``?view=world`` for all of Earth."""

    template = ViewPageTemplateFile("templates/map.pt")
    page_title = _("library_map_heading")
    navigation_entry = NavigationEntry(order=1, place=LIBRARY_ID)
    name = "map"

    def __call__(self) -> str:
        if not self.read_question(self.url):
            return self.template()
        search = self.question.search
        self.total, self.places, self.routes = add_up_places(self.context, search)
        self.facets = self.facets_of(self.total)
        return self.template()

    @property
    def whole(self) -> bool:
        """Whether the whole world is shown, and not the part with alerts alone."""
        return self.request.form.get("view") == "world"

    @cached_property
    def legs(self) -> Counter[Leg]:
        return count_legs(self.routes)

    @cached_property
    def drawing(self) -> Drawing:
        return draw(self.places, self.legs, whole=self.whole)

    def placed(self) -> int:
        """How many alerts stand on the map."""
        return sum(self.places.values())

    def place_rows(self) -> list[tuple[str, str]]:
        """Positions with the number of their alerts, the most frequent one first."""
        least = min(nlargest(ROWS, self.places.values()), default=0)
        frequent = [pair for pair in self.places.items() if pair[1] >= least]
        ranked = nsmallest(ROWS, frequent, key=lambda pair: (-pair[1], pair[0][:2]))
        return [
            (self.position(place), number(count, self.language))
            for place, count in ranked
        ]

    def leg_rows(self) -> list[tuple[str, str]]:
        """Legs of routes with the number of their alerts, the most frequent one first."""
        ranked = nsmallest(ROWS, self.legs.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(self.leg(leg), number(count, self.language)) for leg, count in ranked]
