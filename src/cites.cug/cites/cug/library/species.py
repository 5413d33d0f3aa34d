"""Names of species: those of the code list in its spelling, others as free text."""

from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.lists import code_list
from cites.cug.codelists.lists import CodeList
from functools import lru_cache
from zope.interface import implementer
from zope.schema import TextLine
from zope.schema.interfaces import ITextLine


class ISpeciesName(ITextLine):
    """Field of one name, which is brought to the list's spelling."""


@implementer(ISpeciesName)
class SpeciesName(TextLine):
    """Takes any name; see ``is_known_species``."""


def is_known_species(name: str) -> bool:
    """Whether the name stands on the code list; others are shown as free text."""
    return name in code_list("species").entries


def species_name(text: str) -> str:
    """The list's scientific name for one in any spelling or language; others as given."""
    text = " ".join(text.split())
    return _names(code_list("species")).get(_letters(text), text)


@lru_cache(maxsize=8)
def _names(species: CodeList) -> dict[str, str]:
    names = {
        _letters(entry.title(language)): code
        for code, entry in species.entries.items()
        for language in LANGUAGES
        if entry.current
    }
    return names | {_letters(code): code for code in species.entries}


def _letters(name: str) -> str:
    """Alike for one name, in capitals or not and with either apostrophe."""
    return name.casefold().replace("’", "'")
