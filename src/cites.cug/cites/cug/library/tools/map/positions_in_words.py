"""Positions, areas and routes in words."""

from cites.cug import _
from cites.cug.core.codelists.lists import titles
from cites.cug.core.settings.languages import onward
from cites.cug.library.tools.map.grid import read_cell
from cites.cug.web.layout.lists import isolated
from cites.cug.web.layout.numbers import number
from functools import lru_cache
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Texts for degrees above and below 0.
LATITUDES = _("library_map_words_n_degrees"), _("library_map_words_s_degrees")
LONGITUDES = _("library_map_words_e_degrees"), _("library_map_words_w_degrees")


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


def area_in_words(value: str, language: str) -> Message:
    """A value of the filter ``area``."""
    try:
        cell = read_cell(value)
    except ValueError:
        return _("library_map_country_only_text")
    size = isolated(f"{number(cell.size, language)}°", language)
    middle = coordinates(*cell.centre, language)
    return _("library_map_area_text", mapping={"size": size, "middle": middle})


def leg_in_words(leg: tuple[str, str], language: str) -> str:
    """Both countries."""
    countries = titles("country", language)
    return f" {onward(language)} ".join(countries.get(code, code) for code in leg)
