"""Decides which runs of words name a person."""

import re
from cites.cug.nonnominal.findings import FindingKind, LIKELY, matches, POSSIBLE, Span
from cites.cug.nonnominal.names import context, eastern, things
from cites.cug.nonnominal.names.around import ContextWords
from cites.cug.nonnominal.names.lists import lists
from cites.cug.nonnominal.names.named_after import is_named_after
from cites.cug.nonnominal.names.runs import is_particle, runs_in
from cites.cug.nonnominal.names.spelling import fold
from cites.cug.nonnominal.names.tokens import Token
from collections.abc import Iterator


#: Mark of a word → its weight in a run.
WEIGHT = {"g": 2.0, "s": 1.5, "w": 1.0, "": 0.5}
ALSO_A_WORD, ALSO_A_PLACE = 0.4, 0.6
#: Least weight of a run that is a name.
ENOUGH, ENOUGH_IN_SMALL = 2.0, 3.0
#: Least weight of a single word that begins a sentence, or is also a place.
ENOUGH_ALONE = 2.5
#: What it adds that a place follows a given name which is one as well.
PLACE_BEHIND_GIVEN = 0.6
#: What two words add that no list has, in a text whose capitals tell names.
UNLISTED = 1.0
#: A shorter single word in capitals is an abbreviation.
SHORTEST_IN_CAPITALS = 5

#: "a Bertram 31": a make with its model.
ARTICLES = frozenset({"a", "an", "un", "une", "una", "um", "uma"})
NUMBERED = re.compile(r" \d")
#: Behind an abbreviated label: "Dest.: ".
LABEL = re.compile(r"\.\s?:")
#: "4 Aug 2023".
MONTH = re.compile(r"\d\s[^\W\d]+\.?\s\d")
PEOPLE = context.ROLES | context.RANKS
#: Words before a name that are no part of it.
FILLING = context.ROLES | context.NAMING | context.WHERE
#: Nicknames of ordinary words: "alias El Tuerto", « surnommé "Le Vieux" ».
NICKNAME = re.compile(
    r"\b(?i:alias|a\.?k\.?a\.?|nicknamed?|surnommée?|surnom|sobriquet|apodad[oa]|apodo|"
    r"alcunha)"
    r"(?:\s?:\s?|\s+)[\"“«‘']?\s?"
    r"(?P<name>(?:(?i:el|la|los|las|le|les|the)\s)?"
    r"[A-ZÀ-Þ][\w'’\-]+(?:\s[A-ZÀ-Þ][\w'’\-]+){0,2})"
)
#: "goes by Lucky", "on l'appelle Doudou", "le dicen Chucho".
GOES_BY = re.compile(
    r"\b(?i:goes\sby|call(?:s|ed)?\s(?:him|her)(?:self)?|on\sl['’]appelle|(?:le|la|"
    r"se)\ssurnomme(?:nt)?|"
    r"se\sfait\sappeler|se\shace\sllamar|dice\sllamarse|(?:le|lo|la)\s(?:dicen|llaman|"
    r"apodan)|chamam-lhe|conhecid[oa]\s(?:por|como)|"
    r"anajulikana\skama|wanamwita)\s[\"“«‘']?\s?"
    r"(?P<name>(?:(?i:el|la|le|the|o|a)\s)?[A-ZÀ-Þ][\w'’\-]+(?:\s[A-ZÀ-Þ][\w'’\-]+)?)"
)
#: « Docteur Écaille », "Uncle Scales".
QUOTED_TITLE = re.compile(
    r"[\"“«]\s?(?P<name>(?:Docteur|Doctor|Doutor|Dr|Tonton|Tata|Papa|Maman|Mama|Baba|"
    r"Mzee|Capitaine|"
    r"Captain|Capitán|Uncle|Auntie|King|Rey|Roi|Rei|Boss|Chef|Don|Doña|Tío|Tía|Tio|Tia|"
    r"Bwana)"
    r"\s[A-ZÀ-Þ][\w'’\-]+)\s?[\"”»]"
)
#: "known to them as “Sapsan”", "dit « Papa Zoulou »".
KNOWN_AS = re.compile(
    r"\b(?i:known(?:\s\w+){0,5}\sas|called|connue?\s(?:comme|sous\sle\snom\sde)|dite?|"
    r"nommée?|appelée?|conocid[oa]\scomo|llamad[oa]|nombrad[oa])\s[\"“«‘]\s?"
    r"(?P<name>[A-ZÀ-Þ][^\"”»’\n]{1,30}?)\s?[\"”»’]"
)
#: "Murugesan s/o Palaniappan".
CHILD_OF = re.compile(
    r"\b(?:[sdwSDW]/[oO]|"
    r"[aA]/[lLpP])\.?\s(?P<name>[A-ZÀ-Þ][\w'’\-]+(?:\s[A-ZÀ-Þ][\w'’\-]+){0,2})"
)


