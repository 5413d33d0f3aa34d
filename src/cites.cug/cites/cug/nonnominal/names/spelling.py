"""Names as the lists spell them."""

import unicodedata


FOLDED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
    | {"ð": "d", "þ": "th", "’": "'", "ʻ": "'", "`": "'"}
)


def fold(text: str) -> str:
    """Lower case without accents, as the lists have it."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered.translate(FOLDED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> frozenset[str]:
    """The words of a text, as the lists have them."""
    return frozenset(fold(text).split())
