"""Finds names and companies in Chinese: a family name where context announces one."""

import re
from cites.nonnominal.findings import FindingKind, LIKELY, matches, POSSIBLE, Span
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.patterns import Patterns
from collections.abc import Iterable, Iterator


PATTERNS = Patterns("zh")
TEXT = PATTERNS.compiled("TEXT")
COMPOUNDS = PATTERNS.compiled("COMPOUNDS")
SURE = PATTERNS.text("SURE")
FREQUENT = PATTERNS.text("FREQUENT")
BEHIND = PATTERNS.compiled("BEHIND")
BY_ROLE = PATTERNS.compiled("BY_ROLE")
SUBJECT = PATTERNS.compiled("SUBJECT")
TITLED = PATTERNS.compiled("TITLED")
BY_ROLE_ALONE = PATTERNS.compiled("BY_ROLE_ALONE")
BY_TITLE = PATTERNS.compiled("BY_TITLE")
DOTTED = PATTERNS.compiled("DOTTED")
OF_ABROAD = PATTERNS.compiled("OF_ABROAD")
SURNAMED = PATTERNS.compiled("SURNAMED")
LABELLED = PATTERNS.compiled("LABELLED")
OWNING = PATTERNS.compiled("OWNING")
FAMILIAR = PATTERNS.compiled("FAMILIAR")
TYPICAL = frozenset(PATTERNS.text("TYPICAL"))
NICKNAMED = TYPICAL | frozenset(PATTERNS.text("NICKNAMED"))
OF_KIN = PATTERNS.compiled("OF_KIN")
GIVEN_ALONE = PATTERNS.compiled("GIVEN_ALONE")
OF_PEOPLES = PATTERNS.compiled("OF_PEOPLES")
FAMILIAR_ALONE = PATTERNS.compiled("FAMILIAR_ALONE")
FAMILIAR_ANYWHERE = PATTERNS.compiled("FAMILIAR_ANYWHERE")
NICKNAME = PATTERNS.compiled("NICKNAME")
LABELS = PATTERNS.compiled("LABELS")
ALONE = PATTERNS.compiled("ALONE")
COMPANY = PATTERNS.compiled("COMPANY")
FIRM = PATTERNS.compiled("FIRM")
LABELLED_COMPANY = PATTERNS.compiled("LABELLED_COMPANY")
CARRIERS = PATTERNS.compiled("CARRIERS")
WORDS = PATTERNS.compiled("WORDS")
BODIES = PATTERNS.compiled("BODIES")
PLACED = PATTERNS.compiled("PLACED")
PARTICLES = frozenset(PATTERNS.text("PARTICLES"))
INSIDE = PATTERNS.compiled("INSIDE")
NAMED_AFTER = PATTERNS.compiled("NAMED_AFTER")
OF_PLACES = frozenset(PATTERNS.text("OF_PLACES"))


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    for span in matches(text, FindingKind.COMPANY, LIKELY, COMPANY, LABELLED_COMPANY):
        name = text[span.start : span.end]
        if not (CARRIERS.search(name) or BODIES.search(name)):
            yield span
    for span in matches(text, FindingKind.COMPANY, POSSIBLE, FIRM):
        name = text[span.start : span.end]
        words = lists().chinese
        if not (name in words or name[1:] in words or name[:2] in words):
            yield span
    for span in _longer(_may_be_persons(text)):
        if not (WORDS.match(text, span.start, span.end) or _is_of_words(text, span)):
            yield span
    yield from _placed(text)
    for match in TITLED.finditer(text):
        if _is_titled(text, match):
            yield Span(*match.span("name"), FindingKind.PERSON, LIKELY)
    for span in matches(text, FindingKind.PERSON, POSSIBLE, GIVEN_ALONE, OF_KIN):
        if text[span.start : span.end] not in lists().chinese:
            yield span
    yield from _longer(
        matches(text, FindingKind.PERSON, LIKELY, NICKNAME, DOTTED, OF_PEOPLES)
    )
    yield from matches(text, FindingKind.PERSON, LIKELY, SURNAMED)


