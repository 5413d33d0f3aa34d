"""Asks all rules about a line, and gives the names their capitals."""

import re
from cites.nonnominal.casing.announced_names import (
    end_of_nickname,
    is_nickname,
    is_noble,
    said_before,
)
from cites.nonnominal.casing.company_names import (
    is_mexican,
    raise_called,
    raise_company,
    raise_dotted,
    raise_family_firm,
    raise_named,
    raise_selling_pair,
    raise_traded,
)
from cites.nonnominal.casing.form_values import named_by_label, raise_values
from cites.nonnominal.casing.line import Line, LONGEST
from cites.nonnominal.casing.name_runs import run_of_name
from cites.nonnominal.casing.parties import raise_parties
from cites.nonnominal.casing.person_names import (
    begins_name,
    raise_born,
    raise_initialed,
    raise_initials,
    raise_nicknamed,
    raise_rest,
)
from cites.nonnominal.casing.trade_names import (
    ENDINGS,
    raise_beside_trade,
    TRADES_BEFORE,
    TRADES_BEHIND,
)
from cites.nonnominal.casing.word_kinds import (
    is_of_no_language,
    is_only_name,
    is_sure_name,
)
from cites.nonnominal.casing.word_lists import (
    ENDS,
    FORMS,
    LAST_OF_NICKNAMES,
    LATIN,
    LINKED,
    NOBLE,
    TRADES,
)
from cites.nonnominal.names import context, eastern, things
from cites.nonnominal.names.likely import likely_names
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token


#: Authors of works with their year, in small letters; and their end, found sooner.
OF_AUTHORS = re.compile(
    r"\s(?:(?:and|et|y|e|&)\s[^\W\d_]{2,25},?\s\(?(?:19|20)\d\d|et\sal\b)"
)
AUTHORS = re.compile(
    r"(?<![\w'’\-])(?:[^\W\d_]{2,25},\s){0,4}[^\W\d_]{2,25}(?:-[^\W\d_]{2,25})?(?:\s(?:and|et|y|e|&)\s[^\W\d_]{2,25},?\s"
    r"\(?(?:19|20)\d\d|,?\set\sal\b)"
)
#: What somebody is called by, before the name.
BYNAMES = words("big fat lil skinny gros gordo gorda flaco flaca")
#: A verb in Swahili, with its prefixes.
VERB = re.compile(
    r"(?:h?a|wa|i|zi|ni|tu|u|li|ya|ki|vi|ku)(?:li|na|me|ta|ka)[a-z]{2,}[aeiu]"
)
VESSEL = words("mv mt")
#: What follows the name of a family in its firm's, behind "and"; some also without.
OFFSPRING = words(
    "sons daughters filles hijas filhas bros brothers fils freres hijos hermanos filhos "
    "irmaos hnos cie cia"
)
#: Words that are never asked about alone.
NO_LIKELY = LINKED | context.CHAT
#: Words that are looked at although they are ordinary.
SPECIAL = (
    TRADES_BEHIND
    | TRADES_BEFORE
    | FORMS
    | VESSEL
    | things.NO_NAMES
    | TRADES
    | ENDINGS
    | NOBLE
    | OFFSPRING
    | words("cv rl")
)


def capitals_in(line: Line) -> str:
    """The line in small letters, with the capitals of its names."""
    raise_parties(line)
    raise_selling_pair(line)
    raise_named(line)
    nouns = raise_called(line)
    raise_dotted(line)
    for index, token in enumerate(line.tokens):
        plain = token.ordinary and _is_plain(line, index, token)
        if not (plain or index in nouns):
            _look_at(line, index, token)
    raise_nicknamed(line)
    raise_born(line)
    raise_initialed(line)
    raise_values(line)
    for start, end in eastern.names_at(line.small, line.tokens, small=True):
        line.raised.update(range(start, end))
    for index in sorted(line.raised):
        raise_initials(line, index)
    line.raised |= _likely_ones(line)
    line.raised |= _bodies(line)
    line.raised -= _authors(line)
    if line.language == "sw":
        line.raised -= _verbs(line)
    return _written(line)


def _written(line: Line) -> str:
    """The line in small letters, with those words in capitals that were found."""
    pieces: list[str] = []
    at = 0
    for index in sorted(line.raised | line.whole):
        token = line.tokens[index]
        word = token.text
        changed = word.upper() if index in line.whole else with_capital(word)
        if len(changed) == len(word):
            pieces += line.small[at : token.start], changed
            at = token.end
    return "".join([*pieces, line.small[at:]])


