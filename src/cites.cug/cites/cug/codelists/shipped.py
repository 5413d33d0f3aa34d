"""Code lists as released: from files in `data`, countries and currencies from CLDR."""

import csv
from babel import Locale
from babel.numbers import get_territory_currencies
from cites.cug.codelists.entry import Entry, LANGUAGES, LAST_RANK, MIDDLE_RANK
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


DATA = Path(__file__).parent / "data"

# Two-letter territories of CLDR that ISO 3166-1 has not assigned to a country.
NOT_ISO = frozenset(
    [
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "XK",
        "ZZ",
    ]
)


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
            titles={language: row[language] for language in LANGUAGES},
            origin=row["origin"],
            alphabetical=row["order"] == "title",
            code_shown=row["code_shown"] == "yes",
            fixed=row["fixed"] == "yes",
        )
        for row in _rows("lists")
    }


@cache
def shipped_entries(list_name: str) -> tuple[Entry, ...]:
    """Entries of a list before any correction."""
    alphabetical = descriptions()[list_name].alphabetical
    entries = {entry.code: entry for entry in _from_cldr(list_name)}
    if (DATA / f"{list_name}.csv").exists():
        for position, row in enumerate(_rows(list_name)):
            entry = _entry(row, MIDDLE_RANK if alphabetical else position)
            entries[entry.code] = entry
    return tuple(entries.values())


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _entry(row: dict[str, str], rank: int) -> Entry:
    if row["code"] in ("other", "unknown"):
        rank += LAST_RANK  # also behind what the Secretariat adds
    return Entry(
        code=row["code"],
        **{language: row[language] for language in LANGUAGES},
        current=row.get("current", "yes") == "yes",
        rank=int(row.get("rank") or rank),
        appendix=row.get("appendix", ""),
    )


def _from_cldr(list_name: str) -> Iterator[Entry]:
    if list_name not in ("country", "currency"):
        return
    attribute, codes = {
        "country": ("territories", _country_codes),
        "currency": ("currencies", _currency_codes),
    }[list_name]
    names = {language: getattr(Locale(language), attribute) for language in LANGUAGES}
    for code in sorted(codes()):
        # CLDR lacks a few new currencies in French and Spanish.
        english = names["en"].get(code, code)
        titles = {language: names[language].get(code, english) for language in names}
        yield Entry(code, **titles)


def _country_codes() -> set[str]:
    territories = {str(code) for code in Locale("en").territories if len(str(code)) == 2}
    return territories - NOT_ISO


def _currency_codes() -> set[str]:
    return {
        currency
        for country in _country_codes()
        for currency in get_territory_currencies(country)
    }
