"""Names of species and of what they are part of, in any spelling or language.

They are those of the list that was put in (``taxon_lists``), if there is one; of what we
ship; and of the Secretariat's corrections of the latter, which count before the others.
"""

import re
from cites.cug.core.codelists.corrections import readable_corrections
from cites.cug.core.codelists.entry import Entry
from cites.cug.core.codelists.lists import code_list, CodeList, corrections_text
from cites.cug.core.codelists.models import NameKind
from cites.cug.core.codelists.taxon_lists import (
    current_list,
    find_names,
    find_taxa,
    find_taxon,
    FoundName,
    genera_below,
    ListedTaxon,
    names_beginning,
)
from cites.cug.core.codelists.taxon_names import name_key
from cites.cug.core.settings.languages import CONVENTION, supported
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple


SPECIES = "species"
#: All species that we ship are animals.
ANIMALS = "Animalia"
#: An author may stand behind a name; a variety has three words and a mark of its rank.
MOST_WORDS = 4
_SCIENTIFIC = re.compile(r"[A-Z][a-z]+( [a-z-]+)+")


class Taxon(NamedTuple):
    """A taxon by its accepted name."""

    name: str
    #: What it is called in each language that it has a common name in.
    titles: Mapping[str, str]
    #: ``I``, ``II``, ``III``, several of them with strokes between them, or "".
    appendix: str
    #: What it is part of, the nearest first.
    above: tuple[str, ...]
    #: Its other names: scientific ones, and common ones.
    synonyms: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    kingdom: str = ""
    rank: str = ""
    annotation: str = ""
    #: Since when it is in this Appendix.
    listed: date | None = None
    #: Whether the appendix is that of a list that was put in.
    from_list: bool = False

    @property
    def names(self) -> list[str]:
        """All names, each once."""
        several = (self.name, *self.titles.values(), *self.synonyms, *self.common)
        return list(dict.fromkeys(several))


class Proposal(NamedTuple):
    """A taxon that what was typed may mean, and the name by which it was found."""

    taxon: Taxon
    name: str


def species_name(text: str) -> str:
    """The accepted scientific name for a name in any spelling or language.

    A name that is on no list stays as it is, and so does one of several taxa.
    """
    text = " ".join(text.split())
    key = name_key(text)
    small, listed = _small(), find_names((key,))[key]
    if key in small.corrected:
        return small.corrected[key]
    if listed is not None and listed.kind is not NameKind.COMMON:
        return listed.taxon
    if key in small.shipped:
        return _in_list(small.shipped[key])
    return listed.taxon if listed is not None else text


def _in_list(shipped: str) -> str:
    """What we ship may have another name in the list that was put in."""
    key = name_key(shipped)
    listed = find_names((key,))[key]
    if listed is None or listed.kind is NameKind.COMMON:
        return shipped
    return listed.taxon


def list_date() -> date | None:
    """Of which day the list is that was put in; None without one."""
    current = current_list()
    return current.dated if current is not None else None


def warm_up(names: Iterable[str]) -> None:
    """Look these names up together, before they are asked for one by one."""
    if current_list() is not None:
        keys, shipped = {name_key(name) for name in names}, _small().shipped
        keys |= {name_key(shipped[key]) for key in keys if key in shipped}
        found = find_names(keys).values()
        find_taxa({one.taxon for one in found if one is not None})


def find_accepted(name: str) -> Taxon | None:
    """The taxon of this accepted scientific name; None if no list has it."""
    entry, listed = code_list(SPECIES).entries.get(name), find_taxon(name)
    if entry is None:
        return _taxon_of_list(listed) if listed is not None else None
    own = _taxon_of_entry(entry)
    if listed is None:
        return own
    of_list = _taxon_of_list(listed)
    common = dict.fromkeys((*of_list.titles.values(), *of_list.common, *own.common))
    return of_list._replace(
        titles=own.titles,
        synonyms=tuple(dict.fromkeys((*of_list.synonyms, *own.synonyms))),
        common=tuple(common),
    )


def find_any(text: str) -> Taxon | None:
    """The taxon of a name in any spelling or language."""
    return find_accepted(species_name(text))


def find_written(text: str) -> Taxon | None:
    """The taxon of a scientific name as papers have it, with or without an author."""
    words = text.split()[:MOST_WORDS]
    for number in range(len(words), 0, -1):
        beginning = " ".join(words[:number])
        key = name_key(beginning)
        listed = find_names((key,))[key]
        if listed is not None and listed.kind is NameKind.COMMON:
            continue
        found = find_any(beginning) if _is_scientific(key, listed) else None
        if found is not None:
            return found
    return None


def _is_scientific(key: str, listed: FoundName | None) -> bool:
    return listed is not None or key in _small().scientific


def _taxon_of_entry(entry: Entry) -> Taxon:
    genus, *others = entry.code.split()
    of_genus = find_taxon(genus)
    if of_genus is not None:
        higher = (genus, *of_genus.above)
    else:
        higher = tuple(filter(None, (genus, entry.family, entry.order)))
    species = (" ".join((genus, others[0])),) if len(others) > 1 else ()
    above = tuple(one for one in (*species, *higher) if one != entry.code)
    latin = _latin(entry)
    return Taxon(
        name=entry.code,
        titles={language: title for language, title in entry.titles.items() if title},
        appendix=entry.appendix,
        above=above,
        synonyms=latin,
        common=tuple(name for name in entry.synonyms if name not in latin),
        kingdom=of_genus.kingdom if of_genus else ANIMALS if entry.family else "",
    )


