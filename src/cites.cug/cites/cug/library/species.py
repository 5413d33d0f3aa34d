"""Names of species, as the code list spells them; others are free text."""

from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.lists import code_list, CodeList
from cites.cug.validation.characters import fit_line
from functools import lru_cache
from zope.schema import TextLine


class SpeciesName(TextLine):
    """Field of one name, in the spelling of the list if it is on it."""

    def fit(self, text: str) -> str:
        """The name as it is stored. Raises InvalidValue for unfit characters."""
        return fit_line(species_name(text))

    def filter_form(self, name: str) -> str:
        """The form in which filters compare names."""
        return species_name(name)


def is_known_species(name: str) -> bool:
    """Whether the name is a scientific name of the code list."""
    return name in code_list("species").entries


def species_name(text: str) -> str:
    """The list's scientific name for a name in any spelling or language.

    A name that is not on the list stays as it is.
    """
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
    """A key that is the same in capitals or not, and with either apostrophe."""
    return name.casefold().replace("’", "'")
