"""All rules, asked about one text."""

from cites.nonnominal.addresses import addresses_in
from cites.nonnominal.casing.usual_case import usual_case
from cites.nonnominal.companies import (
    companies_in,
    whole_companies,
    without_owners,
    without_traders,
)
from cites.nonnominal.dealings import dealings_in
from cites.nonnominal.findings import Finding, FindingKind, settle_overlaps, Span
from cites.nonnominal.names import arabic, chinese, cyrillic
from cites.nonnominal.names.headings import without_headings
from cites.nonnominal.names.languages import language_of, latin_language
from cites.nonnominal.names.persons import is_surely_somebody, persons_in
from cites.nonnominal.numbers import numbers_in
from cites.nonnominal.papers import papers_in, vessels_in
from cites.nonnominal.reading import as_read, with_capitals, with_digits, with_spaces
from cites.nonnominal.tables import (
    found_in_cells,
    headings_in,
    headings_of_cells,
    label_of,
    OF_MAKES,
    OF_THINGS,
)
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain


NAMES = (FindingKind.PERSON, FindingKind.COMPANY)


def findings_in(text: str, language: str | None = None) -> list[Finding]:
    """What may name a person or a company, in the order of the text."""
    read, places = as_read(text)
    # Addresses are searched in the text without added spaces.
    spaced = with_spaces(read)
    spans = [
        *(span._replace(rule="addresses") for span in addresses_in(read)),
        # Of two that weigh the same the heading's stands: an account, and no card.
        *found_in_cells(spaced, partial(_named_in, language=language)),
        *_named_in(spaced, language),
    ]
    spans += whole_companies(spaced, spans)
    spans = without_owners(spaced, without_traders(spans))
    findings = []
    if language is None:
        language = language_of(text) if spans else ""
    for span in settle_overlaps(_outside_headings(spaced, spans)):
        start, end = places[span.start], places[span.end]
        finding = Finding(
            span.kind,
            start,
            end,
            text[start:end],
            span.rule,
            language,
            span.certainty,
        )
        findings.append(finding)
    return findings


def _outside_headings(text: str, spans: list[Span]) -> list[Span]:
    """Leave out single words in the headings of a table, and things in its cells.

    "Nome | Unid | Obs"; "Harris Hawk" below "Species", or behind it and a colon.
    """
    names = [span for span in spans if span.kind in NAMES and span.rank]
    if not names or (":" not in text and "\n" not in text):
        return spans
    headings = list(headings_in(text))
    cells = headings_of_cells(text)
    other = [
        span
        for span in names
        if _is_thing(text, span, cells) or _is_heading(text, span, headings)
    ]
    return list(_without(spans, other))


def _without(spans: list[Span], other: list[Span]) -> Iterator[Span]:
    """Leave out names and their parts: "Rossini" of "Marque : Mario Rossini" too."""
    places = {at for span in other for at in range(span.start, span.end)}
    for span in spans:
        inside = span.start in places and span.end - 1 in places
        if not (inside and span.rank and span.kind in NAMES):
            yield span


def _said(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _is_thing(text: str, span: Span, cells: Mapping[int, str]) -> bool:
    """Whether a name stands where things do, and is not surely a person's."""
    label = label_of(text, span.start, cells)
    if label in OF_MAKES:
        return True
    return label in OF_THINGS and not is_surely_somebody(_said(text, span))


def _is_heading(text: str, span: Span, headings: list[tuple[int, int]]) -> bool:
    """Whether a single word taken for a person stands in the headings of a table."""
    if span.kind is not FindingKind.PERSON or " " in _said(text, span):
        return False
    return any(start <= span.start < end for start, end in headings)


def _named_in(text: str, language: str | None) -> Iterator[Span]:
    """Find names and numbers in a text whose words are separated by spaces."""
    if language is None:
        language = latin_language(text)
    cased = usual_case(text, language)
    found = {
        "papers": papers_in(with_capitals(text)),
        "vessels": vessels_in(cased),
        "numbers": numbers_in(with_digits(text)),
        "companies": without_headings(
            cased, chain(companies_in(cased), dealings_in(cased))
        ),
        "persons": persons_in(cased, language),
    }
    if not text.isascii():
        found["russian"] = cyrillic.names_in(text)
        found["arabic"] = arabic.names_in(text)
        found["chinese"] = chinese.names_in(text)
    for rule, spans in found.items():
        for span in spans:
            yield span._replace(rule=rule)