def _placed(text: str) -> Iterator[Span]:
    """Names by where they stand, if neither they nor what is around are other words."""
    for match in PLACED.finditer(text):
        start, end = match.span("name")
        for shorter in (0, 1):
            span = Span(start, end - shorter, FindingKind.PERSON, POSSIBLE)
            if span.end - start > 1 and _is_name(text, span) and _goes_on(text, span.end):
                yield span
                break
    for match in INSIDE.finditer(text):
        start, end = match.span("name")
        behind = text[start - 2 : start] if start > 1 else ""
        if behind in lists().chinese and not TYPICAL.isdisjoint(match["name"][1:]):
            span = Span(start, end, FindingKind.PERSON, POSSIBLE)
            if _is_name(text, span) and _goes_on(text, end):
                yield span
    for span in matches(text, FindingKind.PERSON, POSSIBLE, ALONE):
        if _is_name(text, span):
            yield span


def _goes_on(text: str, end: int) -> bool:
    """Whether what stands behind a name is a word, or what often follows one."""
    if NAMED_AFTER.match(text, end):
        return False
    return text[end : end + 2] in lists().chinese or BEHIND.match(text, end) is not None


def _is_name(text: str, span: Span) -> bool:
    """Whether characters where a name may stand are one, and no words."""
    name = text[span.start : span.end]
    words = lists().chinese
    given = name[2:] if COMPOUNDS.match(name) else name[1:]
    if name[0] in "老阿" and len(name) == 2:
        return name[1] in NICKNAMED
    if not given or name in words or WORDS.match(name) or not PARTICLES.isdisjoint(given):
        return False
    if name[-1] in OF_PLACES or LABELS.search(text, max(0, span.start - 8), span.start):
        return False
    if name[0] in "小大" and len(name) == 2:
        return name[1] in NICKNAMED and not _is_cut(text, span)
    if not lists().chinese_given.issuperset(given):
        return False
    if name[0] not in FREQUENT and not TYPICAL.issuperset(given):
        return False
    likely = name[0] in SURE and name[-1] in TYPICAL
    if len(given) == len(name) - 1 and name[:2] in words and not likely:
        return False
    return not _is_cut(text, span)


def _is_cut(text: str, span: Span) -> bool:
    """Whether a word goes over the beginning or the end: "找钱" of "找钱某"."""
    words = lists().chinese
    if span.start and text[span.start - 1 : span.start + 1] in words:
        return True
    if span.end - span.start > 2 and text[span.end - 2 : span.end] in words:
        return False
    return text[span.end - 1 : span.end + 1] in words


def _is_of_words(text: str, span: Span) -> bool:
    """Whether words stand behind a role, and go on: "司机高速行驶"."""
    name, words = text[span.start : span.end], lists().chinese
    if name[0] not in "老小阿大" and not PARTICLES.isdisjoint(name[1:]):
        return True
    ends = span.end == len(text) or not text[span.end].isalnum()
    likely = name[0] in SURE and TYPICAL.issuperset(name[1:])
    if ends or likely or name[0] in "老小阿":
        return False
    return (name if len(name) == 2 else name[:2]) in words and not COMPOUNDS.match(name)


def _is_titled(text: str, match: re.Match[str]) -> bool:
    """Whether the family name before a title is no part of a word: "海关科长"."""
    words = lists().chinese
    start, end = match.span("name")
    first = text[start : match.end()]
    if first in words or text[end - 1 : end + 1] in words or WORDS.match(first):
        return False
    if start and text[start - 1 : end] in words:
        return False
    return not (start > 1 and text[start - 2 : end] in words)


def _longer(spans: Iterable[Span]) -> Iterator[Span]:
    """Those of two characters and more."""
    return (span for span in spans if span.end - span.start > 1)


def _may_be_persons(text: str) -> Iterator[Span]:
    """Names, and ordinary words that begin like names."""
    person = FindingKind.PERSON
    yield from matches(text, person, LIKELY, BY_ROLE, BY_TITLE, FAMILIAR)
    yield from matches(text, person, POSSIBLE, BY_ROLE_ALONE, FAMILIAR_ALONE)
    yield from matches(text, person, POSSIBLE, OF_ABROAD, LABELLED, SUBJECT)
    yield from matches(text, person, POSSIBLE, OWNING, FAMILIAR_ANYWHERE)
