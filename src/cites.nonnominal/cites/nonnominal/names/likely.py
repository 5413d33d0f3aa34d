"""Tells which words in small letters are likely of a name, by weights that were learnt.

`scripts/names/learn.py` makes the weights. A word counts for itself and for two words on
each side of it, which is summed once for each word; besides, it counts what stands
between words and what kinds of words stand side by side.
"""

import gzip
from cites.nonnominal.names import context, things
from cites.nonnominal.names.lists import keep_words, lists, sections
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token
from collections.abc import Container, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from sys import intern
from typing import NamedTuple


#: What is known of a word, or of it and those beside it.
Feature = tuple[str, ...]
#: How far on each side words count.
REACH = (-2, -1, 0, 1, 2)
#: What a word may be known as.
CUES = {
    "title": context.TITLES,
    "rank": context.RANKS,
    "role": context.ROLES,
    "trading": context.TRADING,
    "naming": context.NAMING,
    "called": context.CALLED,
    "please": context.PLEASE,
    "deed": context.DEEDS,
    "linking": context.LINKING,
    "saying": context.SAYING,
    "where": context.WHERE,
    "locative": context.LOCATIVE,
    "joining": context.JOINING,
    "particle": context.PARTICLES,
    "never": context.NEVER_SMALL,
    "species": things.SPECIES,
    "make": things.NO_NAMES,
    "before": things.THINGS_BEFORE,
    "after": things.THINGS_AFTER,
    **{
        f"trade-{heading}": words(" ".join(sections("trades")[heading]))
        for heading in ("before", "behind", "carrying")
    },
}
#: Features of a word by itself.
OWN = ("word", "kind", "end", "cue")
#: Of what stands between two words, the first of these that is there counts.
MARKS = ":;,.(\"«“-'’@/&!?)"
#: From here on a word is rather of a name than not, and a little surer than even.
LIKELY = 0.2
#: What words side by side count does not make up for less than this.
HOPELESS = -3.0
#: What stands where a line begins or ends.
LINE = "N"
#: Beyond the first and the last word.
EDGE = "#"
#: Words of fewer letters that no list has are of a kind by their length.
SHORT = 4


class Described(NamedTuple):
    """A text's words, and what is known of them; lists have an edge before and behind."""

    text: str
    tokens: Sequence[Token]
    kinds: list[str]
    folded: list[str]


def likely_names(
    text: str, tokens: Sequence[Token], known: Container[int] = ()
) -> Iterator[int]:
    """Yield the positions of words that are likely of a name.

    ``text``: in small letters. ``tokens``: its words. ``known``: positions of those that
    are not asked about.
    """
    words = described(text, tokens)
    weight_of = _weights().joint.get
    sums = [*map(_sums, zip(words.folded, words.kinds, strict=True)), _NOTHING]
    one, two, word = _NOTHING, *sums[:2]
    for at, (four, five) in enumerate(pairwise(sums[2:])):
        weight = (one[0] + two[1] + word[2]) + (four[3] + five[4])
        one, two, word = two, word, four
        if weight >= HOPELESS and at not in known:
            for feature in joint_features(words, at):
                weight += weight_of(feature, 0.0)
            if weight >= LIKELY:
                yield at


def described(text: str, tokens: Sequence[Token]) -> Described:
    kinds = [EDGE, *map(kind_of, tokens), EDGE]
    folded = [EDGE, *[token.folded for token in tokens], EDGE]
    return Described(text, tokens, kinds, folded)


def joint_features(known: Described, at: int) -> tuple[Feature, ...]:
    """What is known of a word and those beside it together."""
    before, kind, behind = known.kinds[at : at + 3]
    left, right = _gap_before(known, at), _gap_before(known, at + 1)
    return (
        ("gaps", left, right, kind),
        ("kind-before", before, left, kind),
        ("kind-behind", kind, right, behind),
        ("kinds", before, kind, behind),
        ("word-before", known.folded[at], left, kind),
        ("word-behind", known.folded[at + 2], right, kind),
    )


def _gap_before(known: Described, at: int) -> str:
    """What stands before a word, or behind the last."""
    if not 0 < at < len(known.tokens):
        return LINE
    return _gap(known.tokens[at].gap)


def word_features(folded: str, kind: str) -> Iterator[Feature]:
    """What is known of a word by itself."""
    yield "word", folded
    yield "kind", kind
    if len(folded) > SHORT:
        yield "end", folded[-3:]
        yield "end", folded[-2:]
    for cue, known in CUES.items():
        if folded in known:
            yield "cue", cue


def kind_of(token: Token) -> str:
    """What the lists say of a word."""
    kind = token.marks
    if token.ordinary:
        kind += "."
    if token.place:
        kind += "@"
    return kind or _kind_of_unlisted(token.folded)


@keep_words(4096)
def _kind_of_unlisted(folded: str) -> str:
    known = lists()
    if folded in known.portuguese or folded in known.swahili:
        return "~"
    return f"x{len(folded)}" if len(folded) < SHORT else "?"


# Not cached: it may be a whole passage in another script, of which nothing is kept.
def _gap(between: str) -> str:
    """What stands between two words: a space, a line's end, a number or a mark."""
    if between == " ":
        return "_"
    if "\n" in between:
        return LINE
    if any(map(str.isdigit, between)):
        return "9"
    return next((mark for mark in MARKS if mark in between), "o")


#: An edge counts nothing for the words around it.
_NOTHING = (0.0,) * len(REACH)


@keep_words(16_384)
def _sums(word_and_kind: tuple[str, str]) -> tuple[float, ...]:
    """What a word counts for the second word behind it, the next one and so on."""
    if word_and_kind[0] == EDGE:
        return _NOTHING
    own = _weights().own
    counted = [own.get(feature, _NOTHING) for feature in word_features(*word_and_kind)]
    return tuple(map(sum, zip(*counted, strict=True)))


class Weights(NamedTuple):
    """What each feature counts: of a word, for those in reach; of words side by side."""

    own: dict[Feature, tuple[float, ...]]
    joint: dict[Feature, float]


def written(weights: Weights) -> str:
    """The weights as their file holds them, a feature a line."""
    lines = [(*feature, f"{weight:.2f}") for feature, weight in weights.joint.items()]
    for feature, some in weights.own.items():
        lines.append((*feature, *(f"{weight:.2f}" for weight in some)))
    return "\n".join(map("\t".join, sorted(lines)))


@cache
def _weights() -> Weights:
    packed = files("cites.nonnominal").joinpath("data", "likely.txt.gz").read_bytes()
    weights = Weights({}, {})
    # Many have the same two digits.
    number = cache(float)
    for line in gzip.decompress(packed).decode().splitlines():
        kind, *parts = map(intern, line.split("\t"))
        if kind in OWN:
            weights.own[kind, parts[0]] = tuple(map(number, parts[1:]))
        else:
            weights.joint[kind, *parts[:-1]] = number(parts[-1])
    return weights
