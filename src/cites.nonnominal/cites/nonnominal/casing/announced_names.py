"""Tells whether the words before a word announce a name: titles, roles, "named"."""

from cites.nonnominal.casing.line import Line
from cites.nonnominal.casing.word_kinds import (
    is_of_no_language,
    is_sure_name,
    is_word,
)
from cites.nonnominal.casing.word_lists import (
    COPULAS,
    ENDS,
    LAST_OF_NICKNAMES,
    LATIN,
    NO_COMPANY,
    NOBLE,
    PEOPLE,
    VERBS,
)
from cites.nonnominal.names import context
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token


ADDRESSED = PEOPLE | context.TITLES
#: Words that begin no name.
NO_FIRST = context.NAMING | (ENDS - context.PARTICLES - context.TITLES)
#: What stands between an amount and whom it is for.
PAID_TO = words("for to pour a para al")
#: Marks of names that are places too.
NAMES_OF_PLACES = frozenset({"g", "s", "gp", "sp"})
#: The last words of phrases before names.
LAST_SPOKEN = frozenset(phrase.rsplit("-", 1)[-1] for phrase in context.SPOKEN)
#: "his" and the like behind a word for a person in Swahili: "mjomba wake kalunde".
HIS = words("wake wangu yake yangu wao wetu yao yetu wako yako")


def is_noble(line: Line, index: int) -> bool:
    """Whether a small word begins a family name: "my boss de souza"."""
    if not index or line.tokens[index].folded not in NOBLE:
        return False
    before = line.tokens[index - 1].folded
    if before not in (ADDRESSED | PAID_TO | context.JOINING):
        return False
    if not (line.joined(index) and line.joined(index + 1)):
        return False
    return is_sure_name(line.tokens[index + 1])


def said_before(line: Line, index: int) -> bool:
    """Whether the word before announces a name."""
    if not index:
        return False
    token = line.tokens[index]
    if len(line.between(index)) > 3 or token.folded in NO_FIRST:
        return False
    if token.ordinary:
        return _is_name_and_word(line, index)
    linked = index > 1 and _is_linked(line, index)
    return _is_announced(line, index, line.tokens[index - 2 if linked else index - 1])


def _is_announced(line: Line, index: int, before: Token) -> bool:
    """Whether a word announces a name that begins here."""
    token = line.tokens[index]
    if before.folded in context.CALLED and _may_be_called(line, token):
        refused = token.folded in context.NEVER_SMALL if token.marks else token.place
        return not refused
    if before.folded in context.TITLES:
        return _is_titled(line, token, before)
    if token.place:
        # "agente rodríguez": a family name that is a place too.
        if token.marks not in NAMES_OF_PLACES:
            return False
        if before.folded in PEOPLE or _is_given_before_name(line, index):
            return True
        # "un certain hervé", "vi a nelson"
        announced = before.folded in context.NAMING or _is_spoken_of(line, index)
        return token.marks == "g" and announced
    return _is_introduced(line, index, before, token)


def _is_titled(line: Line, token: Token, before: Token) -> bool:
    """Whether a title before a word is no unit, and the word no place alone."""
    if context.is_measure(line.small, before.folded, before.start):
        return False
    return bool(token.marks) or not token.place


def _is_linked(line: Line, index: int) -> bool:
    """Whether a word between a role and a name stands before: "dereva ni juma"."""
    between = line.tokens[index - 1].folded
    if line.language == "sw" and (between in HIS or between == "ni"):
        return True
    return between in COPULAS and line.tokens[index - 2].folded in PEOPLE


def _is_name_and_word(line: Line, index: int) -> bool:
    """Whether a given name that is a word too stands after a title or a role.

    A name follows: "el guardaparque amado batista".
    """
    token = line.tokens[index]
    if token.folded in VERBS or line.tokens[index - 1].folded not in ADDRESSED:
        return False
    return _is_given_before_name(line, index)


def _may_be_called(line: Line, token: Token) -> bool:
    """Whether it is a given name, or a word that is in no list of names."""
    return token.marks.startswith("g") or (line.sure and not token.marks)


