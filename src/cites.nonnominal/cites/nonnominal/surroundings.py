"""Words before a number that tell its kind."""

import re
from cites.nonnominal.branches import accents_or_none, by_first_letter
from cites.nonnominal.names.lists import read_sections
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


#: How many characters before a number are searched for a word.
REACH = 60
#: Languages of which the beginning of a word counts, as its end changes or no space
#: stands behind it.
JOINED = ("ru", "ar", "zh")


@cache
def _alternatives() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The patterns of `data/numbers` by kind: in Latin script, and in others."""
    latin: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    folder = files("cites.nonnominal").joinpath("data", "numbers")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        found = others if file.name.partition(".")[0] in JOINED else latin
        for kind, lines in read_sections(file.read_text("utf-8")).items():
            found.setdefault(kind, []).extend(lines)
    return latin, others


class Cue:
    """Words before a number, in the same clause, with only filling between."""

    #: What may follow a word in Russian, Arabic or Chinese: its ending, and words about
    #: the number, which spaces need not separate.
    LOOSE = r"[^\d.。،؛;!?,\n]{0,24}"

    def __init__(self, kind: str, free: int = 0, accents: bool = False):
        """Make a cue of the words under a heading.

        ``free``: how many other words may stand between the word and the number.
        ``accents``: whether a word without its accents is another, as "ne" and "né".
        """
        latin, others = _alternatives()
        filling = f"(?:{'|'.join(latin['filling'])})*"
        listed = "|".join(dict.fromkeys(latin[kind]))
        words = by_first_letter(listed if accents else accents_or_none(listed))
        free_words = rf"(?:[^\W\d_]+{filling}){{0,{free}}}" if free else ""
        # Searched in small letters, which takes a third of the time of IGNORECASE.
        words = rf"(?<!\w){by_first_letter(words)}(?!\w)"
        self.pattern = re.compile(rf"{words}{filling}{free_words}$")
        self.word = re.compile(words)
        other = "|".join(others.get(kind, ()))
        self.other = re.compile(rf"(?:{other}){self.LOOSE}$" if other else r"(?!)")

    def before(self, text: str, start: int) -> bool:
        before = text[max(0, start - REACH) : start].lower()
        if self.pattern.search(before):
            return True
        return not before.isascii() and self.other.search(before) is not None

    def announced(self, text: str, number: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Find numbers of a form that have such words before them."""
        return (one for one in number.finditer(text) if self.before(text, one.start()))

    def anywhere(self, text: str) -> bool:
        return self.word.search(text.lower()) is not None


PASSPORT = Cue("passport", free=3)
IDENTITY = Cue("identity", free=1)
DEVICE = Cue("device")
#: Words before the coordinates that a device or a photograph holds.
PICTURE = Cue("picture")
PHONE = Cue("phone")
ACCOUNT = Cue("account")
#: Of crypto-assets.
WALLET = Cue("wallet", free=2)
#: Of merchants, who are paid by telephone, and of branches of banks.
MERCHANT = Cue("merchant")
CARD = Cue("card")
PLATE = Cue("plate", free=1)
VESSEL = Cue("vessel")
BIRTH = Cue("birth", accents=True)
#: Words before numbers of documents and goods, which identify no person.
PAPERS = Cue("papers")
