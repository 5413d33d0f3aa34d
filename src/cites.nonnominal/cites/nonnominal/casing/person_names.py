"""Tells whether a person's name begins at a word, by lists and by the words around it."""

import re
from cites.nonnominal.casing.announced_names import acts, does_something, said_before
from cites.nonnominal.casing.line import Line, LONGEST
from cites.nonnominal.casing.name_runs import run_of_name
from cites.nonnominal.casing.word_kinds import (
    is_double_given,
    is_elsewhere,
    is_given_alone,
    is_of_no_language,
    is_only_given,
    is_sure_name,
    is_word,
)
from cites.nonnominal.casing.word_lists import (
    FUNCTION_WORDS,
    LATIN,
    NO_COMPANY,
    NO_COMPANY_BEHIND,
    NOBLE,
    VERBS,
)
from cites.nonnominal.names import context, things
from cites.nonnominal.names.around import (
    GREETING,
    LONGEST_GREETING,
    LONGEST_PAID,
    PAID,
    PHRASE_ENDS,
    SUBJECT_VERB,
)
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.pointing import (
    BODIES,
    ends_with_officer,
    LONGEST_POST,
    LONGEST_TIME,
    TIMED,
)
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token


MOST_INITIALS = 3
#: Several of a family, or of a trade that families have: the family name follows.
KINFOLK = words(
    "brothers sisters cousins freres soeurs cousines hermanos hermanas primos primas "
    "irmaos irmas comuneros famille familia family"
)
#: Whom a name is joined to, and what is said of somebody.
MYSELF = words("me i moi yo eu mimi myself")
STATES = words("is was has will wont isnt est va esta anda sigue no ne from")
#: Whose relative, friend or lawyer somebody is.
CLOSE = context.cues("close")
#: What is said of somebody who speaks.
SPEECH = context.cues("speech")
#: Behind somebody of whom something is told or who is told something.
TOLD_OF = SPEECH | context.ASKED | context.TOLD_TO
SOMETHING = frozenset({"something"})
OF_OFFICE = words("de du d qui ki q")
HOURS = words("h hr hrs hs")
OF_SOMEBODY = words("de d a of")
#: Small words behind which a word that is seldom used is rather that word.
NO_GIVEN_BEHIND = words(
    "the a an le la les un une des el los las una unos unas o os as um uma this that ce "
    "cette este esta su sus son sa ses his her their my our your mi tu mon ma ton ta"
)
NOBLE_TOO = NOBLE | {"le", "do", "du"}
#: "zafindravaka solo, né le 8 août", "obiora nweke, born 1979".
BORN = re.compile(
    r"(?<![\w'’\-])(?P<name>[^\W\d_]{3,25}(?:\s[^\W\d_]{2,25}){1,2}),?\s\(?(?:née?\sle|née?\sen|born|nacid[oa]\s|"
    r"nascid[oa]\s|d\.?o\.?b)"
)
BIRTH = re.compile(r"née?\s|born|nacid|nascid|d\.?o\.?b")
#: "p. colque", "m. ostrowski".
INITIALED = re.compile(r"(?<![\w.'’])[a-z]\. (?=[^\W\d_]{4})")
#: Things that are called after persons, behind the name.
CALLED_AFTER = words(
    "airport hospital avenue street road university college school market bridge stadium "
    "island lake river museum foundation hotel square hall prize award act report"
)
NICKNAMED = re.compile(
    r"(?<![\w'’\-])(?P<given>[^\W\d_]{3,30})(?:\s(?:dite?|alias|a\.?k\.?a\.?))?\s"
    r"[\"“«]\s?[^\"”»\n]{2,25}?\s?[\"”»]\s(?P<family>[^\W\d_]{3,30})"
)


def begins_name(line: Line, index: int) -> bool:
    """Whether a word begins a name, by what it is or by the words around it."""
    token = line.tokens[index]
    if token.ordinary and not token.marks:
        return False
    if token.folded in context.CHAT and not _is_titled(line, index):
        return False
    rules = BEGINNINGS_OF_LISTED if token.marks else BEGINNINGS
    for begins in rules:
        if begins(line, index):
            return True
    return token.marks.startswith("g") and _is_personal(line, index)


