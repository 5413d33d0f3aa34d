"""Tells lines in title case, in which capitals tell nothing: "Draft Agenda, Record"."""

import re
from cites.nonnominal.findings import FindingKind, LIKELY, Span
from cites.nonnominal.names.tokens import Token, tokens_of
from collections.abc import Iterable, Iterator, Sequence


#: Fewest ordinary words with a capital in a heading.
FEWEST, FEWEST_BESIDE_COMPANY = 3, 5
#: A small word of so many letters is of a sentence.
LONG = 4
#: Most characters of a heading on either side of a company.
LONGEST = 120
#: What ends a heading.
ENDS = re.compile(r"[\n\t|;:\"“”«»]")
#: The same where manifests tell one thing after the other.
ENDS_BESIDE_COMPANY = re.compile(r"[\n\t|;:\"“”«».,/]")


def in_headings(tokens: Sequence[Token]) -> set[int]:
    """Positions of the words that stand in headings."""
    found: set[int] = set()
    for part in _parts(tokens):
        if _is_heading([tokens[at] for at in part], FEWEST):
            found.update(part)
    return found


def without_headings(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Leave out companies by a trade alone whose words are all ordinary, in headings."""
    for span in spans:
        doubtful = span.kind is FindingKind.COMPANY and span.rank >= LIKELY
        if not (doubtful and _is_of_heading(text, span)):
            yield span


def _is_of_heading(text: str, span: Span) -> bool:
    """Whether a company is ordinary words in a heading: "Seized Goods Storage Room"."""
    if not all(token.is_usual for token in tokens_of(text[span.start : span.end])):
        return False
    first = max(0, span.start - LONGEST)
    before = ENDS_BESIDE_COMPANY.split(text[first : span.start])[-1]
    after = ENDS_BESIDE_COMPANY.split(text[span.end : span.end + LONGEST], 1)[0]
    return _is_heading(
        tokens_of(before + text[span.start : span.end] + after), FEWEST_BESIDE_COMPANY
    )


def _is_heading(tokens: Sequence[Token], fewest: int) -> bool:
    """Whether ordinary words have capitals, and no small one is of a sentence."""
    if len(tokens) < fewest:
        return False
    if any(not token.capital and len(token.text) >= LONG for token in tokens):
        return False
    raised = [token for token in tokens if token.capital]
    usual = sum(token.is_usual for token in raised)
    return fewest <= usual and usual * 2 > len(raised)


def _parts(tokens: Sequence[Token]) -> Iterator[range]:
    """The positions of the words of each line, cell and labelled part."""
    start = 0
    for at, token in enumerate(tokens):
        # Most words stand behind another and a space.
        if token.gap != " " and ENDS.search(token.gap):
            yield range(start, at)
            start = at
    yield range(start, len(tokens))
