"""Names of species and of what they are part of, in any spelling or language."""

from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.lists import code_list, CodeList
from collections.abc import Callable
from functools import lru_cache
from unicodedata import combining, normalize


def is_known_species(name: str) -> bool:
    """Whether the name is a scientific name of the code list."""
    return name in code_list("species").entries


def species_name(text: str) -> str:
    """The list's scientific name for a name in any spelling or language.

    A name that is not on the list stays as it is.
    """
    text = " ".join(text.split())
    return _names(code_list("species")).get(_letters(text), text)


def taxon_name(text: str) -> str:
    """A species in any spelling or language, or a genus, family or order."""
    name = species_name(text)
    return name if is_known_species(name) else _letters(name).capitalize()


def taxa_of(name: str) -> list[str]:
    """The species of a name, and the genus, family and order that it is part of.

    A name that is not on the list has those of its genus, if that is there.
    """
    accepted = species_name(name)
    words = accepted.split()
    above = _above(code_list("species")).get(words[0]) if words else None
    if above is None:
        return []
    species = [" ".join(words[:2])] if len(words) > 1 else []
    return list(dict.fromkeys((accepted, *species, words[0], *above)))


def is_known_taxon(name: str) -> bool:
    """Whether the list has the name, in its own spelling, or a species below it."""
    above = _above(code_list("species"))
    return is_known_species(name) or name in above or any(map(_has(name), above.values()))


def taxa_above(name: str) -> list[str]:
    """A species, genus, family or order in any spelling, and all that it is part of."""
    taxon = taxon_name(name)
    if found := taxa_of(taxon):
        return found
    # A family is followed by its order.
    above = filter(_has(taxon), _above(code_list("species")).values())
    names = next(above, (taxon,))
    return list(names[names.index(taxon) :])


def _has(name: str) -> Callable[[tuple[str, ...]], bool]:
    return lambda names: name in names


@lru_cache(maxsize=8)
def _names(species: CodeList) -> dict[str, str]:
    names = {
        _letters(name): code
        for code, entry in species.entries.items()
        for name in (*map(entry.title, LANGUAGES), *entry.synonyms)
        if entry.current
    }
    return names | {_letters(code): code for code in species.entries}


@lru_cache(maxsize=8)
def _above(species: CodeList) -> dict[str, tuple[str, ...]]:
    """Genus → family and order."""
    return {
        code.split()[0]: tuple(filter(None, (entry.family, entry.order)))
        for code, entry in species.entries.items()
    }


def _letters(name: str) -> str:
    """A key that is the same in capitals or not, and without accents and apostrophes."""
    letters = normalize("NFKD", name.casefold())
    return "".join(one for one in letters if one not in "’'" and not combining(one))
