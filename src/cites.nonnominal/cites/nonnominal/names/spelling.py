"""The spelling of the lists."""

import re
import unicodedata


FOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
    | {"ð": "d", "þ": "th", "’": "'", "ʻ": "'", "`": "'"}
)

VOWELS = re.compile("[\u0640\u064b-\u0652\u0670]")
ALIKE = str.maketrans("أإآٱةىؤئ", "ااااهيوي")


def fold(text: str) -> str:
    """Lower case without accents, as in the lists."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(FOLDED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def plain_arabic(word: str) -> str:
    """An Arabic word without vowels, and with one letter for those that people mix up."""
    return VOWELS.sub("", word).translate(ALIKE)


def words(text: str) -> frozenset[str]:
    """The words of a text, in the spelling of the lists."""
    return frozenset(fold(text).split())


def in_small_letters(text: str) -> str:
    """The text in lower case, with each character in its place.

    Patterns without ``re.IGNORECASE`` search it in a third of the time.
    """
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