def _is_titled(line: Line, index: int) -> bool:
    return bool(index) and line.tokens[index - 1].folded in context.TITLES


def _is_greeted(line: Line, index: int) -> bool:
    """Whether a greeting and a given name are a phrase: "ok neema, will do"."""
    token = line.tokens[index]
    if not index or "g" not in token.marks or token.folded in FUNCTION_WORDS:
        return False
    if not PHRASE_ENDS.match(line.small, token.end):
        return False
    first = max(0, token.start - LONGEST_GREETING)
    return GREETING.search(line.small, first, token.start) is not None


def _is_told_to(line: Line, index: int) -> bool:
    """Whether somebody is told to do something: "told mutua to photograph it"."""
    token = line.tokens[index]
    if not index or len(token.text) < 3 or token.folded in FUNCTION_WORDS:
        return False
    after = line.tokens[index + 1 : index + 2]
    if not after or after[0].folded not in context.TOLD_TO or not line.joined(index + 1):
        return False
    if not (token.marks or is_of_no_language(token)):
        return False
    said = [t.folded for t in line.tokens[max(0, index - 2) : index]]
    return context.ends_with_phrase(said, context.TELLING) and line.joined(index)


def does_follow(line: Line, index: int, words: frozenset[str]) -> bool:
    """Whether one of the words is the next."""
    return index + 1 < len(line.tokens) and line.tokens[index + 1].folded in words


def _is_something(line: Line, index: int) -> bool:
    """Whether a part of somebody's name is known: "mwila something"."""
    if not does_follow(line, index, SOMETHING):
        return False
    token = line.tokens[index]
    if token.folded in FUNCTION_WORDS:
        return False
    if index and line.joined(index):
        return False
    return bool(token.marks) or is_of_no_language(token)


def _is_there(line: Line, index: int) -> bool:
    """Whether somebody of an office is there: "ya teva de l'office"."""
    if not index or line.tokens[index - 1].folded not in ("ya", "voila"):
        return False
    if line.language not in ("fr", "") or not does_follow(line, index, OF_OFFICE):
        return False
    token = line.tokens[index]
    return is_sure_name(token) or is_of_no_language(token)


def _is_close(line: Line, index: int) -> bool:
    """Whether somebody's relative or lawyer is told of: "l'avocat de mbemba"."""
    token = line.tokens[index]
    if index < 2 or token.folded in FUNCTION_WORDS or is_word(token):
        return False
    close, link = line.tokens[index - 2 : index]
    if link.folded not in OF_SOMEBODY or close.folded not in CLOSE:
        return False
    return bool(token.marks) or (line.sure and is_of_no_language(token))


def _begins_and_acts(line: Line, index: int) -> bool:
    """Whether a given name begins a phrase and does something, or is joined to "me".

    "leticia knows more", "mandla and me"
    """
    token = line.tokens[index]
    if not is_given_alone(token) or (index and line.joined(index)):
        return False
    after = [t.folded for t in line.tokens[index + 1 : index + 3]]
    if not after or not line.joined(index + 1):
        return False
    if after[0] in context.JOINING:
        return after[-1] in MYSELF
    if len(token.text) < 4:
        return False
    return after[0] in context.DEEDS or (token.marks == "g" and after[0] in STATES)


def _is_told_of(line: Line, index: int) -> bool:
    """Whether a name, perhaps of no list, is told of by the words around it."""
    after = line.tokens[index + 1 : index + 2]
    if after and after[0].folded in TOLD_OF:
        if _is_told_to(line, index) or _is_asked(line, index):
            return True
        if _says(line, index):
            return _may_be_somebody(line, line.tokens[index])
    if not index:
        return False
    if line.tokens[index - 1].folded in OF_SOMEBODY:
        return _is_close(line, index)
    noted = _is_of_body(line, index) or _is_timed(line, index)
    return noted and _may_be_somebody(line, line.tokens[index])


