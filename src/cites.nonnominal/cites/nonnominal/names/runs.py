"""Finds runs of words that one name could hold."""

import re
from cites.nonnominal.names import context, things
from cites.nonnominal.names.around import ContextWords, former
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.pointing import points_at
from cites.nonnominal.names.tokens import Token
from collections.abc import Iterator
from functools import cache


#: Characters between two words of one name.
JOINS = re.compile(r"[ _]{1,2}(?:[dD]['’])?|\.[ ]?|-|[ ][\"“«'][ ]?|[\"”»'][ ]|['’]")
LABELLED = re.compile(r"\s?:\s?\S")
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
#: Words that are no family name, though one may stand there: "Victoria Crane".
NO_FAMILY = things.SPECIES | things.CALENDAR | things.OWNED | things.GOODS
#: Particles that are more often inside a person's name than first in a place's.
SMALL = frozenset({"van", "bin", "de", "da", "di"})
ADDRESSES = frozenset(
    {"mr", "mrs", "ms", "mme", "mlle", "sr", "sra", "don", "dona", "senor", "senora"}
)
#: Small words between an office and its place or body, which begin names as well.
OF_OFFICES = frozenset({"de", "del", "du", "des", "do", "da", "dos", "das", "di"})
OFFICES = (context.RANKS | context.TITLES) - ADDRESSES - {"maitre", "vda", "vve"}
#: Before a family name that may be any word: "Dr White".
POLITE = ADDRESSES | {
    "dr",
    "dra",
    "miss",
    "madame",
    "monsieur",
    "mademoiselle",
    "srta",
    "senorita",
}
#: Particles that have a capital where a family name stands alone.
NOBLE = frozenset({"de", "del", "da", "di", "du", "van", "von"})
#: Articles before what somebody is called: "Gbagbo le Court".
NICKNAMING = frozenset({"le", "la", "el"})
#: Between two names that have capitals, no word of speech stands: "Ali Said Juma".
HONOURS = context.HONOURS | {"said"}
#: Words before the name of a person who is said to be one.
INTRODUCING = context.ROLES | context.NAMING
#: Words before the name of a place.
BEFORE_PLACES = context.WHERE | things.THINGS_BEFORE
#: Titles in one spelling that are abbreviations without a dot: "Me Quenum".
BARE_TITLES = frozenset(t for t in context.SPELLED_TITLES if t.isalpha())
LONGEST, LONGEST_PLACE = 9, 5
LONGEST_ABBREVIATION = 5


def runs_in(words: ContextWords) -> Iterator[tuple[int, int]]:
    """Index of the first word of each run, and index after its last."""
    places = _places(words)
    end = 0
    for at, token in enumerate(words.tokens):
        # Most are small ones that are no names.
        if at < end or not (token.capital or token.marks or is_particle(token)):
            continue
        end = _end_of_run(words, at, places)
        if end > at:
            yield at, end


def is_particle(token: Token) -> bool:
    return token.folded in context.PARTICLES


def _end_of_run(words: ContextWords, start: int, places: set[int]) -> int:
    end = start
    for index in range(start, min(len(words.tokens), start + LONGEST)):
        if not _belongs(words, start, index, places):
            break
        end = index + 1
    while end > start and _trails(words.tokens[end - 1]):
        end -= 1
    if end > start + 2 and _is_next_label(words, end - 1):
        end -= 1
    return end


def _is_next_label(words: ContextWords, index: int) -> bool:
    """Whether a word is the label of what follows: "AGENT: JOSEPH TURAY CONT: FISH"."""
    token = words.tokens[index]
    if token.marks in ("g", "s") and not (token.is_thing or token.upper):
        # "Statement of Margaret Achieng Owuor: I am …"
        return False
    return LABELLED.match(words.text, token.end) is not None


def _belongs(words: ContextWords, start: int, index: int, places: set[int]) -> bool:
    """Whether a word is part of the name that the words from ``start`` may be."""
    if index > start and not (_joined(words, start, index) and _is_cased(words, index)):
        return False
    if index in places and not words.follows_title(start):
        return False
    if words.language == "sw" and index > start and _is_from_place(words, index):
        return False
    token = words.tokens[index]
    if token.text in BARE_TITLES or (token.text == "I" and _is_pronoun(words, token)):
        return False
    if index == start and token.text == "M" and _is_monsieur(words, index):
        return False
    return _fits(token, words.capitals) or _fits_there(words, start, index)


