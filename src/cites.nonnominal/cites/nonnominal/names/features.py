"""The features of each word of a text, for the model of names.

A word is described by itself, by the lists that have it, by what stands between it and
its neighbours, and by the same of two words on each side.
"""

import re
from cites.nonnominal.names.cues import cues, headings_of
from cites.nonnominal.names.lists import keep_words, lists, sections
from cites.nonnominal.names.tokens import Token
from collections.abc import Sequence
from functools import cache


#: How far on each side words count.
REACH = (-2, -1, 0, 1, 2)
#: Of what stands between two words, the first of these that is there counts.
MARKS = ":;,.(\"«“-'’@/&!?)|\t#+=*"
#: What stands where a text begins or ends.
EDGE = "^"
#: Words of fewer letters that no list has are of a kind by their length.
SHORT = 4
LONGEST = 24
#: Words of the longest phrase that lists have.
LONGEST_PHRASE = 5
#: How many words behind a label it counts.
LABELLED = 5
#: Headings of phrases before names.
PHRASES = ("phrases before names", "phrases before nicknames")
DIGIT = re.compile(r"\d")


def kind_of(token: Token) -> str:
    """The kinds that the lists give a word, a character each."""
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


@keep_words(8192)
def _own(word: tuple[str, str]) -> tuple[list[str], ...]:
    """The features of a word by itself: two words away, next to it, and at it."""
    folded, kind = word
    far = [f"w={folded[:LONGEST]}", f"k={kind}"]
    far += [f"c={heading}" for heading in headings_of().get(folded, ())]
    far += [f"n={heading}" for heading in _named_after().get(folded, ())]
    near, here = [*far], [*far]
    if len(folded) > SHORT:
        near.append(f"e={folded[-3:]}")
        here += f"e={folded[-3:]}", f"f={folded[-2:]}", f"b={folded[:3]}"
    known = (far, near, here, near, far)
    return tuple(
        [f"{reach}{one}" for one in some]
        for reach, some in zip(REACH, known, strict=True)
    )


@cache
def _named_after() -> dict[str, list[str]]:
    """Single words that places or things called after somebody have as names."""
    found: dict[str, list[str]] = {}
    for heading, names in sections("named_after").items():
        for name in names:
            if " " not in name:
                found.setdefault(name, []).append(heading)
    return found


def _shape(token: Token) -> str:
    text = token.text
    if len(text) == 1:
        return "i" if token.capital else "l"
    if token.upper:
        return "U" if len(text) > 3 else "u"
    if token.capital:
        return "c" if not token.opens else "C"
    return "l"


@keep_words(4096)
def _gap(between: str) -> str:
    """The kind of text between two words: a space, a line's end, a number or a mark."""
    if between == " ":
        return "_"
    if "\n" in between:
        return "N9" if DIGIT.search(between) else "N"
    if DIGIT.search(between):
        return "9"
    return next((mark for mark in MARKS if mark in between), "o")


@cache
def _phrases() -> dict[str, dict[str, str]]:
    """Phrases of several words by their first word, each with what it is."""
    known = lists()
    found: dict[str, dict[str, str]] = {}
    for kind, names in (("airport", known.airports), ("place", known.places)):
        for name in names:
            if " " in name:
                found.setdefault(name.partition(" ")[0], {})[name] = kind
    for heading, listed in sections("named_after").items():
        for name in listed:
            if " " in name:
                found.setdefault(name.partition(" ")[0], {})[name] = heading
    for heading in PHRASES:
        for entry in cues()[heading]:
            if "-" in entry:
                name = entry.replace("-", " ")
                found.setdefault(name.partition(" ")[0], {})[name] = heading
    return found


def _phrases_at(tokens: Sequence[Token]) -> dict[int, str]:
    """The phrase that a word belongs to, by the word's position."""
    phrases = _phrases()
    found: dict[int, str] = {}
    for start, token in enumerate(tokens):
        some = phrases.get(token.folded.partition("-")[0])
        if some is None or start in found:
            continue
        name, end = "", start
        kind = ""
        for at in range(start, min(start + LONGEST_PHRASE, len(tokens))):
            name += tokens[at].folded.replace("-", " ")
            if " " in name and name in some:
                end, kind = at + 1, some[name]
            name += " "
        for at in range(start, end):
            found[at] = kind
        if kind and end < len(tokens):
            found.setdefault(end, f"behind-{kind}")
    return found


def case_of(tokens: Sequence[Token]) -> list[str]:
    """Whether the line of each word is in small letters, capitals or both."""
    cases: list[str] = []
    begin = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or "\n" in tokens[at].gap:
            some = [t for t in tokens[begin:at] if len(t.text) > 1]
            upper = sum(t.upper for t in some)
            capital = sum(t.capital for t in some[1:])
            case = "U" if upper > 0.7 * len(some) else "n" if capital else "l"
            cases += [case] * (at - begin)
            begin = at
    return cases


def features_of(tokens: Sequence[Token], language: str) -> list[list[str]]:
    """All that is known of each word."""
    count = len(tokens)
    kinds = [EDGE, *map(kind_of, tokens), EDGE]
    shapes = [EDGE, *map(_shape, tokens), EDGE]
    folded = [EDGE, *[token.folded[:LONGEST] for token in tokens], EDGE]
    gaps = [EDGE, *[_gap(token.gap) for token in tokens[1:]], EDGE, EDGE]
    own = [_own((t.folded, k)) for t, k in zip(tokens, kinds[1:], strict=False)]
    cases = case_of(tokens)
    phrases = _phrases_at(tokens)
    label, since = "", LABELLED
    rows: list[list[str]] = []
    for at in range(count):
        row = [*own[at][2]]
        if at > 1:
            row += own[at - 2][0]
        if at:
            row += own[at - 1][1]
        if at + 1 < count:
            row += own[at + 1][3]
        if at + 2 < count:
            row += own[at + 2][4]
        before, kind, behind = kinds[at : at + 3]
        one, shape, other = shapes[at : at + 3]
        left, right = gaps[at], gaps[at + 1]
        case = cases[at]
        if left[0] == ":":
            label, since = folded[at], 0
        elif left[0] in "N;|\t":
            label, since = "", LABELLED
        row += (
            f"s{case}{shape}",
            f"S{case}{one}{left}{shape}{right}{other}",
            f"sk{case}{shape}{kind}",
            f"s-{case}{one}{left}{shape}",
            f"s+{case}{shape}{right}{other}",
            f"g{left}{right}{kind}",
            f"K{before}{left}{kind}",
            f"L{kind}{right}{behind}",
            f"M{before}{kind}{behind}",
            f"W{folded[at]}{left}{kind}",
            f"V{folded[at + 2]}{right}{kind}",
            f"T{folded[at - 1] if at else EDGE} {folded[at]}{left}",
            f"X{folded[at]}{left}{shape}{case}",
            f"Y{folded[at + 2]}{right}{shape}{case}",
            f"lk{language}{kind}{case}",
        )
        if at in phrases:
            row.append(f"p{phrases[at]}")
            row.append(f"p{phrases[at]}{kind}")
        if since < LABELLED:
            row.append(f"B{label}")
            row.append(f"B{since}{label}")
            since += 1
        rows.append(row)
    return rows
