"""Finds runs of words that one name could hold."""

import re
from cites.cug.nonnominal.names import context, things
from cites.cug.nonnominal.names.around import ContextWords, former
from cites.cug.nonnominal.names.lists import lists
from cites.cug.nonnominal.names.tokens import Token
from collections.abc import Iterator


#: Characters between two words of one name.
JOINS = re.compile(
    r"[ \t_]{1,2}(?:[dD]['’])?|\.[ \t]?|-|[ \t][\"“«'][ \t]?|[\"”»'][ \t]|['’]"
)
REVERSED = re.compile(r",[ \t]")
#: Particles that a name may begin with.
OPENING = frozenset({"van", "von", "abu", "abou", "ould", "ait"})
ARTICLES = frozenset({"al", "el"})
#: Words for places that are also parts of names: "de la Torre".
PARTS = frozenset({"torre", "san", "santa", "puente", "valle"})
NEVER = things.NO_NAMES | context.TITLES
PEOPLE = context.TITLES | context.RANKS | context.ROLES
#: Words that announce the next or describe the previous word, and are no names.
SAID = context.RANKS | context.ROLES | things.THINGS_AFTER | things.THINGS_BEFORE - PARTS
#: Particles that are more often inside a person's name than first in a place's.
SMALL = frozenset({"van", "bin", "de", "da", "di"})
ADDRESSES = frozenset(
    {"mr", "mrs", "ms", "mme", "mlle", "sr", "sra", "don", "dona", "senor", "senora"}
)
HONOURS = frozenset({"mzee", "hajj", "haji", "sheikh", "baba", "mama", "said"})
LONGEST, LONGEST_PLACE = 7, 5
LONGEST_ABBREVIATION = 5


def runs_in(words: ContextWords) -> Iterator[tuple[int, int]]:
    """Index of the first word of each run, and index after its last."""
    places = _places(words)
    at = 0
    while at < len(words.tokens):
        end = _end_of_run(words, at, places)
        if end > at:
            yield at, end
        at = max(end, at + 1)


def is_particle(token: Token) -> bool:
    return token.folded in context.PARTICLES


def _end_of_run(words: ContextWords, start: int, places: set[int]) -> int:
    end = start
    for index in range(start, min(len(words.tokens), start + LONGEST)):
        token = words.tokens[index]
        if index > start and not _joined(words, start, index):
            break
        if index in places and not words.follows_title(start):
            break
        small = token.text.islower() and not is_particle(token)
        if index > start and small and words.tokens[index - 1].capital:
            # "Mamadou dit": no name has capitals in only a part of its words.
            break
        if not (_fits(token, words.capitals) or _fits_there(words, start, index)):
            break
        end = index + 1
    while end > start and _trails(words.tokens[end - 1]):
        end -= 1
    return end


def _fits_there(words: ContextWords, start: int, index: int) -> bool:
    """Whether a word that is no name by itself is part of one here."""
    token = words.tokens[index]
    if is_particle(token) and (index > start or _begins(words, start)):
        return True
    if index > start and token.folded in HONOURS and _after(words, index) is not None:
        # "Ali Mzee Juma"
        return True
    if not token.capital or token.folded in NEVER:
        return False
    if token.place and index == start + 1 and words.between(index) == " ":
        # "Beatrice Machakos"
        given = words.tokens[start]
        told = words.follows(start, PEOPLE) and given.is_name
        if given.capital and ("g" in given.marks or told):
            return True
    if index > start:
        return _is_further(words, start, index)
    return _is_first(words, start)


def _begins(words: ContextWords, start: int) -> bool:
    """Whether a particle begins a name.

    "Mme de La Roche", "Van der Linde", "Suspect: de Wet".
    """
    token = words.tokens[start]
    if token.folded in OPENING or (token.capital and token.folded in ARTICLES):
        return True
    said = words.follows(start, context.ROLES | context.NAMING)
    return words.follows_title(start) or (said and ":" in words.between(start))


