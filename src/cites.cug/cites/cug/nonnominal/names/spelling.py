"""The spelling of the lists."""

import unicodedata


FOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
    | {"ð": "d", "þ": "th", "’": "'", "ʻ": "'", "`": "'"}
)


def fold(text: str) -> str:
    """Lower case without accents, as in the lists."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(FOLDED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


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
