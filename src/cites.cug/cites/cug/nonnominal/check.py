"""The check of a text."""

from cites.cug.nonnominal.addresses import addresses_in
from cites.cug.nonnominal.companies import companies_in
from cites.cug.nonnominal.findings import Finding
from cites.cug.nonnominal.findings import Kind
from cites.cug.nonnominal.findings import settle
from cites.cug.nonnominal.names.persons import persons_in
from cites.cug.nonnominal.names.spelling import fold
from cites.cug.nonnominal.numbers import numbers_in
from cites.cug.nonnominal.papers import papers_in
from collections.abc import Iterable


def check(text: str, allowed: Iterable[str] = ()) -> list[Finding]:
    """What names a person or a company, in the order of the text; see ``without``."""
    spans = [
        *addresses_in(text),
        *numbers_in(text),
        *papers_in(text),
        *companies_in(text),
        *persons_in(text),
    ]
    return without(allowed, settle(text, spans))


def without(allowed: Iterable[str], findings: list[Finding]) -> list[Finding]:
    """Leave out names, addresses and numbers that may stand there: the members' own.

    A person's name is allowed if all its words stand in one of them.
    """
    known = [frozenset(_words(name)) for name in allowed] if findings else []
    return [finding for finding in findings if not _is_allowed(finding, known)]


def _is_allowed(finding: Finding, known: list[frozenset[str]]) -> bool:
    words = set(_words(finding.text))
    if finding.kind is Kind.PERSON:
        return any(words <= name for name in known)
    return any(words == name for name in known)


def _words(text: str) -> list[str]:
    return fold(text).strip("@").replace("-", " ").split()
