"""The languages of the screens, letters and code lists: each is a folder of ``locales``.

What a folder holds is described in docs/translating.md. What it lacks is in English.
"""

import tomllib
from babel import Locale
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


LOCALES = Path(__file__).parents[2] / "locales"
#: The working languages of CITES. Its lists have names in these, and the Secretariat
#: titles its codes in each of them. They are complete; the first is the default.
CONVENTION = ("en", "fr", "es")


class Language(NamedTuple):
    code: str
    #: What its speakers call it.
    name: str
    #: The office whose native professional has reviewed it; pages say if there is none.
    reviewed_by: str = ""
    #: Whether it may lack messages and titles of codes for a while.
    partial: bool = False


def languages_in(locales: Path) -> Iterator[Language]:
    """Those of CITES first, then others by their code."""
    others = {path.parent.name for path in locales.glob("*/language.toml")}
    for code in (*CONVENTION, *sorted(others.difference(CONVENTION))):
        text = (locales / code / "language.toml").read_text(encoding="utf-8")
        told = tomllib.loads(text)
        yield Language(code, **told)


_ALL = tuple(languages_in(LOCALES))
#: Code → its own name, in the order in which they are offered.
LANGUAGES = {one.code: one.name for one in _ALL}
PARTIAL = frozenset(one.code for one in _ALL if one.partial)
DEFAULT = CONVENTION[0]
#: The others are translated from the default.
UNREVIEWED = frozenset(one.code for one in _ALL if not one.reviewed_by) - {DEFAULT}


def supported(language: str) -> str:
    """The language to answer in: `fr` for `fr-be`, English if we do not have it."""
    language = language[:2].lower()
    return language if language in LANGUAGES else DEFAULT


@lru_cache
def direction(language: str) -> str:
    """``ltr`` or ``rtl``: which way a language is written."""
    return Locale.parse(language, sep="-").text_direction


def onward(language: str) -> str:
    """An arrow from what is said first to what is said next."""
    return "←" if direction(language) == "rtl" else "→"


def folder_with(language: str, name: str) -> Path:
    """The folder of the language if it has this file, else that of the default."""
    folder = LOCALES / language
    own = language in LANGUAGES and (folder / name).is_file()
    return folder if own else LOCALES / DEFAULT
