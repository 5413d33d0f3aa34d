"""What the check finds, and which of two findings about the same words stands."""

from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class FindingKind(StrEnum):
    """What a finding may be; ``docs/nonnominal.md`` says what counts as which."""

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


class Finding(NamedTuple):
    """A part of a text; ``start`` and ``end`` count its characters as Python does.

    ``rule`` says by which rules it was found, in a text of which ``language``.
    """

    kind: FindingKind
    start: int
    end: int
    text: str
    rule: str = ""
    language: str = ""


class Span(NamedTuple):
    """Where something may be; the lower the rank, the surer."""

    start: int
    end: int
    kind: FindingKind
    rank: int = 0
    rule: str = ""


#: Of numbers that could be two things: the one with a checksum or an unmistakable form.
CERTAIN, LIKELY, POSSIBLE = range(3)


def settle_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The surest, then longest of overlapping spans, in the order of the text."""
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
