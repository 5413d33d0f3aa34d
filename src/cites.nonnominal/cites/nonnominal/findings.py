"""Findings of the check, and how findings that overlap are settled."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple


class FindingKind(StrEnum):
    """Kinds of findings; ``docs/nonnominal.md`` says what belongs to which."""

    PERSON = "person"
    EMAIL = "email"
    PHONE = "phone"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    IBAN = "iban"
    CARD = "card"
    PLATE = "plate"
    IP = "ip"
    URL_PROFILE = "url_profile"
    DEVICE = "coordinates_device"
    COMPANY = "company"


class Certainty(StrEnum):
    """How certain a finding is: sure ones hold a text back, others are only marked."""

    SURE = "sure"
    MAYBE = "maybe"


class Finding(NamedTuple):
    """A finding in a text; ``start`` and ``end`` count characters as Python does.

    ``rule``: the rules that found it. ``language``: the language of the whole text.
    """

    kind: FindingKind
    start: int
    end: int
    text: str
    rule: str = ""
    language: str = ""
    certainty: Certainty = Certainty.SURE


class Span(NamedTuple):
    """A possible finding; a lower rank is surer."""

    start: int
    end: int
    kind: FindingKind
    rank: int = 0
    rule: str = ""
    certainty: Certainty = Certainty.SURE


def matches(
    text: str, kind: FindingKind, rank: int, *patterns: re.Pattern[str]
) -> Iterator[Span]:
    """Find what patterns match: the group that has a name, or else the whole."""
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield Span(*match.span(match.lastgroup or 0), kind, rank)


class Announced(NamedTuple):
    """What pattern finds a name, and the one for the words before it.

    ``opening`` is searched in small letters, ``name`` follows it, in capitals or not.
    """

    opening: re.Pattern[str]
    name: re.Pattern[str]

    def found_in(
        self, text: str, small: str
    ) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
        """Yield the opening and the name. ``small``: the text in small letters."""
        at = 0
        while opening := self.opening.search(small, at):
            name = self.name.match(text, opening.end())
            if name:
                yield opening, name
            at = name.end() if name else opening.end()


#: Ranks. Numbers with a checksum or an unmistakable form are certain. What the model
#: guesses gives way to all that rules find.
CERTAIN, LIKELY, POSSIBLE, GUESSED = range(4)


def settle_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Of overlapping spans keep the surest, then the longest, in the text's order."""
    kept: list[Span] = []
    by_rank = sorted(spans, key=lambda span: (span.rank, span.start - span.end))
    for span in by_rank:
        at = bisect_left(kept, span)
        overlaps = (at and kept[at - 1].end > span.start) or (
            at < len(kept) and kept[at].start < span.end
        )
        if not overlaps:
            kept.insert(at, span)
    return kept
