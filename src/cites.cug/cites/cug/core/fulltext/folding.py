"""Words in the form in which they are compared.

A word is compared as it is written, without case, accents, harakat and hamza, and by its
stems: ``guépards`` has the French stem ``guepard_fr``. The name of the language is part
of a stem, so that stems of different languages do not meet.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from Stemmer import Stemmer
from threading import local
from unicodedata import category, combining, normalize


#: The languages with stems, as snowball names them.
STEMMED = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ar": "arabic",
    "ru": "russian",
}
#: The languages of words in Latin letters, if nothing says which one it is.
LATIN = ("en", "fr", "es")
#: Letters of a word that count; what is longer is no word.
LONGEST = 64
#: Arabic letters that many write for each other, and the one that is drawn out.
_ALIKE = str.maketrans({"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": None})
_MARKS = "".join(
    re.escape(chr(one)) for one in range(0x10000) if category(chr(one))[0] == "M"
)
#: Scripts that put no space between words: each character counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(f"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\\W_]|[{_MARKS}])+")
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00df-\u024f]")
#: A snowball stemmer keeps what it works on, so each thread has its own.
_own = local()


def fold(text: str) -> str:
    """A text without case, and without what stands above or below its letters."""
    letters = text.casefold()
    if letters.isascii():
        return letters
    letters = normalize("NFKD", letters)
    return "".join(one for one in letters if not combining(one))


def split_words(text: str) -> Iterator[str]:
    """The words of a text, in its own spelling."""
    for match in WORD.finditer(normalize("NFKC", text)):
        word = match[0][:LONGEST]
        if plain_form(word):  # and not marks alone
            yield word


def is_spaced(word: str) -> bool:
    """Whether a word is one of a script with spaces between words."""
    return not _CHARACTER.match(word)


@lru_cache(maxsize=20_000)
def plain_form(word: str) -> str:
    """A word as it is compared."""
    # Once more: what is taken apart may be in capitals.
    return fold(fold(word)).translate(_ALIKE)


@lru_cache(maxsize=50_000)
def stems(word: str, languages: tuple[str, ...] = LATIN) -> tuple[str, ...]:
    """The stems of a word, with their languages. Numbers have none.

    ``languages`` are those that it may be in, if its letters are Latin.
    """
    word = normalize("NFC", word.casefold())
    if _ARABIC.search(word):
        languages = ("ar",)
    elif _CYRILLIC.search(word):
        languages = ("ru",)
    elif not _LATIN.search(word):
        return ()
    plain = plain_form(word)
    found = (
        f"{plain_form(_stem(one, language))}_{language}"
        for language in languages
        # Those who leave out accents shall find what has them.
        for one in (word, plain)
    )
    return tuple(dict.fromkeys(found))


def _stem(word: str, language: str) -> str:
    stemmers = vars(_own)
    if language not in stemmers:
        stemmers[language] = Stemmer(STEMMED[language])
    return stemmers[language].stemWord(word)


def languages_among(codes: Iterable[str | None]) -> tuple[str, ...]:
    """The languages of words in Latin letters, where a text is in these languages."""
    known = {code[:2].lower() for code in codes if code}
    return tuple(one for one in LATIN if one in known) or LATIN


def forms_of(word: str, languages: tuple[str, ...] = LATIN) -> frozenset[str]:
    """All forms by which a word is found: as it is, and its stems."""
    return frozenset((plain_form(word), *stems(word, languages)))
