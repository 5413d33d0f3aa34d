"""Runs of words that one name could hold."""

import re
from cites.cug.nonnominal.names import context
from cites.cug.nonnominal.names.around import Words
from cites.cug.nonnominal.names.lists import lists
from cites.cug.nonnominal.names.tokens import Token
from collections.abc import Iterator


#: What may stand between two words of one name.
JOINS = re.compile(r"[ \t_]{1,2}|\.[ \t]?|-|[ \t][\"“«'][ \t]?|[\"”»'][ \t]|['’]")
REVERSED = re.compile(r",[ \t]")
#: Within a person's name more often than at the beginning of a place's.
SMALL = frozenset({"van", "bin", "de", "da", "di"})
LONGEST, LONGEST_PLACE = 7, 5
LONGEST_ABBREVIATION = 5


def runs_in(words: Words) -> Iterator[tuple[int, int]]:
    """First word and the one after the last, of each run."""
    places = _places(words)
    at = 0
    while at < len(words.tokens):
        end = _end_of_run(words, at, places)
        if end > at:
            yield at, end
        at = max(end, at + 1)


def is_particle(token: Token) -> bool:
    return token.folded in context.PARTICLES


def _end_of_run(words: Words, start: int, places: set[int]) -> int:
    end = start
    for index in range(start, min(len(words.tokens), start + LONGEST)):
        token = words.tokens[index]
        if index > start and not _joined(words, start, index):
            break
        if index in places and not words.follows_title(index):
            break
        if not (_fits(token, words.capitals) or (index > start and is_particle(token))):
            break
        end = index + 1
    while end > start and _trails(words.tokens[end - 1]):
        end -= 1
    return end


def _trails(token: Token) -> bool:
    return is_particle(token) and not token.capital


def _joined(words: Words, start: int, index: int) -> bool:
    between, token = words.between(index), words.tokens[index]
    run = words.tokens[start:index]
    if JOINS.fullmatch(between):
        return "." not in between or len(run[-1].text) <= 2
    # "DIALLO, Mamadou", but no list in capitals
    return bool(
        REVERSED.fullmatch(between)
        and all(before.upper and before.is_name for before in run)
        and token.is_name
        and token.capital
        and not token.upper
    )


def _fits(token: Token, capitals: bool) -> bool:
    if token.folded in context.TITLES or token.folded in context.NO_NAMES:
        return False
    if not token.capital:
        return token.marks in ("g", "s") and not token.place
    if token.initial or token.is_name:
        return True
    if token.ordinary or token.place:
        return False
    abbreviation = capitals or len(token.text) <= LONGEST_ABBREVIATION
    return not (token.upper and abbreviation)


def _places(words: Words) -> set[int]:
    """The words of the names of places that have several, and of airports."""
    known = lists()
    marked: set[int] = set()
    for start, first in enumerate(words.tokens):
        if not first.capital or first.folded in SMALL:
            continue
        name = ""
        for end, token in enumerate(
            words.tokens[start : start + LONGEST_PLACE], start + 1
        ):
            name = f"{name} {token.folded.replace('-', ' ')}".strip()
            if " " in name and (
                name in known.places
                or (name in known.airports and _is_about_place(words, start, end))
            ):
                marked.update(range(start, end))
    return marked


def _is_about_place(words: Words, start: int, end: int) -> bool:
    behind = words.behind(end)
    if behind is not None and behind.folded in context.THINGS_AFTER:
        return True
    return bool(words.before(start) & (context.WHERE | context.THINGS_BEFORE))