def _says(line: Line, index: int) -> bool:
    """Whether a word begins a phrase and says something."""
    after = line.tokens[index + 1 : index + 2]
    if not after or after[0].folded not in SPEECH or not line.joined(index + 1):
        return False
    return not (index and line.joined(index))


def _is_timed(line: Line, index: int) -> bool:
    """Whether a note tells what somebody did at a time: "06h10 : bachirou charge"."""
    token, before = line.tokens[index], line.tokens[index - 1]
    if token.start == before.end + 1 and before.folded not in HOURS:
        return False
    first = max(0, token.start - LONGEST_TIME)
    if not line.joined(index + 1) or TIMED.search(line.small, first, token.start) is None:
        return False
    behind = line.tokens[index + 1]
    return not behind.marks and behind.folded not in NO_COMPANY_BEHIND


def _is_of_body(line: Line, index: int) -> bool:
    """Whether an officer's body stands before: "l'agent forestal urdaneta"."""
    if line.tokens[index - 1].folded not in BODIES:
        return False
    before = line.tokens[max(0, index - LONGEST_POST) : index]
    return ends_with_officer([t.folded for t in before])


def _may_be_somebody(line: Line, token: Token) -> bool:
    """Whether a word is a name and nothing else, or in no list of any language."""
    if not line.sure or len(token.text) < 4 or token.folded in FUNCTION_WORDS:
        return False
    if token.marks:
        return not is_word(token) and not is_elsewhere(token.folded)
    return is_of_no_language(token) and len(token.text) > 4


def _is_asked(line: Line, index: int) -> bool:
    """Whether a name begins a phrase in which one asks for something."""
    token = line.tokens[index]
    if not is_sure_name(token) or len(token.text) < 4 or not line.joined(index + 1):
        return False
    if index and line.joined(index):
        return False
    return line.tokens[index + 1].folded in context.ASKED


def _is_paid(line: Line, index: int) -> bool:
    """Whether an amount is for somebody: "300 pour sissoko"."""
    token = line.tokens[index]
    if not is_sure_name(token):
        return False
    first = max(0, token.start - LONGEST_PAID)
    return PAID.search(line.small, first, token.start) is not None


def raise_nicknamed(line: Line) -> None:
    """Raise the names around nicknames: 'bartholomew "skinny" achieng'."""
    if not line.quoted:
        return
    at = {token.start: i for i, token in enumerate(line.tokens)}
    for match in NICKNAMED.finditer(line.small):
        around = [at.get(match.start(name)) for name in ("given", "family")]
        sure = [i for i in around if i is not None and not line.tokens[i].ordinary]
        if len(sure) == 2 and any(line.tokens[i].marks for i in sure):
            line.raised.update(sure)


def raise_born(line: Line) -> None:
    """Raise two or three words before a birth, of which one is a name or no word."""
    for match in BORN.finditer(line.small) if BIRTH.search(line.small) else ():
        run = range(line.at(match.start("name")), line.at(match.end("name")))
        named = [i for i in run if _may_be_born(line.tokens[i])]
        if named and not any(line.tokens[i].folded in NO_COMPANY for i in run):
            line.raised.update(run)


def _may_be_born(token: Token) -> bool:
    return is_sure_name(token) or is_of_no_language(token)


def raise_initialed(line: Line) -> None:
    """Raise a name behind an initial with its dot, that is no scientific name."""
    for match in INITIALED.finditer(line.small) if line.dotted else ():
        index = line.at(match.end())
        if index >= len(line.tokens) or not is_sure_name(line.tokens[index]):
            continue
        folded = line.tokens[index].folded
        if folded.endswith("ski") or not LATIN.search(folded):
            line.raised.update((index - 1, *run_of_name(line, index, LONGEST)))


def raise_initials(line: Line, index: int) -> None:
    """Raise the initials before a name: "b. k. sharma"."""
    for _initial in range(MOST_INITIALS):
        before = line.tokens[index - 1]
        if not index or len(before.text) > 1 or not line.joined(index):
            return
        if line.small[before.end : before.end + 1] != ".":
            return
        index -= 1
        line.raised.add(index)


