"""Numbers of permits, as different hands type them."""

import re
from unicodedata import normalize


_BETWEEN = re.compile(r"[\s\-‐-―−]+")


def normal_number(number: str) -> str:
    """What two spellings of one number have in common: case, spaces and dashes left out.

    Slashes and dots stay: `12/345` and `1/2345` are different permits.
    """
    return _BETWEEN.sub("", normalize("NFKC", number)).upper()