#: Nicknames between given and family name: "Gladness «Mama Tembo» Mwakyusa".
NICKNAMED = re.compile(
    r"(?<![\w'’\-])(?P<given>[A-ZÀ-Þ][\w'’\-]{1,30})(?:\s(?:dite?|alias|"
    r"a\.?k\.?a\.?))?\s?"
    r"[\"“«‘'(]\s?[^\"”»’'()\n]{2,25}?\s?[\"”»’')]\s(?P<family>[A-ZÀ-Þ][\w'’\-]{1,30})"
)


def persons_in(text: str) -> Iterator[Span]:
    for match in NICKNAMED.finditer(text):
        if _is_name_of_two(match["given"], match["family"]):
            yield Span(*match.span(), FindingKind.PERSON, LIKELY)
    yield from matches(
        text,
        FindingKind.PERSON,
        LIKELY,
        NICKNAME,
        KNOWN_AS,
        GOES_BY,
        CHILD_OF,
        QUOTED_TITLE,
    )
    words = ContextWords(text)
    for start, end in eastern.names_at(text, words.tokens):
        if words.no_names.isdisjoint(range(start, end)):
            first, last = words.tokens[start], words.tokens[end - 1]
            yield Span(first.start, last.end, FindingKind.PERSON, LIKELY)
    known: set[str] = set()
    for start, end in runs_in(words):
        found = _judged(words, start, end)
        if found:
            yield Span(found[0].start, found[-1].end, FindingKind.PERSON, LIKELY)
            for token in _beside(words, start, end, found[0]):
                yield Span(token.start, token.end, FindingKind.PERSON, LIKELY)
            known.update(token.folded for token in found if _is_telling(token))
    for token in words.tokens:
        # Once a person is named, the family name alone is found too.
        if token.folded in known and _is_telling(token):
            yield Span(token.start, token.end, FindingKind.PERSON, POSSIBLE)


def _is_name_of_two(given: str, family: str) -> bool:
    """Whether one word is a listed name, and neither is another thing."""
    known = lists()
    folded = {fold(word).split("-")[0] for word in (given, family)}
    if not folded.isdisjoint(things.THINGS_BEFORE | things.SPECIES):
        return False
    if any(word in known.words and word not in known.names for word in folded):
        return False
    return any(word in known.names for word in folded)


def _is_telling(token: Token) -> bool:
    if not token.capital or token.upper or len(token.text) < 4:
        return False
    return not (token.ordinary or token.place or "o" in token.marks or "q" in token.marks)


def _beside(words: ContextWords, start: int, end: int, first: Token) -> Iterator[Token]:
    """Given names that "and" or "or" join to a name, even if places have them too.

    After a title for several, any word that is no other thing: "Messrs Oba and Wazembe".
    """
    tokens = words.tokens
    before = tokens[start - 1].folded if start and first is tokens[start] else ""
    for link, other in ((start - 1, start - 2), (end, end + 1)):
        if 0 <= other < len(tokens) and tokens[link].folded in context.JOINING:
            token = tokens[other]
            known = "g" in token.marks or (token.is_name and not token.place)
            known = known or (
                before in context.SEVERAL and not (token.place or token.upper)
            )
            if token.capital and known and not token.ordinary:
                yield token


def _are_several(word: str) -> bool:
    """Whether a title or a role is of several persons: "Messrs", "los comuneros"."""
    return word in context.SEVERAL or (word.endswith("s") and word in PEOPLE)


def _judged(words: ContextWords, start: int, end: int) -> list[Token] | None:
    """The words of the person's name in a run; None if it has none."""
    titled = words.follows_title(start)
    named = words.follows(start, context.NAMING, 2) or words.follows_label(start)
    named = (named and words.tokens[start].capital) or words.begins_behind_role(start)
    named = named or words.follows_speech(start) or words.acts(start)
    if not (titled or named):
        while start < end and _is_filling(words.tokens[start]):
            start += 1
    run = words.tokens[start:end]
    if _is_no_name(run) or _is_something_else(words, start, end, titled):
        return None
    return run if titled or named or _is_enough(words, start, end) else None


def _is_no_name(run: list[Token]) -> bool:
    if all(token.initial or is_particle(token) for token in run):
        return True
    # "Vo.Bo."
    return len(run) > 1 and all(len(token.text) < 3 for token in run)


