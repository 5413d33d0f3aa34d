"""What both sides hold: the same number of items with the same words and audiences.

Everything follows from an item's number, so that two builds are alike. Countries are
fictive. Needs neither Plone nor the add-on: both sides' builders read it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta, UTC
from functools import cached_property
from random import Random


SITE = "portal"
READER = "reader"
MANAGER = "admin"
PASSWORD = "exercise-bench-2026"
#: Each with audiences of their own, as authors see their drafts.
AUTHORS = tuple(f"author-{number}" for number in range(300))
COUNTRIES = ("XA", "XB", "XC", "XD", "XE", "XF")
SPECIES = (
    "Acinonyx jubatus",
    "Acinonyx jubatus jubatus",
    "Acinonyx jubatus soemmeringii",
    "Acinonyx jubatus hecki",
)
TERMS = ("LIV", "SKI", "BOD", "CLA", "TEE", "BON")
HANDLING = ("green", "amber", "amber_strict")
#: State → share of the items in hundredths.
STATES = {"draft": 5, "pending": 5, "enforcement": 50, "shared": 35, "archived": 5}
#: What the reader, a customs officer and nobody's author, sees.
READABLE = frozenset({"enforcement", "shared", "archived"})
#: One item in a hundred has it, for the full-text search.
RARE_WORD = "pangolinarium"
NEWEST = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = (
    "officer cargo crate airport vehicle seizure cub driver border document permit "
    "route trailer inspection scanner dog container flight hold veterinary sedative "
    "hotel market courier phone payment escort checkpoint coast vessel dhow harbour "
    "livestock goats transit declaration broker invoice feed water weight chip "
    "photograph sample custody court rescue centre transport evidence register "
    "handler report analysis pattern "
)
WORDS = TEXT.split()
#: Items whose numbers differ by it are alike but for id, title, description and dates.
PERIOD = 2100
BODY_LENGTH = 2000


@dataclass(frozen=True)
class Item:
    """The item of that number; the lower, the newer."""

    number: int

    @cached_property
    def id(self) -> str:
        return hashlib.sha256(str(self.number).encode()).hexdigest()[:16]

    @property
    def is_alert(self) -> bool:
        return self.number % 5 != 4

    @cached_property
    def state(self) -> str:
        place = self.number * 37 % 100
        for state, share in STATES.items():
            if place < share:
                return state
            place -= share
        raise AssertionError("the shares make a hundred")

    @property
    def country(self) -> str:
        return COUNTRIES[self.number // 5 % len(COUNTRIES)]

    @property
    def species(self) -> str:
        return SPECIES[self.number // 3 % len(SPECIES)]

    @property
    def term(self) -> str:
        return TERMS[self.number // 7 % len(TERMS)]

    @property
    def author(self) -> str:
        return AUTHORS[self.number % len(AUTHORS)]

    @property
    def title(self) -> str:
        return f"EXERCISE {self.number}: {self.term} of {self.species}, {self.country}"

    @property
    def description(self) -> str:
        return f"What a reader must know of incident {self.number} in {self.country}."

    @property
    def published(self) -> datetime:
        return NEWEST - timedelta(hours=2 * self.number + 1)

    @property
    def incident_date(self) -> date:
        return self.published.date() - timedelta(days=self.number % 30)

    @cached_property
    def body(self) -> str:
        """Paragraphs of about 2 kB."""
        kind = self.number % PERIOD
        dice, parts, size = Random(kind), [], 0
        if kind % 100 == 1:
            parts.append(f"<p>{RARE_WORD}</p>")
        while size < BODY_LENGTH:
            part = f"<p>{' '.join(dice.choices(WORDS, k=40)).capitalize()}.</p>"
            parts.append(part)
            size += len(part)
        return "".join(parts)

    @property
    def readable(self) -> bool:
        return self.state in READABLE


def colleagues(size: int) -> list[str]:
    """Others on the roster, which is counted and searched: a tenth of the items."""
    return [f"colleague-{number:05}" for number in range(max(200, size // 10))]


def items(size: int) -> list[Item]:
    return [Item(number) for number in range(size)]


def matching(item: Item) -> bool:
    """The filter that is timed: alerts of one country that IGOs may read too."""
    return item.is_alert and item.country == "XA" and item.state == "shared"


def expected(size: int) -> dict[str, int]:
    """Totals that the reader must be told."""
    seen = [item for item in items(size) if item.readable]
    return {
        "all": len(seen),
        "filtered": sum(1 for item in seen if matching(item)),
        "found": sum(1 for item in seen if RARE_WORD in item.body),
    }


def sample(size: int, count: int = 20) -> list[str]:
    """Ids of alerts that are opened in turn, spread over the library."""
    seen = [item.id for item in items(size) if item.readable and item.is_alert]
    return seen[:: max(len(seen) // count, 1)][:count]


def hidden(size: int) -> str:
    """Id of an alert that the reader must not see."""
    return next(i.id for i in items(size) if not i.readable and i.is_alert)
