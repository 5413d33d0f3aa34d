"""Codes and titles of code lists; fast enough to be called for each row of a list."""

from cites.cug.core.codelists.corrections import corrected, readable_corrections
from cites.cug.core.codelists.entry import DEFAULT, Entry, LANGUAGES, MIDDLE_RANK
from cites.cug.core.codelists.interfaces import CORRECTIONS_RECORD
from cites.cug.core.codelists.shipped import descriptions, shipped_entries
from cites.cug.core.settings.languages import supported
from collections.abc import Collection, Mapping
from functools import lru_cache, partial
from plone.registry.interfaces import IRegistry
from types import MappingProxyType
from unicodedata import normalize
from zope.component import queryUtility


class CodeList:
    """One list with its corrections, sorted once for each language."""

    def __init__(self, entries: tuple[Entry, ...]):
        self.entries: Mapping[str, Entry] = MappingProxyType(
            {entry.code: entry for entry in entries}
        )
        self.titles = {
            language: MappingProxyType(
                {entry.code: entry.title(language) for entry in entries}
            )
            for language in LANGUAGES
        }
        # The entry without a code has the title for "no code" and cannot be chosen.
        choices = [entry for entry in entries if entry.code]
        self.ordered = {
            language: tuple(sorted(choices, key=partial(_order, language=language)))
            for language in LANGUAGES
        }


def names() -> tuple[str, ...]:
    """Names of all lists."""
    return tuple(descriptions())


def list_title(list_name: str, language: str) -> str:
    """Title of the list itself."""
    titles = descriptions()[list_name].titles
    return titles.get(supported(language)) or titles[DEFAULT]


def origin(list_name: str) -> str:
    """Whose codes these are: `cites`, `iso`, `first` (the TLP) or `ours`."""
    return descriptions()[list_name].origin


def title(list_name: str, code: str | None, language: str) -> str:
    """Title of a code, also of a former one; the code itself if it is unknown.

    In the list of units, an empty code has the title "number of specimens".
    """
    code = code or ""
    return titles(list_name, language).get(code, code)


def titles(list_name: str, language: str) -> Mapping[str, str]:
    """Titles by code, for callers that need many."""
    return code_list(list_name).titles[supported(language)]


def codes(list_name: str) -> tuple[str, ...]:
    """Codes to offer, in the order of the list, or of the English titles."""
    return tuple(code for code, _title in entries(list_name, DEFAULT))


def entries(list_name: str, language: str) -> list[tuple[str, str]]:
    """Codes to offer with their titles, in the order of the list."""
    return _pairs(list_name, language, current=True)


def former_entries(list_name: str, language: str) -> list[tuple[str, str]]:
    """Codes with titles that are no longer offered, but that older items may have."""
    return _pairs(list_name, language, current=False)


def shortlist(list_name: str) -> tuple[str, ...]:
    """The codes that are offered first in a list that is alphabetical otherwise."""
    if not descriptions()[list_name].alphabetical:
        return ()
    return tuple(
        entry.code
        for entry in code_list(list_name).ordered[DEFAULT]
        if entry.current and entry.rank < MIDDLE_RANK
    )


def first_of(list_name: str, found: Collection[str]) -> str:
    """Which of these codes comes first in its list, former ones included.

    The list of handling codes begins with the strictest.
    """
    ordered = (entry.code for entry in code_list(list_name).ordered[DEFAULT])
    return next((code for code in ordered if code in found), min(found))


def handling_in_words(code: str, language: str) -> dict[str, str]:
    """``code``, ``title`` and ``meaning`` of a handling code, as pages show it."""
    return {
        "code": code,
        "title": title("handling", code, language),
        "meaning": title("handling_meaning", code, language),
    }


def code_list(list_name: str) -> CodeList:
    """The list with the corrections of this site."""
    return _build(list_name, corrections_text(list_name))


def corrections_text(list_name: str) -> str:
    """The corrections of a list, as the registry stores them."""
    registry = queryUtility(IRegistry)
    record = registry.get(CORRECTIONS_RECORD) if registry is not None else None
    return record.get(list_name, "") if record else ""


# The corrections are part of the key. So a correction counts at once in all processes,
# and sites in one process do not share corrections.
@lru_cache(maxsize=256)
def _build(list_name: str, text: str) -> CodeList:
    return CodeList(
        corrected(shipped_entries(list_name), readable_corrections(list_name, text))
    )


def _pairs(list_name: str, language: str, *, current: bool) -> list[tuple[str, str]]:
    language = supported(language)
    return [
        (entry.code, entry.title(language))
        for entry in code_list(list_name).ordered[language]
        if entry.current == current
    ]


def _order(entry: Entry, language: str) -> tuple[int, str]:
    # NFKD separates accents from letters. Without accents é is sorted like e, and أ like
    # ا, as readers expect.
    letters = normalize("NFKD", entry.title(language))
    return entry.rank, "".join(c for c in letters if c.isalnum() or c == " ").casefold()