def _is_something_else(words: ContextWords, start: int, end: int, titled: bool) -> bool:
    """Whether a run names an animal, a place or another thing."""
    first = words.tokens[start]
    if first.folded in things.SPECIES and (first.opens or not first.capital):
        # "Faucon d'Éléonore"
        return True
    if words.is_species(start, end) or words.is_thing(start, end, titled):
        return True
    if end - start == 1 and not titled and is_named_after(first):
        return True
    return not words.no_names.isdisjoint(range(start, end))


def _is_filling(token: Token) -> bool:
    """Whether a word before the name belongs to the sentence."""
    if token.folded in FILLING and not token.initial:
        return True
    begins = token.opens and not token.is_name
    return token.ordinary and (begins or is_particle(token))


def _is_enough(words: ContextWords, start: int, end: int) -> bool:
    run = words.tokens[start:end]
    weight = sum(map(_weight, run)) + words.support(start, end)
    whole = [token for token in run if not is_particle(token)]
    small = words.capitals or not all(token.capital for token in whole)
    initials = any(token.initial for token in run)
    if len(whole) == 1 and run[0] is whole[0] and not initials:
        return not small and _stands_alone(words, start, weight)
    weight += _is_initialed(words, run) + _is_surname_raised(words, run)
    weight += PLACE_BEHIND_GIVEN * _is_place_behind_given(words, start, run)
    weight += UNLISTED * _are_unlisted(words, start, whole)
    return weight >= (ENOUGH_IN_SMALL if small else ENOUGH)


def _is_place_behind_given(words: ContextWords, start: int, run: list[Token]) -> bool:
    """Whether both words are places too: "Florence Nairobi", not "in Florence"."""
    if len(run) != 2 or words.follows(start, context.WHERE):
        return False
    family = run[1]
    unlisted = not (family.marks or family.upper or family.opens)
    return run[0].marks == "gp" and (family.place or unlisted) and not family.ordinary


def _are_unlisted(words: ContextWords, start: int, whole: list[Token]) -> bool:
    """Whether two or three capitalised words of no language stand in a sentence."""
    if words.capitals or len(whole) > 3 or words.follows(start, context.LOCATIVE):
        return False
    if whole[0].opens and not whole[0].marks:
        return False
    return not any(
        token.is_thing or token.upper or not token.capital or len(token.text) < 4
        for token in whole
    )


def _is_surname_raised(words: ContextWords, run: list[Token]) -> bool:
    """Whether the first word alone is in capitals: "PARK Min-jun"."""
    return run[0].upper and not (words.capitals or run[-1].upper or run[-1].initial)


def _is_initialed(words: ContextWords, run: list[Token]) -> bool:
    """Whether an initial makes an unlisted word a name: "W. Tchakounté"."""
    dotted = any(t.initial and words.text[t.end : t.end + 1] == "." for t in run)
    return dotted and any(
        token.capital and len(token.text) > 2 and not (token.is_thing or token.upper)
        for token in run
    )


def _weight(token: Token) -> float:
    if token.initial:
        return 0.5
    if is_particle(token):
        if token.folded in context.KIN:
            return 1.0
        # "y Al Khatib": only names begin with this article inside a sentence.
        return 0.5 if token.capital and not token.opens else 0.0
    weight = WEIGHT[token.marks[:1]]
    if "o" in token.marks:
        weight *= ALSO_A_WORD / (2 if token.opens or not token.capital else 1)
    if "p" in token.marks:
        weight *= ALSO_A_PLACE
    return weight


def _is_model(words: ContextWords, start: int) -> bool:
    """Whether it is the model of a vehicle or a device: "Nissan Versa"."""
    if not start or words.between(start) != " ":
        return False
    before = words.tokens[start - 1]
    return before.capital and before.folded in things.NO_NAMES


def _stands_alone(words: ContextWords, start: int, weight: float) -> bool:
    """Whether a single word is a person's name."""
    token = words.tokens[start]
    if not token.marks or "o" in token.marks or _is_model(words, start):
        return False
    if MONTH.search(words.text, max(0, token.start - 3), token.end + 3):
        return False
    if token.upper and len(token.text) < SHORTEST_IN_CAPITALS:
        return False
    if len(token.text) < SHORTEST_IN_CAPITALS and LABEL.match(words.text, token.end):
        return False
    if words.follows(start, ARTICLES) and NUMBERED.match(words.text, token.end):
        return False
    if token.opens and "q" in token.marks:
        return False
    if token.place or "w" in token.marks:
        return weight >= ENOUGH_ALONE
    after_where = words.follows(start, context.WHERE)
    return weight >= (WEIGHT["g"] if after_where else WEIGHT["s"])
