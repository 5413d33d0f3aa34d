"""Code lists as released: from files in `data`, currencies from CLDR.

The files have titles in the languages of CITES; titles in each other language are in
``codes.csv`` of its folder.
"""

import csv
from babel import Locale
from babel.numbers import get_territory_currencies
from cites.cug.core.codelists.entry import (
    DEFAULT,
    Entry,
    LANGUAGES,
    LAST_RANK,
    MIDDLE_RANK,
)
from cites.cug.core.codelists.synonyms import synonyms_of
from cites.cug.core.settings.languages import CONVENTION, LOCALES
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path


DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ListDescription:
    """A code list, and whose codes it has: `cites`, `iso`, `first` (TLP) or `ours`.

    The program depends on the codes of a `fixed` list: only titles can be corrected.
    """

    name: str
    titles: dict[str, str]
    origin: str
    alphabetical: bool
    code_shown: bool
    fixed: bool


@cache
def descriptions() -> dict[str, ListDescription]:
    """All code lists by name."""
    return {
        row["name"]: ListDescription(
            name=row["name"],
            titles=_titles("lists", row["name"], row),
            origin=row["origin"],
            alphabetical=row["order"] == "title",
            code_shown=row["code_shown"] == "yes",
            fixed=row["fixed"] == "yes",
        )
        for row in _rows("lists")
    }


@lru_cache
def shipped_entries(list_name: str) -> tuple[Entry, ...]:
    """Entries of a list before any correction."""
    alphabetical = descriptions()[list_name].alphabetical
    if list_name == "currency":
        return tuple(_currencies())
    return tuple(
        _entry(list_name, row, MIDDLE_RANK if alphabetical else position)
        for position, row in enumerate(_rows(list_name))
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _titles(list_name: str, code: str, row: dict[str, str]) -> dict[str, str]:
    """Titles of a code by language, without those that a language lacks."""
    given = {language: row[language] for language in CONVENTION}
    others = {language: _translated(language) for language in LANGUAGES}
    found = {
        language: titles[list_name, code]
        for language, titles in others.items()
        if (list_name, code) in titles
    }
    return given | found


@lru_cache
def _translated(language: str) -> dict[tuple[str, str], str]:
    """Titles in a language by list and code."""
    path = LOCALES / language / "codes.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {(row["list"], row["code"]): row["title"] for row in csv.DictReader(lines)}


def _entry(list_name: str, row: dict[str, str], rank: int) -> Entry:
    if row["code"] in ("other", "unknown"):
        rank += LAST_RANK  # also behind what the Secretariat adds
    return Entry(
        code=row["code"],
        titles=_titles(list_name, row["code"], row),
        current=row.get("current", "yes") == "yes",
        rank=int(row.get("rank") or rank),
        appendix=row.get("appendix", ""),
        family=row.get("family", ""),
        order=row.get("order", ""),
        synonyms=(
            *filter(None, row.get("synonyms", "").split(";")),
            *synonyms_of(list_name, row["code"]),
        ),
    )


def _currencies() -> Iterator[Entry]:
    """The legal tender of today of each country of ours."""
    codes = {
        currency
        for country in _rows("country")
        for currency in get_territory_currencies(country["code"])
    }
    names = {language: Locale.parse(language).currencies for language in LANGUAGES}
    for code in sorted(codes):
        # CLDR lacks a few new currencies in French and Spanish.
        english = names[DEFAULT].get(code, code)
        titles = {language: names[language].get(code, english) for language in names}
        yield Entry(code, titles)