def _is_first(words: ContextWords, start: int) -> bool:
    """Whether an ordinary word begins a name here.

    "PARK Min-jun"; "ranger Parfait Diallo".
    """
    token, after = words.tokens[start], _after(words, start)
    if start and words.tokens[start - 1].folded in ADDRESSES and not words.capitals:
        # "Mr Banda"
        return words.follows_title(start) and token.folded not in SAID
    if after is None:
        return False
    if token.upper:
        surname = (token.ordinary or token.is_name) and not words.capitals
        return surname and not after.upper and "g" in after.marks
    said = after.place or token.folded in SAID
    return not said and words.follows(start, PEOPLE)


def _is_further(words: ContextWords, start: int, index: int) -> bool:
    """Whether an ordinary word is inside a name here.

    "Mme de La Roche", "Lourens du Toit", "Nubia Esperanza Caicedo".
    """
    token, before = words.tokens[index], words.tokens[index - 1]
    if all(map(is_particle, words.tokens[start:index])):
        return True
    if token.upper or token.folded in SAID:
        return False
    if is_particle(before) and not before.capital:
        return words.tokens[start].is_name and not token.place
    after = _after(words, index)
    return before.capital and before.is_name and after is not None and not after.place


def _after(words: ContextWords, index: int) -> Token | None:
    """The next word, if it is a name; else None."""
    if index + 1 >= len(words.tokens) or words.between(index + 1) != " ":
        return None
    after = words.tokens[index + 1]
    return after if after.capital and after.is_name else None


def _trails(token: Token) -> bool:
    return is_particle(token) and not token.capital


def _joined(words: ContextWords, start: int, index: int) -> bool:
    between, run = words.between(index), words.tokens[start:index]
    if between == "\n":
        return _goes_on(words, run, index)
    if JOINS.fullmatch(between):
        return "." not in between or len(run[-1].text) <= 2
    return REVERSED.fullmatch(between) is not None and _is_reversed(words, run, index)


def _goes_on(words: ContextWords, run: list[Token], index: int) -> bool:
    """Whether a name goes on in the next line, and it is no list of names."""
    token = words.tokens[index]
    before = words.text.rfind("\n", 0, run[0].start) + 1
    sentence = len(words.text[before : run[0].start].split()) > 2
    single = len(run) == 1 and "g" in run[0].marks and run[0].capital
    known = token.is_name or not (token.ordinary or token.place)
    return single and sentence and token.capital and known


def _is_reversed(words: ContextWords, run: list[Token], index: int) -> bool:
    """Whether a given name follows its family name: "DIALLO, Mamadou", and no list."""
    token = words.tokens[index]
    if not token.capital or token.upper:
        return False
    if not all(t.is_name or is_particle(t) or (t.upper and not t.ordinary) for t in run):
        return False
    if token.initial:
        return words.text[token.end : token.end + 1] == "."
    if not (token.is_name or (run[-1].upper and not (token.ordinary or token.place))):
        return False
    after = words.tokens[index + 1 : index + 2]
    if run[0].upper:
        return all(t.upper for t in run) or not (after and after[0].capital)
    behind = words.text[token.end : token.end + 2]
    of = words.follows(index - 1, context.LINKING)
    family = of or not any("g" in t.marks for t in run)
    if "g" in token.marks and family and len(run) == 1:
        # "of Kiplagat, Edwin was never signed"
        last = token
        for other in words.tokens[index + 1 : index + 3]:
            # "Ortuño, María Clara", "Onyango, Millicent A."
            if not (other.initial or "g" in other.marks) or other.start != last.end + 1:
                break
            last = other
        if words.text[last.end : last.end + 1] in ("", ",", ".", ";", ")", "\n"):
            return True
        if after and not after[0].capital and after[0].folded not in context.JOINING:
            return True
    if behind == " (" or len(run) > 1 or not run[0].opens:
        return behind == " ("
    # "Diallo, Mamadou paid"
    goes_on = after and not after[0].capital and after[0].folded not in context.JOINING
    return bool(goes_on) and behind[:1] == " "


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


def _places(words: ContextWords) -> set[int]:
    """Positions of words in names of places with several words, and of airports."""
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


def _is_about_place(words: ContextWords, start: int, end: int) -> bool:
    behind = words.behind(end)
    if behind is not None and behind.folded in things.THINGS_AFTER:
        return True
    return bool(words.before(start) & (context.WHERE | things.THINGS_BEFORE))