def _is_from_place(words: ContextWords, index: int) -> bool:
    """Whether "wa" tells in Swahili where somebody is from: "Kamau wa Gikomba"."""
    if words.tokens[index].folded != "wa":
        return False
    return not any(token.is_name for token in words.tokens[index + 1 : index + 2])


def _is_monsieur(words: ContextWords, index: int) -> bool:
    """Whether "M" is a French title, and no initial: "M. Boulanger"."""
    token = words.tokens[index]
    if words.language not in ("fr", ""):
        return False
    if words.text[token.start - 1 : token.start] in ("-", "."):
        # "J.-M. Oyono"
        return False
    after = words.tokens[index + 1 : index + 2]
    if not after or not after[0].capital or words.between(index + 1) != ". ":
        return False
    return after[0].is_usual


def _is_pronoun(words: ContextWords, token: Token) -> bool:
    """Whether "I" is English, and no initial: "that Musa I know"."""
    return words.language in ("en", "") and words.text[token.end : token.end + 1] != "."


def _is_cased(words: ContextWords, index: int) -> bool:
    """Whether a word has a capital if the word before has, as in names.

    "Mamadou dit": no name has capitals in only a part of its words.
    """
    before, token = words.tokens[index - 1 : index + 1]
    return not (before.capital and token.text.islower()) or is_particle(token)


def _fits_there(words: ContextWords, start: int, index: int) -> bool:
    """Whether a word that is no name by itself is part of one here."""
    token = words.tokens[index]
    if index > start and _is_place_behind_given(words, start, index):
        return True
    possible = token.capital and token.folded not in NEVER
    if index == start:
        if is_particle(token) and _begins(words, start):
            return True
        return possible and _is_first(words, start)
    if is_particle(token) or _is_honour(words, index):
        return True
    if not possible:
        return False
    return _is_further(words, start, index)


def _is_honour(words: ContextWords, index: int) -> bool:
    """Whether it is an honour between two names: "Ali Mzee Juma"."""
    return words.tokens[index].folded in HONOURS and _after(words, index) is not None


def _is_place_behind_given(words: ContextWords, start: int, index: int) -> bool:
    """Whether a place is the family name of a given one: "Beatrice Machakos"."""
    given, token = words.tokens[start], words.tokens[index]
    if not (token.place and token.capital and given.capital):
        return False
    if index != start + 1 or words.between(index) != " ":
        return False
    if token.folded in context.TITLES or token.folded in SAID:
        return False
    said = not given.is_thing and words.follows(start, PEOPLE)
    return "g" in given.marks or said


def _begins(words: ContextWords, start: int) -> bool:
    """Whether a particle begins a name.

    "Mme de La Roche", "Van der Linde", "Suspect: de Wet".
    """
    token = words.tokens[start]
    if token.folded in OPENING or (token.capital and token.folded in ARTICLES):
        return True
    if words.begins_behind_role(start) or _is_noble(words, start):
        return True
    if _is_of_office(words, start):
        return False
    said = words.follows(start, INTRODUCING)
    return words.follows_title(start) or (said and ":" in words.between(start))


def _is_of_office(words: ContextWords, start: int) -> bool:
    """Whether a small word tells of what somebody is in charge: "le maire de Brazza"."""
    token = words.tokens[start]
    if token.folded not in OF_OFFICES or token.capital:
        return False
    return words.follows(start, OFFICES) and ":" not in words.between(start)


def _is_noble(words: ContextWords, start: int) -> bool:
    """Whether a name with its particle in a capital begins: "Mamani y De la Vega"."""
    token = words.tokens[start]
    if not token.capital or token.opens or token.folded not in NOBLE:
        return False
    name = next(
        (t for t in words.tokens[start + 1 : start + 4] if not is_particle(t)), None
    )
    return name is not None and name.capital and name.is_name and not name.upper


def _is_first(words: ContextWords, start: int) -> bool:
    """Whether an ordinary word begins a name here: "ranger Parfait Diallo"."""
    token, after = words.tokens[start], _after(words, start)
    if _is_addressed(words, start):
        return words.follows_title(start) and token.folded not in SAID
    if after is None:
        # "un nommé Badou"
        return token.place and points_at(words, start)
    if token.upper:
        return not words.capitals and _is_raised_before_given(token, after)
    if token.folded in SAID:
        return False
    if token.place and not token.ordinary:
        return _is_place_before_family(words, start, after)
    sure = not after.place or after.marks in ("g", "s")
    # "Rgds, Linda Osei"
    return sure and words.follows(start, INTRODUCING | PEOPLE)


