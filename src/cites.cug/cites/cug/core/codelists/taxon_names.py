"""The form in which names of taxa are compared."""

from functools import lru_cache
from unicodedata import combining, normalize


#: Names are asked for again and again, with each item that is indexed.
REMEMBERED = 4096
APOSTROPHES = "’'"


def new_key(name: str) -> str:
    """The same in capitals or not, and without accents, apostrophes and double spaces."""
    letters = " ".join(name.casefold().split())
    if letters.isascii():
        return letters.replace("'", "")
    parts = normalize("NFKD", letters)
    return "".join(one for one in parts if one not in APOSTROPHES and not combining(one))


@lru_cache(maxsize=REMEMBERED)
def name_key(name: str) -> str:
    """The same, remembered."""
    return new_key(name)
