"""Which texts of an item a reader gets, and whether the original changed meanwhile."""

from cites.cug.access.author import knows_author
from cites.cug.library.tools.translations.schema import TEXTS, texts_of
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple


#: Asks for the original, in place of a language.
ORIGINAL = "original"


class ShownTexts(NamedTuple):
    """The texts of an item in one language."""

    #: None where the item does not say.
    language: str | None
    title: str
    description: str
    #: HTML.
    body: str
    #: What is stored of the translation; None: it is the original.
    translation: Mapping[str, Any] | None


def digest_of(item: Any) -> str:
    """Another one after each change of the original's texts."""
    texts = texts_of(item)
    return sha256("\0".join(texts[name] for name in TEXTS).encode()).hexdigest()


def translations_of(item: Any) -> dict[str, Mapping[str, Any]]:
    """The translations by language, in the order in which they were added.

    One in the language that the item itself is in by now counts for nothing.
    """
    stored = item.translations or {}
    return {name: one for name, one in stored.items() if name != item.language}


def texts_for(item: Any, language: str, asked: str = "") -> ShownTexts:
    """The texts in the language that is asked for, else the reader's, else the original.

    ``asked`` is a language or ``ORIGINAL``.
    """
    found = translations_of(item)
    wanted = asked if asked in (*found, ORIGINAL) else language
    if asked == item.language or wanted not in found:
        return ShownTexts(item.language, **texts_of(item), translation=None)
    one = found[wanted]
    texts = {name: one[name] for name in TEXTS}
    return ShownTexts(wanted, **texts, translation=one)


def is_outdated(item: Any, translation: Mapping[str, Any]) -> bool:
    """Whether the original's texts have changed since the translation was written."""
    return translation["original"] != digest_of(item)


def translator_of(item: Any, translation: Mapping[str, Any]) -> str | None:
    """User id of the translator; None where the caller may not know the item's author.

    That is so whoever translated it, so that nothing follows from a name that is missing.
    """
    return translation["translator"] if knows_author(item) else None


def titles_of(item: Any) -> dict[str, str]:
    """The translated titles by language, as rows of lists have them."""
    return {name: one["title"] for name, one in translations_of(item).items()}


def title_of_row(row: Mapping[str, Any], language: str) -> str:
    """The title of a row of a list, in the reader's language if there is one."""
    return row.get("titles", {}).get(language) or row["title"]
