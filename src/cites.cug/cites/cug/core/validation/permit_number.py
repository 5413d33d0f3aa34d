"""Permit numbers, made comparable."""

import re
from unicodedata import normalize


#: Spaces, dashes, and invisible characters, which copied texts contain.
_BETWEEN = re.compile(
    r"[\s\-\u2010-\u2015\u2212\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]+"
)
#: Cyrillic and Greek capitals → the Latin capitals that look the same in print.
_LATIN = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABESIJKMHOPCTYXABEZHIKMNOPTYX",
)


def normal_number(number: str) -> str:
    """The form that all spellings of one number share.

    Case, spaces and dashes are dropped. Cyrillic and Greek letters that look like Latin
    ones become Latin: who reads them on paper types them on any keyboard. Slashes and
    dots stay: `12/345` and `1/2345` are different permits.
    """
    return _BETWEEN.sub("", normalize("NFKC", number)).upper().translate(_LATIN)
