"""All rules, asked about one text."""

from bisect import bisect_right
from cites.nonnominal.addresses import addresses_in
from cites.nonnominal.findings import (
    Certainty,
    Finding,
    FindingKind,
    POSSIBLE,
    settle_overlaps,
    Span,
)
from cites.nonnominal.names import arabic, chinese, cyrillic
from cites.nonnominal.names.languages import language_of, latin_language
from cites.nonnominal.names.model import names_in
from cites.nonnominal.names.spelling import fold
from cites.nonnominal.numbers import numbers_in
from cites.nonnominal.papers import papers_in, vessels_in
from cites.nonnominal.reading import (
    as_read,
    with_capitals,
    with_digits,
    with_spaces,
    without_capital_lines,
)
from cites.nonnominal.tables import Cell, cells_in, found_in_cells, label_of, of_things
from collections.abc import Iterable, Iterator
from functools import partial


#: Rules of which the findings that are only possible are too often wrong to be sure.
DOUBTFUL = frozenset({"russian"})
MODEL = "model"
NAMES = (FindingKind.PERSON, FindingKind.COMPANY)


def findings_in(text: str, language: str | None = None) -> list[Finding]:
    """What may name a person or a company, in the order of the text."""
    read, places = as_read(text)
    # Addresses are searched in the text without added spaces.
    spaced = with_spaces(read)
    cells = list(cells_in(spaced)) if "\n" in spaced else []
    spans = [
        *(span._replace(rule="addresses") for span in addresses_in(read)),
        # Of two that weigh the same the heading's stands: an account, and no card.
        *found_in_cells(cells, partial(_named_in, language=language)),
        *_outside_cells(_named_in(spaced, language), cells),
    ]
    if language is None:
        language = language_of(text) if spans else ""
    findings = []
    for span in settle_overlaps(_without_things(spaced, spans, cells)):
        start, end = places[span.start], places[span.end]
        words = text[start:end]
        findings.append(
            Finding(span.kind, start, end, words, span.rule, language, span.certainty)
        )
    return findings


def _outside_cells(spans: Iterable[Span], cells: list[Cell]) -> Iterator[Span]:
    """Leave out names by the model in cells, which it reads with their headings."""
    starts = [cell.start for cell in cells]
    for span in spans:
        at = bisect_right(starts, span.start) - 1
        inside = at >= 0 and span.end <= starts[at] + len(cells[at].text)
        if not (inside and span.rule == MODEL):
            yield span


def _without_things(text: str, spans: list[Span], cells: list[Cell]) -> Iterator[Span]:
    """Leave out names in a cell or behind a label of things: "вид: …"."""
    headings = {cell.start: fold(cell.heading).partition(" ")[0] for cell in cells}
    for span in spans:
        named = span.rank and span.kind in NAMES and span.rule != MODEL
        if not (named and label_of(text, span.start, headings) in of_things()):
            yield span


def _named_in(text: str, language: str | None) -> Iterator[Span]:
    """Find names and numbers in a text whose words are separated by spaces."""
    if language is None:
        language = latin_language(text)
    found = {
        "papers": papers_in(with_capitals(text)),
        "vessels": vessels_in(without_capital_lines(text)),
        "numbers": numbers_in(with_digits(text)),
        MODEL: names_in(text, language),
    }
    if not text.isascii():
        found["russian"] = cyrillic.names_in(text)
        found["arabic"] = arabic.names_in(text)
        found["chinese"] = chinese.names_in(text)
    for rule, spans in found.items():
        for span in spans:
            doubtful = rule in DOUBTFUL and span.rank == POSSIBLE
            certainty = Certainty.MAYBE if doubtful else span.certainty
            yield span._replace(rule=rule, certainty=certainty)
