"""Runs of words that one name could hold."""

import re
from cites.cug.nonnominal.names import context
from cites.cug.nonnominal.names import things
from cites.cug.nonnominal.names.around import former
from cites.cug.nonnominal.names.around import Words
from cites.cug.nonnominal.names.lists import lists
from cites.cug.nonnominal.names.tokens import Token
from collections.abc import Iterator


#: What may stand between two words of one name.
JOINS = re.compile(
    r"[ \t_]{1,2}(?:[dD]['’])?|\.[ \t]?|-|[ \t][\"“«'][ \t]?|[\"”»'][ \t]|['’]"
)
REVERSED = re.compile(r",[ \t]")
#: Particles that a name may begin with.
OPENING = frozenset({"van", "von", "abu", "abou", "ould", "ait"})
ARTICLES = frozenset({"al", "el"})
#: What is as well a part of names: "de la Torre".
PARTS = frozenset({"torre", "san", "santa", "puente", "valle"})
NEVER = things.NO_NAMES | context.TITLES
PEOPLE = context.TITLES | context.RANKS | context.ROLES
#: What says what follows or what stands before, and is no name among names.
SAID = context.RANKS | context.ROLES | things.THINGS_AFTER | things.THINGS_BEFORE - PARTS
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
        if index in places and not words.follows_title(start):
            break
        small = token.text.islower() and not is_particle(token)
        if index > start and small and words.tokens[index - 1].capital:
            # "Mamadou dit": a name is not half in capitals.
            break
        if not (
            _fits(token, words.capitals)
            or (is_particle(token) and (index > start or _begins(words, start)))
            or _is_between(words, start, index)
        ):
            break
        end = index + 1
    while end > start and _trails(words.tokens[end - 1]):
        end -= 1
    return end


def _begins(words: Words, start: int) -> bool:
    """Whether a particle begins a name.

    "Mme de La Roche", "Van der Linde", "Suspect: de Wet".
    """
    token = words.tokens[start]
    if token.folded in OPENING or (token.capital and token.folded in ARTICLES):
        return True
    said = words.follows(start, context.ROLES | context.NAMING)
    return words.follows_title(start) or (said and ":" in words.between(start))


def _is_between(words: Words, start: int, index: int) -> bool:
    """An ordinary word that is one of somebody's names, as it stands among others.

    "Nubia Esperanza Caicedo"; "PARK Min-jun".
    """
    token = words.tokens[index]
    if not token.capital or token.folded in NEVER:
        return False
    if index > start and all(map(is_particle, words.tokens[start:index])):
        return True
    before = words.tokens[index - 1]
    if index > start and is_particle(before) and not before.capital:
        # "Lourens du Toit"
        named = words.tokens[start].is_name
        return named and not (token.place or token.upper or token.folded in SAID)
    if index + 1 >= len(words.tokens) or words.between(index + 1) != " ":
        return False
    after = words.tokens[index + 1]
    if not (after.capital and after.is_name):
        return False
    if index > start:
        known = before.capital and before.is_name
        return known and not (after.place or token.upper or token.folded in SAID)
    if token.upper:
        surname = (token.ordinary or token.is_name) and not words.capitals
        return surname and not after.upper and "g" in after.marks
    said = after.place or token.folded in SAID
    return not said and words.follows(start, PEOPLE)


def _trails(token: Token) -> bool:
    return is_particle(token) and not token.capital


def _joined(words: Words, start: int, index: int) -> bool:
    between, token = words.between(index), words.tokens[index]
    run = words.tokens[start:index]
    if JOINS.fullmatch(between):
        return "." not in between or len(run[-1].text) <= 2
    if not REVERSED.fullmatch(between) or not token.capital or token.upper:
        return False
    if not all(t.is_name or is_particle(t) or (t.upper and not t.ordinary) for t in run):
        return False
    if token.initial:
        return words.text[token.end : token.end + 1] == "."
    # "DIALLO, Mamadou", "Diallo, Mamadou (driver)", but no list
    after = words.tokens[index + 1 : index + 2]
    if run[0].upper:
        ends = all(t.upper for t in run) or not (after and after[0].capital)
    else:
        behind = words.text[token.end : token.end + 2]
        leads = len(run) == 1 and run[0].opens and after and not after[0].capital
        leads = leads and after[0].folded not in context.JOINING
        ends = behind == " (" or (leads and behind[:1] == " ")
    known = token.is_name or (run[-1].upper and not (token.ordinary or token.place))
    return ends and known


def _fits(token: Token, capitals: bool) -> bool:
    if token.folded in NEVER or former(token.folded) in context.RANKS:
        return False
    if not token.capital:
        unsure = token.place or token.folded in context.NEVER_SMALL
        return token.marks in ("g", "s") and not unsure
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
                or (
                    name in known.airports
                    and (words.flies or _is_about_place(words, start, end))
                )
            ):
                marked.update(range(start, end))
    return marked


def _is_about_place(words: Words, start: int, end: int) -> bool:
    behind = words.behind(end)
    if behind is not None and behind.folded in things.THINGS_AFTER:
        return True
    return bool(words.before(start) & (context.WHERE | things.THINGS_BEFORE))
