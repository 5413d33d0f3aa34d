"""Tells lines in title case, in which capitals tell nothing: "Draft Agenda and Record"."""

import re
from cites.cug.nonnominal.findings import FindingKind, LIKELY, Span
from cites.cug.nonnominal.names.tokens import Token, tokens_of
from collections.abc import Iterable, Iterator, Sequence


#: Fewest ordinary words with a capital in a heading.
FEWEST, FEWEST_BESIDE_COMPANY = 3, 5
#: A small word of so many letters is of a sentence.
LONG = 4
#: What ends a heading.
ENDS = re.compile(r"[\n\t|;:\"“”«»]")
#: The same where manifests tell one thing after the other.
ENDS_BESIDE_COMPANY = re.compile(r"[\n\t|;:\"“”«».,/]")


def in_headings(
    text: str,
    tokens: Sequence[Token],
    fewest: int = FEWEST,
    ends: re.Pattern[str] = ENDS,
) -> set[int]:
    """Positions of the words that stand in headings."""
    found: set[int] = set()
    for part in _parts(text, tokens, ends):
        raised = [at for at in part if tokens[at].capital]
        usual = sum(_is_usual(tokens[at]) for at in raised)
        small = (at for at in part if not tokens[at].capital)
        if fewest <= usual and usual * 2 > len(raised):
            if all(len(tokens[at].text) < LONG for at in small):
                found.update(part)
    return found


def without_headings(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Leave out companies by a trade alone whose words are all ordinary, in headings."""
    headed: dict[int, Token] | None = None
    for span in spans:
        if span.kind is FindingKind.COMPANY and span.rank >= LIKELY:
            if headed is None:
                tokens = tokens_of(text)
                places = in_headings(
                    text, tokens, FEWEST_BESIDE_COMPANY, ENDS_BESIDE_COMPANY
                )
                headed = {tokens[at].start: tokens[at] for at in places}
            own = [t for at, t in headed.items() if span.start <= at < span.end]
            if own and all(map(_is_usual, own)):
                continue
        yield span


def _is_usual(token: Token) -> bool:
    return token.is_thing or "o" in token.marks


def _parts(
    text: str, tokens: Sequence[Token], ends: re.Pattern[str]
) -> Iterator[range]:
    """The positions of the words of each line, cell and labelled part."""
    start = 0
    for at, token in enumerate(tokens):
        if at and ends.search(text, tokens[at - 1].end, token.start):
            yield range(start, at)
            start = at
    yield range(start, len(tokens))