def _is_raised_before_given(token: Token, after: Token) -> bool:
    """Whether a family name in capitals stands before a given one: "PARK Min-jun"."""
    surname = token.ordinary or token.is_name
    return surname and not after.upper and "g" in after.marks


def _is_place_before_family(words: ContextWords, start: int, after: Token) -> bool:
    """Whether a place is the given name of a family one: "Lusaka Banda"."""
    if after.is_thing or after.marks not in ("g", "s") or after.upper:
        return False
    return not words.follows(start, BEFORE_PLACES)


def _is_addressed(words: ContextWords, start: int) -> bool:
    """Whether it follows a polite form of address: "Mr Banda"."""
    if not start or words.capitals or "," in words.between(start):
        return False
    before = words.tokens[start - 1]
    if before.text == "M" and words.text[before.end : before.end + 2] == ". ":
        # "M. Boulanger"
        return True
    return before.folded in POLITE


def _is_further(words: ContextWords, start: int, index: int) -> bool:
    """Whether an ordinary word is inside a name here.

    "Mme de La Roche", "Lourens du Toit", "Nubia Esperanza Caicedo".
    """
    token = words.tokens[index]
    if all(map(is_particle, words.tokens[start:index])):
        return True
    if token.upper:
        return False
    if _fills_cell(words, start, index) or _is_family_word(words, start, index):
        return True
    return _is_between_names(words, start, index)


def _is_between_names(words: ContextWords, start: int, index: int) -> bool:
    """Whether an ordinary word follows a small one of a name, or stands before a name."""
    first, before, token = (words.tokens[i] for i in (start, index - 1, index))
    if before.text in NICKNAMING and index == start + 2:
        # "Gbagbo le Court"
        return first.is_name and not first.is_thing
    if token.folded in SAID:
        return False
    if is_particle(before) and not before.capital:
        return first.is_name and not token.place
    after = _after(words, index)
    return before.capital and before.is_name and after is not None and not after.place


def _is_family_word(words: ContextWords, start: int, index: int) -> bool:
    """Whether an ordinary word is a family name behind a sure given one.

    "John Key", "Juan Carlos Guerra Mora": no more than two such words end a name.
    """
    token = words.tokens[index]
    if words.capitals or start in words.headings or words.between(index) != " ":
        return False
    if token.place or token.folded in SAID or token.folded in NO_FAMILY:
        return False
    return _is_sure_given(words.tokens[start]) and _ends_name(words, start, index)


def _ends_name(words: ContextWords, start: int, index: int) -> bool:
    """Whether no more capitals follow, and other ordinary words only a family name."""
    before = words.tokens[start + 1 : index]
    several = any(other.is_name for other in before)
    if sum(other.ordinary for other in before) > several:
        return False
    ends = not any(other.capital for other in words.tokens[index + 1 : index + 2])
    return ends or (several and words.between(index + 1) != " ")


def _is_sure_given(given: Token) -> bool:
    """Whether a word is a given name, and where a phrase begins no other word."""
    if not given.capital or "g" not in given.marks or given.ordinary:
        return False
    if {*given.marks} & {"o", "p"} or (given.opens and given.marks != "g"):
        return False
    return given.folded not in things.SELDOM_ALONE and given.folded not in NO_FAMILY


def _fills_cell(words: ContextWords, start: int, index: int) -> bool:
    """Whether a form's value is a given name and this word: "Suspect: Elisa Fumo"."""
    if index != start + 1 or "g" not in words.tokens[start].marks:
        return False
    labelled = words.follows(start, PEOPLE) and ":" in words.between(start)
    end = words.tokens[index].end
    return labelled and words.text[end : end + 1] in ("", "\n")


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
    said = words.text[before : run[0].start]
    sentence = len(said.split()) > 1 and ":" not in said and "\t" not in said
    single = len(run) == 1 and "g" in run[0].marks and run[0].capital
    known = token.is_name or not token.is_thing
    return single and sentence and token.capital and known


def _is_reversed(words: ContextWords, run: list[Token], index: int) -> bool:
    """Whether a given name follows its family name: "DIALLO, Mamadou", and no list."""
    token = words.tokens[index]
    if not token.capital or token.upper or not all(map(_may_be_family, run)):
        return False
    if token.initial:
        return _is_last_initial(words, index)
    if not (token.is_name or (run[-1].upper and not token.is_thing)):
        return False
    if run[0].upper:
        return all(t.upper for t in run) or not _capital_follows(words, index)
    return _is_behind_family(words, run, index)


