"""Tells what names a single word as somebody, in the words right around it.

"c'est Zénabou qui pesait", "un certain Badou", "9:40 Cárdenas sale", "la famille Diallo".
"""

import re
from cites.cug.nonnominal.names import context, things
from cites.cug.nonnominal.names.around import ContextWords
from cites.cug.nonnominal.names.named_after import is_named_after
from cites.cug.nonnominal.names.spelling import words as words_of
from cites.cug.nonnominal.names.tokens import Token


#: Before somebody who is pointed at, and behind: "it was Musa who", "fue Blas quien".
POINTING = re.compile(
    r"(?<![\w'’])(?i:c['’]\s?(?:est|était)|ce\sfut|it['’]?s|it\s(?:is|was)|"
    r"fue|era|es|foi) $"
)
WHO = re.compile(r" (?:who|qui|que|quien|el\sque|la\sque|quem)\b")
#: A time at the beginning of a note: "9h40 Kablan sort", "14:20 Kiptoo arrives".
TIMED = re.compile(
    r"(?:^|[\n.;,] ?|\d )\d{1,2}\s?[:hH.]\s?\d{0,2}\s?(?:h|hrs?|hs)?\s?[\-–]? ?$"
)
#: What a make stands before.
VEHICLES = words_of(
    "truck lorry van boat ship car bus bike motorbike container trailer ferry camion "
    "fourgon bateau voiture moto camión furgón furgoneta barco lancha carro auto taxi"
)
#: What stands between an article and somebody whom one does not know.
UNKNOWN = words_of(
    "nommé nommée dénommé dénommée prénommé prénommée surnommé surnommée "
    "certain certaine "
    "sieur tal"
)
ARTICLES = words_of("un une le la l el una du au del al a one")
MYSELF = words_of("me i moi yo eu mimi myself")
FAMILIES = words_of("famille familia família family")
#: What somebody does there, in brackets behind the name: "Honorine (port), Luc (labo)".
POST = re.compile(r" \([^\W\d_]{2,20}\)(?:[,;.]|$|\n)")
#: Before somebody of whom a phrase tells: "paraît que Nénesse est sorti".
THAT = words_of("que q qu quand si cuando because parce porque")
#: What is said of a person there.
AUXILIARIES = words_of(
    "a est sont avait était va veut peut ne n se s y ha es fue va está "
    "estaba quiere no le "
    "lo la is was has had will would can wont"
)
OWNING = re.compile("['’]s ")
LONGEST_TIME, LONGEST_POINTING = 12, 12
NO_PERSON = things.NO_NAMES | things.SPECIES | things.THINGS_BEFORE | things.THINGS_AFTER


def points_at(words: ContextWords, start: int) -> bool:
    """Whether the words around one name it as somebody, whatever lists have it."""
    token = words.tokens[start]
    if not token.capital or token.upper or token.ordinary or len(token.text) < 3:
        return False
    if token.folded in NO_PERSON:
        return False
    return (
        _is_unknown(words, start)
        or _is_pointed_at(words, start)
        or _is_timed(words, start)
        or _is_told_of(words, start)
        or _is_related(words, start)
    )


def is_with_me(words: ContextWords, start: int) -> bool:
    """Whether a given name and "me" are joined: "Ama and me did the count"."""
    token, behind = words.tokens[start], words.tokens[start + 1 : start + 3]
    if not token.capital or "g" not in token.marks or len(behind) < 2:
        return False
    return behind[0].folded in context.JOINING and behind[1].folded in MYSELF


def is_posted(words: ContextWords, start: int) -> bool:
    """Whether a listed name has a place of work in brackets: "Honorine (port), …"."""
    token = words.tokens[start]
    if not token.capital or token.upper or not token.marks or token.is_thing:
        return False
    return "o" not in token.marks and POST.match(words.text, token.end) is not None


def is_family(words: ContextWords, start: int) -> bool:
    """Whether a family is called so: "la famille Mboumba"."""
    token = words.tokens[start]
    if not token.capital or token.upper or token.ordinary or token.folded in NO_PERSON:
        return False
    return words.follows(start, FAMILIES) and words.between(start) == " "


def _is_unknown(words: ContextWords, start: int) -> bool:
    """Whether it is said to be somebody: "un nommé Badou", "un tal Blas"."""
    if start < 2 or words.between(start) != " ":
        return False
    article, before = words.tokens[start - 2 : start]
    return before.folded in UNKNOWN and article.folded in ARTICLES


def _is_pointed_at(words: ContextWords, start: int) -> bool:
    token = words.tokens[start]
    if token.place or WHO.match(words.text, token.end) is None:
        return False
    first = max(0, token.start - LONGEST_POINTING)
    return POINTING.search(words.text, first, token.start) is not None


def _is_timed(words: ContextWords, start: int) -> bool:
    """Whether a note tells what somebody did at a time."""
    token = words.tokens[start]
    if (token.place and not token.marks) or not _goes_on(words, start):
        return False
    if words.tokens[start + 1].folded in VEHICLES:
        # "14:05 Coke truck in"
        return False
    first = max(0, token.start - LONGEST_TIME)
    return TIMED.search(words.text, first, token.start) is not None


def _is_related(words: ContextWords, start: int) -> bool:
    """Whether somebody is the relative or the driver of a name: "Lwazi's cousin"."""
    token = words.tokens[start]
    behind = words.tokens[start + 1 : start + 2]
    if token.place or not behind or OWNING.fullmatch(words.between(start + 1)) is None:
        return False
    related = behind[0].folded in context.ROLES and behind[0].text.islower()
    return related and not is_named_after(token)


def _is_told_of(words: ContextWords, start: int) -> bool:
    """Whether a word of no list is the subject of a phrase that begins with "that"."""
    token = words.tokens[start]
    if token.marks or token.place or not start or words.between(start) != " ":
        return False
    if words.tokens[start - 1].folded not in THAT or not _goes_on(words, start):
        return False
    behind = words.tokens[start + 1]
    return behind.folded in AUXILIARIES or behind.folded in context.DEEDS


def _goes_on(words: ContextWords, start: int) -> bool:
    """Whether a small word follows, with a space alone between."""
    behind: list[Token] = words.tokens[start + 1 : start + 2]
    return bool(behind) and behind[0].text.islower() and words.between(start + 1) == " "