def _is_plain(line: Line, index: int, token: Token) -> bool:
    """Whether it is an ordinary word inside a phrase, and never part of a name."""
    if not index or token.marks or token.folded in SPECIAL:
        return False
    before = line.tokens[index - 1]
    return token.start == before.end + 1 and before.folded not in LAST_OF_NICKNAMES


def _look_at(line: Line, index: int, token: Token) -> None:
    if token.folded in SPECIAL and _raise_special(line, index, token):
        return
    if line.labelled and (named := named_by_label(line, index)) is not None:
        line.raised.update(named)
    elif is_nickname(line, index):
        line.raised.update((index, end_of_nickname(line, index)))
    elif line.big and _stands_out(line, index):
        line.raised.add(index)
    elif begins_name(line, index):
        line.raised.update(run_of_name(line, index, LONGEST))
        end = eastern.end_of_announced(line.small, line.tokens, index)
        line.raised.update(range(index, end))
        raise_rest(line, index)


def _raise_special(line: Line, index: int, token: Token) -> bool:
    """Raise what a word of a company, a vessel or a make tells; False if nothing."""
    folded = token.folded
    if index and (folded in line.forms or is_mexican(line, index)):
        raise_company(line, index)
    elif index and folded in OFFSPRING and raise_family_firm(line, index):
        return True
    elif folded in VESSEL:
        line.whole.update(range(index, min(len(line.tokens), index + 3)))
    elif folded in things.NO_NAMES:
        # "g eu mamadou au tel"
        if len(folded) > 2:
            line.whole.add(index)
    elif folded in TRADES:
        raise_traded(line, index)
    elif not raise_beside_trade(line, index, folded):
        if not is_noble(line, index):
            return False
        line.raised.update(run_of_name(line, index + 1, LONGEST))
    return True


def _stands_out(line: Line, index: int) -> bool:
    """Whether a word in a line of capitals is a name, a place or in no list."""
    token = line.tokens[index]
    if token.ordinary or len(token.text) < 3:
        return False
    if not token.marks:
        unlisted = line.sure and LATIN.search(token.folded) is None
        unlisted = unlisted and is_of_no_language(token)
        return token.place or unlisted or _is_behind_given(line, index)
    if "o" in token.marks:
        return said_before(line, index)
    if token.marks == "g" or _is_name_beside(line, index):
        return True
    return said_before(line, index)


def _likely_ones(line: Line) -> set[int]:
    """Positions of words that are likely of a name, by what was learnt.

    No small words, nor what comes before a name: "fat tony".
    """
    likely = likely_names(line.small, line.tokens, line.raised | line.whole)
    return {
        index
        for index in likely
        if line.tokens[index].folded not in NO_LIKELY and not _is_byname(line, index)
    }


def _is_byname(line: Line, index: int) -> bool:
    """Whether a word that is no given name stands before a name."""
    token = line.tokens[index]
    if token.folded in BYNAMES:
        return True
    if "g" in token.marks or not token.is_word_too or not line.joined(index + 1):
        return False
    return is_sure_name(line.tokens[index + 1])


def _bodies(line: Line) -> set[int]:
    """Positions of words that make bodies and places of names: "albert dock"."""
    behind = {index + 1 for index in line.raised} - line.raised
    return {
        index
        for index in behind
        if index < len(line.tokens)
        and line.tokens[index].folded in things.PARTS_OF_BODIES
        and not line.tokens[index].marks
        and line.joined(index)
    }


def _verbs(line: Line) -> set[int]:
    """Positions of verbs in Swahili: "alimtambua nelson"."""
    return {
        index
        for index in line.raised
        if not line.tokens[index].marks and VERB.fullmatch(line.tokens[index].folded)
    }


def _authors(line: Line) -> set[int]:
    """Positions of authors: "delorme et kassi 1997", "ndiaye et al."."""
    if not (line.raised and OF_AUTHORS.search(line.small)):
        return set()
    found: set[int] = set()
    for match in AUTHORS.finditer(line.small):
        found.update(range(line.at(match.start()), line.at(match.end())))
    return found


def _is_behind_given(line: Line, index: int) -> bool:
    """Whether an unlisted word may be the family name of a given one."""
    if index - 1 not in line.raised or not line.joined(index):
        return False
    return line.tokens[index - 1].marks.startswith("g") and not (
        line.tokens[index].folded in ENDS or len(line.tokens[index].text) < 4
    )


def _is_name_beside(line: Line, index: int) -> bool:
    near = [i for i in (index - 1, index + 1) if 0 <= i < len(line.tokens)]
    return any(is_only_name(line.tokens[i]) for i in near)


def with_capital(word: str) -> str:
    if "-" in word:
        return "-".join(map(with_capital, word.split("-")))
    return word[:1].upper() + word[1:]