def _is_behind_family(words: ContextWords, run: list[Token], index: int) -> bool:
    """The same of a family name that is not in capitals: "Da Silva Cardoso, Edmundo"."""
    token = words.tokens[index]
    if words.text[token.end : token.end + 2] == " (":
        return True
    if len(run) == 1:
        return _is_given_behind(words, run[0], index)
    given_before = any("g" in t.marks for t in run if not is_particle(t))
    return token.marks == "g" and not given_before and _ends_behind_given(words, index)


def _is_last_initial(words: ContextWords, index: int) -> bool:
    """Whether it is the initial of the name before: "Onyango, M.", not "M. Sawadogo"."""
    token, after = words.tokens[index], words.tokens[index + 1 : index + 2]
    if words.text[token.end : token.end + 1] != ".":
        return False
    goes_on = any(t.capital and not t.initial for t in after)
    return not goes_on or words.between(index + 1) not in (". ", ".")


def _may_be_family(token: Token) -> bool:
    return token.is_name or is_particle(token) or (token.upper and not token.ordinary)


def _is_given_behind(words: ContextWords, family: Token, index: int) -> bool:
    """Whether a given name follows a family name and a comma, and no list goes on.

    "of Kiplagat, Edwin was never signed"
    """
    given = words.tokens[index]
    linked = words.follows(index - 1, context.LINKING)
    if linked and "o" in family.marks:
        # "Estrella del Golfo, Mustafa ya no contesta"
        return False
    follows = _sentence_follows(words, index)
    if "g" in given.marks and (linked or "g" not in family.marks):
        return follows or _ends_behind_given(words, index)
    # "Diallo, Mamadou paid"
    spaced = words.text[given.end : given.end + 1] == " "
    return family.opens and spaced and follows


def _ends_behind_given(words: ContextWords, index: int) -> bool:
    """Whether a phrase ends after given names and initials."""
    last = words.tokens[index]
    for other in words.tokens[index + 1 : index + 3]:
        # "Ortuño, María Clara", "Onyango, Millicent A."
        if not (other.initial or "g" in other.marks) or other.start != last.end + 1:
            break
        last = other
    return words.text[last.end : last.end + 1] in ("", ",", ".", ";", ")", "\n")


def _capital_follows(words: ContextWords, index: int) -> bool:
    return any(after.capital for after in words.tokens[index + 1 : index + 2])


def _sentence_follows(words: ContextWords, index: int) -> bool:
    """Whether the next word is a small one, and does not join a further name."""
    return any(
        not after.capital and after.folded not in context.JOINING
        for after in words.tokens[index + 1 : index + 2]
    )


def _fits(token: Token, capitals: bool) -> bool:
    if token.folded in NEVER or former(token.folded) in context.RANKS:
        return False
    if not token.capital:
        unsure = token.place or token.folded in context.NEVER_SMALL
        return token.marks in ("g", "s") and not unsure
    if token.marks or token.initial:
        return True
    if token.is_thing:
        return False
    abbreviation = capitals or len(token.text) <= LONGEST_ABBREVIATION
    return not (token.upper and abbreviation)


def _places(words: ContextWords) -> set[int]:
    """Positions of words in names of places with several words, and of airports."""
    beginnings = _beginnings()
    marked: set[int] = set()
    for start, first in enumerate(words.tokens):
        if first.capital and first.folded not in SMALL:
            begin = first.folded.partition("-")[0]
            if begin in beginnings:
                end = _end_of_place(words, start)
                marked.update(range(start, end))
    return marked


@cache
def _beginnings() -> frozenset[str]:
    """The first words of places with several words."""
    known = lists()
    return frozenset(
        name.partition(" ")[0] for name in (*known.places, *known.airports) if " " in name
    )


def _end_of_place(words: ContextWords, start: int) -> int:
    """Index after the longest name of a place of several words; ``start`` if none is."""
    known = lists()
    name, found = "", start
    run = words.tokens[start : start + LONGEST_PLACE]
    for end, token in enumerate(run, start + 1):
        name += token.folded.replace("-", " ")
        if " " in name and (
            name in known.places
            or (name in known.airports and _is_of_airport(words, start, end))
        ):
            found = end
        name += " "
    return found


def _is_of_airport(words: ContextWords, start: int, end: int) -> bool:
    return words.flies or _is_about_place(words, start, end)


def _is_about_place(words: ContextWords, start: int, end: int) -> bool:
    behind = words.behind(end)
    if behind is not None and behind.folded in things.THINGS_AFTER:
        return True
    return bool(words.before(start) & BEFORE_PLACES)