def _is_given_and_unlisted(line: Line, index: int) -> bool:
    """Whether a word of no language follows a given name: "clarisse etoundi"."""
    token = line.tokens[index]
    if token.marks != "g" or token.place or not line.joined(index + 1):
        return False
    family = line.tokens[index + 1]
    if len(family.text) < 5 or LATIN.search(family.folded):
        return False
    if line.small[family.end : family.end + 1].isdigit():
        return False
    return line.sure and is_of_no_language(family)


def _is_beside(line: Line, index: int) -> bool:
    """Whether it is joined to a name: "talked to peter and grace mutua"."""
    token = line.tokens[index]
    if index < 2 or line.tokens[index - 1].folded not in context.JOINING:
        return False
    if index - 2 not in line.raised:
        return False
    if index > 2 and line.tokens[index - 3].folded in context.SEVERAL:
        return not is_word(token)
    if not token.marks.startswith("g"):
        # "les deux prévenus, bakayoko et tchuente"
        unlisted = line.sure and is_of_no_language(token)
        return is_sure_name(token) or unlisted
    return not token.ordinary and token.folded not in VERBS


def _is_before_joined(line: Line, index: int) -> bool:
    """Whether a name stands before "and" and a given name: "issouf et aminata"."""
    both = line.tokens[index : index + 3]
    if len(both) < 3 or both[1].folded not in context.JOINING:
        return False
    if not both[0].marks or is_word(both[0]):
        return False
    near = line.joined(index + 1) and line.joined(index + 2)
    return near and is_only_given(both[2], line.language)


def raise_rest(line: Line, index: int) -> None:
    """Raise the given name behind a family name and a comma: "kiplagat, edwin"."""
    at = index + 1
    if at >= len(line.tokens) or index not in line.raised:
        return
    token = line.tokens[at]
    if line.between(at) == ", " and token.marks[:1] == "g" and not is_word(token):
        line.raised.update(run_of_name(line, at, LONGEST))


def _is_kin(line: Line, index: int) -> bool:
    """Whether a word of no language follows kin: "los hermanos ashuco"."""
    if not index or line.tokens[index - 1].folded not in KINFOLK:
        return False
    token = line.tokens[index]
    named = is_sure_name(token) or is_of_no_language(token)
    return named and line.joined(index)


def _is_unlisted_pair(line: Line, index: int) -> bool:
    """Whether two words of no language stand side by side, not as in Latin names."""
    if line.tokens[index].marks or not (line.sure and line.joined(index + 1)):
        return False
    pair = line.tokens[index : index + 2]
    if pair[0].folded == pair[1].folded:
        # "tuk tuk"
        return False
    if line.between(index + 1) != " " or LATIN.search(pair[1].folded):
        return False
    # "smutsia temminckii", and words with a mistake
    return all(len(t.text) > 4 and is_of_no_language(t) for t in pair)


def _is_subject(line: Line, index: int) -> bool:
    """Whether a given name stands before a verb in Swahili: "rajabu alipita"."""
    if line.language != "sw" or not line.tokens[index].marks:
        return False
    after = line.tokens[index + 1 : index + 2]
    return bool(after) and SUBJECT_VERB.match(after[0].folded) is not None


def _is_sure_given(line: Line, index: int) -> bool:
    """Whether it is a given name and nothing else in any language of the lists."""
    token = line.tokens[index]
    before = line.tokens[index - 1].folded if index else ""
    if is_double_given(token):
        return True
    if not is_only_given(token, line.language):
        # "tras el allanamiento, maruja llamó a su abogado"
        seldom = token.marks == "g" and token.folded in lists().seldom
        return seldom and before not in NO_GIVEN_BEHIND and acts(line, index)
    if token.place:
        # "hassan keeps", "pagarle a eusebio"
        return _is_personal(line, index) or does_something(line, index)
    if token.folded in lists().swahili and before in context.WHERE:
        return False
    # "lake edward"
    return before not in things.THINGS_BEFORE and not _is_before_thing(line, index)


