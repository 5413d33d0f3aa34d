"""The form in which names of taxa are compared."""

import sys
from functools import lru_cache
from unicodedata import combining, normalize


#: Names are asked for again and again, with each item that is indexed.
REMEMBERED = 4096
#: Marks above and below letters, and apostrophes, to nothing.
_MARKS = {place: None for place in range(sys.maxunicode) if combining(chr(place))}
_MARKS |= {ord(one): None for one in "’'"}


def new_key(name: str) -> str:
    """The same in capitals or not, and without accents, apostrophes and double spaces."""
    letters = " ".join(name.casefold().split())
    if letters.isascii():
        return letters.replace("'", "")
    return normalize("NFKD", letters).translate(_MARKS)


@lru_cache(maxsize=REMEMBERED)
def name_key(name: str) -> str:
    """The same, remembered."""
    return new_key(name)