def _taxon_of_list(listed: ListedTaxon) -> Taxon:
    titles = {language: getattr(listed, language) for language in CONVENTION}
    return Taxon(
        name=listed.name,
        titles={language: title for language, title in titles.items() if title},
        appendix=listed.appendix,
        above=listed.above,
        synonyms=tuple(listed.synonyms),
        common=tuple(listed.common),
        kingdom=listed.kingdom,
        rank=listed.rank,
        annotation=listed.annotation,
        listed=listed.listed,
        from_list=True,
    )


def is_known_species(name: str) -> bool:
    """Whether the name is an accepted scientific name of a list."""
    return name in code_list(SPECIES).entries or find_taxon(name) is not None


def common_name(name: str, language: str) -> str:
    """What a taxon of this accepted name is called; "" without such a name."""
    taxon = find_accepted(name)
    return taxon.titles.get(supported(language), "") if taxon is not None else ""


def taxon_name(text: str) -> str:
    """A species in any spelling or language, or a genus, family or order."""
    name = species_name(text)
    return name if is_known_species(name) else name_key(name).capitalize()


def taxa_of(name: str) -> list[str]:
    """The species of a name, and the genus, family and order that it is part of.

    A name that is not on the list has those of its genus, if that is there.
    """
    accepted = species_name(name)
    taxon = find_accepted(accepted)
    if taxon is not None:
        return [accepted, *taxon.above]
    words = accepted.split()
    above = _above_of_genus(words[0]) if words else None
    if above is None:
        return []
    species = [" ".join(words[:2])] if len(words) > 1 else []
    return list(dict.fromkeys((accepted, *species, words[0], *above)))


def _above_of_genus(genus: str) -> tuple[str, ...] | None:
    listed = find_taxon(genus)
    if listed is not None:
        return listed.above if listed.rank == "genus" else None
    return _above(code_list(SPECIES)).get(genus)


def is_known_taxon(name: str) -> bool:
    """Whether a list has the name, in its own spelling, or a species below it."""
    above = _above(code_list(SPECIES))
    return (
        is_known_species(name)
        or name in above
        or any(name in names for names in above.values())
    )


def taxa_above(name: str) -> list[str]:
    """A species, genus, family or order in any spelling, and all that it is part of."""
    taxon = taxon_name(name)
    if found := taxa_of(taxon):
        return found
    # A family is followed by its order.
    above = (one for one in _above(code_list(SPECIES)).values() if taxon in one)
    names = next(above, (taxon,))
    return list(names[names.index(taxon) :])


def scientific_names(text: str) -> list[str]:
    """All scientific names of what is meant; what no list has, as it is."""
    name = species_name(text)
    taxon = find_accepted(name)
    if taxon is None:
        return [name] if name else []
    return [name, *taxon.synonyms]


def genera_of(text: str) -> list[str]:
    """The genera of a family, order or class in any spelling; none of anything else."""
    name = taxon_name(text)
    above = _above(code_list(SPECIES))
    shipped = [genus for genus, names in above.items() if name in names]
    return sorted({*genera_below(name), *shipped})


def propose(typed: str, most: int) -> list[Proposal]:
    """Taxa of which a name, or a word in one, begins with this; each once."""
    key = name_key(typed)
    if not key:
        return []
    found: dict[str, str] = {}
    for name, code in (*_small().corrected.items(), *_small().shipped.items()):
        if name.startswith(key) or f" {key}" in name:
            found.setdefault(_in_list(code), _spelling(code, name))
    meant = species_name(typed)
    first = [meant] if meant in found else []
    for one in names_beginning(typed):
        found.setdefault(one.taxon, one.name)
    ordered = list(dict.fromkeys((*first, *found)))[:most]
    warm_up(ordered)
    proposals = ((find_accepted(name), found[name]) for name in ordered)
    return [Proposal(taxon, name) for taxon, name in proposals if taxon is not None]


def _spelling(code: str, key: str) -> str:
    """A name of what we ship as it is written."""
    entry = code_list(SPECIES).entries[code]
    names = (code, *entry.titles.values(), *entry.synonyms)
    return next((name for name in names if name_key(name) == key), code)


class _Small(NamedTuple):
    """Keys of names that need no list: those of corrections, and of what we ship."""

    corrected: Mapping[str, str]
    shipped: Mapping[str, str]
    #: Keys of scientific names.
    scientific: frozenset[str]


def _small() -> _Small:
    return _build(code_list(SPECIES), corrections_text(SPECIES))


@lru_cache(maxsize=8)
def _build(species: CodeList, text: str) -> _Small:
    changed = readable_corrections(SPECIES, text).keys()
    entries = species.entries
    return _Small(
        corrected=_keys({code: entries[code] for code in changed if code in entries}),
        shipped=_keys(
            {code: one for code, one in entries.items() if code not in changed}
        ),
        scientific=frozenset(
            map(
                name_key,
                chain(entries, *(_latin(one) for one in entries.values())),
            )
        ),
    )


def _latin(entry: Entry) -> tuple[str, ...]:
    """Those of the other names that are scientific ones: only the genus is capital."""
    return tuple(name for name in entry.synonyms if _SCIENTIFIC.fullmatch(name))


def _keys(entries: Mapping[str, Entry]) -> dict[str, str]:
    names = {
        name_key(name): code
        for code, entry in entries.items()
        for name in (*entry.titles.values(), *entry.synonyms)
        if name and entry.current
    }
    return names | {name_key(code): code for code in entries}


@lru_cache(maxsize=8)
def _above(species: CodeList) -> dict[str, tuple[str, ...]]:
    """Genus → family and order."""
    return {
        code.split()[0]: tuple(filter(None, (entry.family, entry.order)))
        for code, entry in species.entries.items()
    }
