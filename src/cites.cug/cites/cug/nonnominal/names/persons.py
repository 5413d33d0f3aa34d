"""Which runs of words name a person."""

import re
from cites.cug.nonnominal.findings import Kind
from cites.cug.nonnominal.findings import LIKELY
from cites.cug.nonnominal.findings import Span
from cites.cug.nonnominal.names import context
from cites.cug.nonnominal.names.around import Words
from cites.cug.nonnominal.names.runs import is_particle
from cites.cug.nonnominal.names.runs import runs_in
from cites.cug.nonnominal.names.tokens import Token
from collections.abc import Iterator


#: How much is known about a word, by its marks.
WEIGHT = {"g": 2.0, "s": 1.5, "w": 1.0, "": 0.5}
ALSO_A_WORD, ALSO_A_PLACE = 0.4, 0.6
#: From this on a run is a name.
ENOUGH, ENOUGH_IN_SMALL = 2.0, 3.0
#: For one word that begins a sentence, or that is a place's name too.
ENOUGH_ALONE = 2.5
#: One word in shorter capitals is an abbreviation.
SHORTEST_IN_CAPITALS = 5

#: "alias El Tuerto", « surnommé "Le Vieux" »: ordinary words, and yet somebody's name.
NICKNAME = re.compile(
    r"\b(?i:alias|a\.?k\.?a\.?|nicknamed|surnommée?|apodad[oa])\s+[\"“«‘']?\s?"
    r"(?P<name>(?:(?i:el|la|los|las|le|les|the)\s)?"
    r"[A-ZÀ-Þ][\w'’\-]+(?:\s[A-ZÀ-Þ][\w'’\-]+){0,2})"
)


def persons_in(text: str) -> Iterator[Span]:
    for match in NICKNAME.finditer(text):
        yield Span(*match.span("name"), Kind.PERSON, LIKELY)
    words = Words(text)
    for start, end in runs_in(words):
        found = _judged(words, start, end)
        if found:
            yield Span(found[0].start, found[-1].end, Kind.PERSON, LIKELY)


def _judged(words: Words, start: int, end: int) -> list[Token] | None:
    """The words of the name in a run."""
    titled = words.follows_title(start)
    named = words.follows(start, context.NAMING, 2) and words.tokens[start].capital
    if not (titled or named):
        while start < end and _is_filling(words.tokens[start]):
            start += 1
    run = words.tokens[start:end]
    if all(token.initial or is_particle(token) for token in run):
        return None
    if words.is_species(start, end) or (not titled and words.is_thing(start, end)):
        return None
    if titled or named or _is_enough(words, start, end):
        return run
    return None


def _is_filling(token: Token) -> bool:
    """A word that begins the sentence or says who follows, and is no part of the name."""
    if token.folded in context.ROLES | context.NAMING | context.WHERE:
        return True
    begins = token.opens and not token.is_name
    return token.ordinary and (begins or is_particle(token))


def _is_enough(words: Words, start: int, end: int) -> bool:
    run = words.tokens[start:end]
    weight = sum(map(_weight, run)) + words.support(start, end)
    capital = all(token.capital for token in run if not is_particle(token))
    small = words.capitals or not capital
    initials = any(token.initial for token in run)
    if not initials and len([token for token in run if not is_particle(token)]) == 1:
        return not small and _stands_alone(words, start, weight)
    return weight >= (ENOUGH_IN_SMALL if small else ENOUGH)


def _weight(token: Token) -> float:
    if token.initial:
        return 0.5
    if is_particle(token):
        return 1.0 if token.folded in context.KIN else 0.0
    weight = WEIGHT[token.marks[:1]]
    if "o" in token.marks:
        weight *= ALSO_A_WORD / (2 if token.opens or not token.capital else 1)
    if "p" in token.marks:
        weight *= ALSO_A_PLACE
    return weight


def _stands_alone(words: Words, start: int, weight: float) -> bool:
    """Whether one word alone is a person's name."""
    token = words.tokens[start]
    if not token.marks or "o" in token.marks:
        return False
    if token.upper and len(token.text) < SHORTEST_IN_CAPITALS:
        return False
    if token.opens or token.place or "w" in token.marks:
        return weight >= ENOUGH_ALONE
    after_where = words.follows(start, context.WHERE)
    return weight >= (WEIGHT["g"] if after_where else WEIGHT["s"])
