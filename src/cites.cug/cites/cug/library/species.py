"""Names of species, as the code list spells them; others are free text."""

from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.lists import code_list
from cites.cug.codelists.lists import CodeList
from functools import lru_cache
from zope.interface import implementer
from zope.schema import List
from zope.schema import TextLine
from zope.schema.interfaces import IList
from zope.schema.interfaces import ITextLine


MAX_NAMES = 50
NAME_LENGTH = 200


class ISpeciesName(ITextLine):
    """Field of one name of a species."""


@implementer(ISpeciesName)
class SpeciesName(TextLine):
    """Takes any name. Inputs and JSON bring it to the spelling of the list first."""


class ISpeciesNames(IList):
    """Field of several names; in forms each stands on a line of its own."""


@implementer(ISpeciesNames)
class SpeciesNames(List):
    """Takes any names, each only once."""

    def __init__(self, **kw):
        names = SpeciesName(max_length=NAME_LENGTH)
        super().__init__(
            value_type=names,
            required=False,
            unique=True,
            max_length=MAX_NAMES,
            defaultFactory=list,
            **kw,
        )


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
