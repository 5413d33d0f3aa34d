"""What is followed, in words, and the list of the library that shows it."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.taxa import common_name
from cites.cug.core.settings.languages import onward
from cites.cug.core.validation.errors import about
from cites.cug.library.lists.authors import filter_title
from cites.cug.library.lists.browser.facets import NAMES
from cites.cug.library.tools.follows.fields import CODES, Field
from cites.cug.web.layout.lists import listed
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zope.i18n import translate
from zope.i18nmessageid import Message


FIELDS = {
    Field.SPECIES: _("common_species_genus_family_order_label"),
    Field.COUNTRY: _("common_country_label"),
    Field.ROUTE: _("library_words_route"),
    Field.HANDLING: _("common_handling_code_title"),
    Field.AUTHOR_COUNTRY: _("library_words_country_of_the_author"),
    Field.SEARCH: _("library_words_search_in_the_library"),
}
EVERYTHING = _("library_words_everything_in_the_library")
#: Field → the parameter of the list by which the library shows it.
PARAMETERS = {
    Field.SPECIES: "taxon",
    Field.COUNTRY: "country",
    Field.HANDLING: "handling",
}


def value_in_words(group: Any, field: Field, value: str, language: str) -> str:
    """The value as readers of that language understand it."""
    if field is Field.SEARCH:
        return _search_in_words(group, value, language)
    if field is Field.ROUTE:
        stops = [title("country", stop, language) for stop in value.split("-")]
        return f" {onward(language)} ".join(stops)
    if field is Field.SPECIES:
        common = common_name(value, language)
        return f"{value} ({common})" if common not in ("", value) else value
    return title(CODES[field], value, language)


def _search_in_words(group: Any, value: str, language: str) -> str:
    def said(text: Message | str) -> str:
        return translate(text, target_language=language)

    asked = parse_qsl(value)
    if not asked:
        return said(EVERYTHING)
    titles: dict[str, list[str]] = {}
    for name, chosen in asked:
        words = said(filter_title(group, name, chosen, language))
        titles.setdefault(name, []).append(words)
    pairs = [
        about(said(NAMES[name]), listed(several, language))
        for name, several in titles.items()
    ]
    return listed(map(said, pairs), language, ";")


def listing(field: Field, value: str) -> str | None:
    """The query string of the library's list of it; None where no list shows that."""
    if field is Field.SEARCH:
        return value
    name = PARAMETERS.get(field)
    return urlencode({name: value}) if name else None


def shown(group: Any, field: str, value: str, language: str) -> dict[str, Any]:
    """``field_title`` and ``title`` of what is followed."""
    one = Field(field)
    return {
        "field_title": FIELDS[one],
        "title": value_in_words(group, one, value, language),
    }