def _is_before_thing(line: Line, index: int) -> bool:
    """Whether a place or a body is called so: "prince edward island"."""
    after = [t.folded for t in line.tokens[index + 1 : index + 2]]
    return bool(after) and after[0] in things.THINGS_AFTER and line.joined(index + 1)


def _is_personal(line: Line, index: int) -> bool:
    """Whether a Spanish verb with a pronoun stands before: "pagarle a eusebio"."""
    before = [t.folded for t in line.tokens[max(0, index - 2) : index]]
    if len(before) < 2 or line.language != "es":
        return False
    return before[1] == "a" and before[0].endswith(("le", "les"))


def _opens_and_acts(line: Line, index: int) -> bool:
    """Whether a name opens a line and does something: "mutasa phoned"."""
    token = line.tokens[index]
    if index or not line.sure or not is_sure_name(token):
        return False
    return not is_elsewhere(token.folded) and acts(line, index)


def _is_reversed(line: Line, index: int) -> bool:
    """Whether a family name before its given name begins here: "kiplagat, edwin"."""
    if index + 1 >= len(line.tokens):
        return False
    family, given = line.tokens[index : index + 2]
    if line.between(index + 1) != ", ":
        return False
    sure = family.marks[:1] in ("s", "w") and given.marks[:1] == "g"
    return sure and not (is_word(family) or is_word(given))


def _is_pair(line: Line, index: int) -> bool:
    """Whether a given name before a family name begins here, and none is a word."""
    if not _is_given_before_word(line, index):
        return False
    token, after = line.tokens[index], _family_behind(line, index)
    if after.is_word_too or after.folded in context.NEVER_SMALL:
        return False
    if after.place:
        return _is_before_place(line, index, token)
    if _is_called_after(line, index):
        return False
    # "florence nakoulma", not "in florence nakoulma"
    word = token.is_word_too or (token.place and _is_where(line, index))
    return after.marks[:1] in (("g", "s") if word else ("g", "s", "w"))


def _is_given_before_word(line: Line, index: int) -> bool:
    """Whether it is a given name, and none of the words that stand before names."""
    token = line.tokens[index]
    if not token.marks.startswith("g") or token.ordinary:
        return False
    if token.folded in VERBS and is_word(token):
        return False
    # "rua joão de deus"
    return line.joined(index + 1) and token.folded not in things.THINGS_BEFORE


def _family_behind(line: Line, index: int) -> Token:
    """The word behind a given name, or the one behind "bin" or "van"."""
    after = line.tokens[index + 1]
    if index + 2 >= len(line.tokens):
        return after
    family = line.tokens[index + 2]
    if after.folded in context.KIN:
        return family
    # "jean-marie le bihan", "jose da silva"
    noble = after.folded in NOBLE_TOO and line.joined(index + 2)
    return family if noble and is_sure_name(family) else after


def _is_before_place(line: Line, index: int, given: Token) -> bool:
    """Whether a place may be the family name of a given one.

    "beatrice machakos", and not "in florence nairobi".
    """
    return not (given.is_word_too or _is_where(line, index))


def _is_where(line: Line, index: int) -> bool:
    """Whether a word follows one before places."""
    return bool(index) and line.tokens[index - 1].folded in context.WHERE


def _is_called_after(line: Line, index: int) -> bool:
    """Whether something is called after two names: "aga khan hospital"."""
    behind = line.tokens[index + 2 : index + 3]
    return bool(behind and behind[0].folded in CALLED_AFTER and line.joined(index + 2))


#: What says that a name begins at a word, in lists of names or not.
FOR_ALL = (
    _is_something,
    _is_there,
    _is_kin,
    said_before,
    _is_beside,
    _is_sure_given,
    _is_told_of,
)
BEGINNINGS = (*FOR_ALL, _is_unlisted_pair)
BEGINNINGS_OF_LISTED = (
    *FOR_ALL,
    _is_pair,
    _is_before_joined,
    _is_reversed,
    _is_subject,
    _opens_and_acts,
    _is_given_and_unlisted,
    _is_paid,
    _is_greeted,
    _begins_and_acts,
)
