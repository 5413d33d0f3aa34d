"""Numbers of permits, as different hands type them."""

import re
from unicodedata import normalize


#: Spaces, dashes, and what cannot be seen, as texts that are copied hold it.
_BETWEEN = re.compile(
    r"[\s\-\u2010-\u2015\u2212\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]+"
)
#: Capitals that look alike on paper: Cyrillic ones, then Greek ones.
_LATIN = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABESIJKMHOPCTYXABEZHIKMNOPTYX",
)


def normal_number(number: str) -> str:
    """What spellings of one number have in common.

    Case, spaces and dashes are left out, and letters that nobody can tell apart are Latin
    ones: who reads them on paper types what the keyboard has. Slashes and dots stay:
    `12/345` and `1/2345` are different permits.
    """
    return _BETWEEN.sub("", normalize("NFKC", number)).upper().translate(_LATIN)
