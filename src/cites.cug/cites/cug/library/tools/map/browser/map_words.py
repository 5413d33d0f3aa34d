"""Positions and routes on a map, in words."""

from cites.cug import _
from cites.cug.core.codelists.lists import title, titles
from cites.cug.core.settings.languages import onward
from cites.cug.library.tools.map.browser.map_drawing import BOTTOM, Drawing, Leg
from cites.cug.library.tools.statistics.figures import Place
from cites.cug.web.layout.lists import isolated
from cites.cug.web.layout.numbers import number
from collections.abc import Mapping
from functools import cached_property, lru_cache
from html import escape
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Texts for degrees above and below 0.
LATITUDES = _("library_map_words_n_degrees"), _("library_map_words_s_degrees")
LONGITUDES = _("library_map_words_e_degrees"), _("library_map_words_w_degrees")


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
        said = coordinates(place.latitude, place.longitude, self.language)
        if place.precision is None:
            return said
        return f"{said} ({title('position_precision', place.precision, self.language)})"

    @cached_property
    def countries(self) -> Mapping[str, str]:
        return titles("country", self.language)

    def leg(self, leg: Leg) -> str:
        """Both countries in words."""
        arrow = onward(self.language)
        return f" {arrow} ".join(self.countries.get(code, code) for code in leg)

    def dots_html(self, drawing: Drawing) -> str:
        """The dots of a map; a template takes longer."""
        return "".join(
            f'<circle class="dot" cx="{dot.x}" cy="{dot.y}" r="{dot.radius}">'
            f"<title>{escape(self.position(dot.place))}: {dot.number}</title></circle>"
            for dot in drawing.dots
        )

    def arcs_html(self, drawing: Drawing) -> str:
        """The arcs of a map."""
        return "".join(
            f'<path class="arc" d="{arc.path}" marker-end="url(#arrow)"'
            f' stroke-width="{arc.width}">'
            f"<title>{escape(self.leg(arc.leg))}: {arc.number}</title></path>"
            for arc in drawing.arcs
        )


def coordinates(latitude: float, longitude: float, language: str) -> str:
    """A position such as "27.3° S 15.5° W"."""
    latitude_words = _degrees(latitude, LATITUDES, language)
    return f"{latitude_words} {_degrees(longitude, LONGITUDES, language)}"


@lru_cache(maxsize=1 << 14)
def _degrees(degrees: float, directions: tuple[Message, Message], language: str) -> str:
    # The sign stays at its number also between Arabic words.
    shown = {"degrees": isolated(f"{number(abs(degrees), language)}°", language)}
    words = _(directions[degrees < 0], mapping=shown)
    return translate(words, target_language=language)
