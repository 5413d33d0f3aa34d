"""Positions and routes on a map, in words."""

from cites.cug import _
from cites.cug.codelists.lists import title
from cites.cug.layout.numbers import number
from cites.cug.library.browser.map_drawing import Arc, BOTTOM, Dot, Leg
from cites.cug.library.figures import Place
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate


#: Texts for degrees above and below 0.
LATITUDES = _("${degrees}° N"), _("${degrees}° S")
LONGITUDES = _("${degrees}° E"), _("${degrees}° W")


class MapWords:
    """Part of pages with a map: the map, and what stands on it in words."""

    request: Any
    map_parts = ViewPageTemplateFile("templates/map_parts.pt")
    #: Height of ``world.svg`` where it is 1000 wide.
    world_height = round(BOTTOM, 1)

    @cached_property
    def language(self) -> str:
        return self.request.get("LANGUAGE") or "en"

    def position(self, place: Place) -> str:
        """A position such as "27.3° S 15.5° W", with its precision in words."""
        words = " ".join(
            translate(
                _(
                    directions[degrees < 0],
                    mapping={"degrees": number(abs(degrees), self.language)},
                ),
                target_language=self.language,
            )
            for degrees, directions in (
                (place.latitude, LATITUDES),
                (place.longitude, LONGITUDES),
            )
        )
        if place.precision is None:
            return words
        precision = title("position_precision", place.precision, self.language)
        return f"{words} ({precision})"

    def leg(self, leg: Leg) -> str:
        """Both countries in words."""
        return " → ".join(title("country", code, self.language) for code in leg)

    def dot_words(self, dot: Dot) -> str:
        return f"{self.position(dot.place)}: {number(dot.number, self.language)}"

    def arc_words(self, arc: Arc) -> str:
        return f"{self.leg(arc.leg)}: {number(arc.number, self.language)}"