def _is_introduced(line: Line, index: int, before: Token, token: Token) -> bool:
    """Whether a word for a name, for a person or of speech stands before."""
    naming = before.folded in context.NAMING
    if naming and token.folded in context.PARTICLES:
        return False
    if (naming and token.marks) or _is_spoken_of(line, index):
        return "o" not in token.marks or _is_given_in_swahili(line, token)
    return before.folded in PEOPLE and _is_behind_person(line, index, token)


def _is_given_in_swahili(line: Line, token: Token) -> bool:
    return line.language == "sw" and token.marks.startswith("g")


def _is_behind_person(line: Line, index: int, token: Token) -> bool:
    """Whether a word behind one for a person may be the name."""
    if token.marks[:1] not in ("g", "s"):
        if line.language == "pt":
            # "o fiscal nhampossa assinou": in no language of the lists.
            return is_of_no_language(token) and acts(line, index)
        if not line.sure:
            return False
        if _are_unlisted(line, index) or acts(line, index):
            return True
        return _is_alone_behind(line, index, token)
    if _is_given_in_swahili(line, token) or not is_word(token):
        return True
    return _is_given_before_name(line, index)


def _is_alone_behind(line: Line, index: int, token: Token) -> bool:
    """Whether one word of no language follows a role, and then another phrase.

    "es el cabo urrutikoetxea, habla inglés", "su cousin demba au marché"
    """
    if len(token.text) < 5 or LATIN.search(token.folded):
        return False
    if token.marks:
        return not is_word(token)
    return is_of_no_language(token) and not line.joined(index + 1)


def is_nickname(line: Line, index: int) -> bool:
    """Whether a phrase before it announces a nickname, and it is no small word."""
    if not index or line.tokens[index - 1].folded not in LAST_OF_NICKNAMES:
        return False
    token = line.tokens[index]
    if token.folded in NO_COMPANY - context.ROLES or len(token.text) < 3:
        return False
    return _is_spoken_of(line, index, context.NICKNAMES) and line.joined(index)


def end_of_nickname(line: Line, index: int) -> int:
    """Index of a nickname's last word, its second only where a phrase ends there."""
    after = index + 1
    if not line.joined(after) or line.tokens[after].folded in NO_COMPANY:
        return index
    return index if line.joined(after + 1) else after


def does_something(line: Line, index: int) -> bool:
    """Whether a verb for what people do follows."""
    after = line.tokens[index + 1 : index + 2]
    return bool(after) and after[0].folded in context.DEEDS and line.joined(index + 1)


def _are_unlisted(line: Line, index: int) -> bool:
    """Whether two words that are no words of a language follow a role."""
    pair = line.tokens[index : index + 2]
    if len(pair) < 2 or not line.joined(index + 1):
        return False
    return not any(is_word(t) or len(t.text) < 3 or t.folded in ENDS for t in pair)


def acts(line: Line, index: int) -> bool:
    """Whether a word of no language does something: "old nzila keeps the tusks"."""
    token = line.tokens[index]
    if is_word(token) or len(token.text) < 4 or token.folded in ENDS:
        return False
    return does_something(line, index)


def _is_given_before_name(line: Line, index: int) -> bool:
    """Whether it is a given name, perhaps a word as well, before a sure name."""
    if not (line.tokens[index].marks.startswith("g") and line.joined(index + 1)):
        return False
    after = line.tokens[index + 1]
    return after.is_name and not is_word(after)


def _is_spoken_of(
    line: Line, index: int, phrases: frozenset[str] = context.SPOKEN
) -> bool:
    """Whether a phrase of up to three words stands before the word."""
    lasts = LAST_SPOKEN if phrases is context.SPOKEN else LAST_OF_NICKNAMES
    if not index or line.tokens[index - 1].folded not in lasts:
        return False
    said = [token.folded for token in line.tokens[max(0, index - 3) : index]]
    return context.ends_with_phrase(said, phrases)
