"""Names of species: those of the code list in its spelling, others as free text."""

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
    """Field of one name, which is brought to the list's spelling."""


@implementer(ISpeciesName)
class SpeciesName(TextLine):
    """Takes any name; see ``is_known_species``."""


class ISpeciesNames(IList):
    """Field of several names: forms take each on a line of its own."""


@implementer(ISpeciesNames)
class SpeciesNames(List):
    """Takes any names, each once."""

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
