"""Finds names and companies in Cyrillic letters: by patronymic, ending, role and list.

The list is the Latin one: Russian names are transliterated before looking them up.
"""

import re
from cites.nonnominal.findings import (
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.nonnominal.names.lists import keep_words, lists
from cites.nonnominal.names.patterns import Patterns
from cites.nonnominal.reading import without_capital_lines
from collections.abc import Iterator
from functools import cache


PATTERNS = Patterns("ru")
TEXT = PATTERNS.compiled("TEXT")
WORD = PATTERNS.compiled("WORD")
PATRONYMIC = PATTERNS.compiled("PATRONYMIC")
FAMILY = PATTERNS.compiled("FAMILY")
ENDINGS = (
    "",
    "ой",
    "ого",
    "ому",
    "ыми",
    "ым",
    "ем",
    "ом",
    "ей",
    "а",
    "у",
    "ы",
    "и",
    "е",
    "ю",
    "я",
    "й",
    "ь",
)
OF_WORDS = PATTERNS.text("OF_WORDS")
NOMINATIVES = PATTERNS.text("NOMINATIVES")
ROLES = PATTERNS.compiled("ROLES")
SPOKEN = PATTERNS.compiled("SPOKEN")
NAMED_AFTER = PATTERNS.compiled("NAMED_AFTER")
FAMOUS = PATTERNS.compiled("FAMOUS")
COMPANY = PATTERNS.compiled("COMPANY")
QUOTED_COMPANY = PATTERNS.compiled("QUOTED_COMPANY")
SMALL_COMPANY = PATTERNS.compiled("SMALL_COMPANY")
#: Longest abbreviation.
ABBREVIATION = 5
NICKNAME = PATTERNS.compiled("NICKNAME")
QUOTED_NICKNAME = PATTERNS.compiled("QUOTED_NICKNAME")
WITH_INITIALS = PATTERNS.compiled("WITH_INITIALS")
WITH_SMALL_INITIALS = PATTERNS.compiled("WITH_SMALL_INITIALS")
VERB = PATTERNS.compiled("VERB")
FAMILIAR = PATTERNS.compiled("FAMILIAR")
SHORT = PATTERNS.compiled("SHORT")
CALLED = PATTERNS.compiled("CALLED")
OF_ANIMALS = PATTERNS.compiled("OF_ANIMALS")
EASTERN = PATTERNS.compiled("EASTERN")
ANY_WITH_INITIALS = PATTERNS.compiled("ANY_WITH_INITIALS")
FAMILY_ALONE = PATTERNS.compiled("FAMILY_ALONE")
DOING = PATTERNS.compiled("DOING")
ANIMALS = PATTERNS.compiled("ANIMALS")
KINDS = PATTERNS.compiled("KINDS")
SURE_FAMILY = PATTERNS.compiled("SURE_FAMILY")
OF_PLACES = PATTERNS.compiled("OF_PLACES")
OF_TRADE = PATTERNS.compiled("OF_TRADE")
PARTY = PATTERNS.compiled("PARTY")
VESSEL = PATTERNS.compiled("VESSEL")
#: How many characters before a name are looked at.
REACH = 40
BODIES = PATTERNS.compiled("BODIES")
PAIRS = (
    ("щ", "shch"), ("ш", "sh"), ("ч", "ch"), ("ж", "zh"), ("х", "kh"), ("ц", "ts"),
    ("ю", "yu"), ("я", "ya"), ("ё", "e"), ("э", "e"), ("ы", "y"), ("ь", ""), ("ъ", ""),
)  # fmt: skip
SINGLE = str.maketrans("абвгдезийклмнопрстуфіїєґ", "abvgdeziyklmnoprstufiieg")


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    yield from matches(text, FindingKind.COMPANY, LIKELY, COMPANY)
    yield from matches(text, FindingKind.COMPANY, CERTAIN, QUOTED_COMPANY)
    if any(c.islower() and TEXT.match(c) for c in text):
        yield from _named_in(without_capital_lines(text))
    else:
        # As in chats: capitals of a whole text tell nothing.
        yield from _named_in(text.lower() if len(text.lower()) == len(text) else text)


def _named_in(text: str) -> Iterator[Span]:
    yield from matches(text, FindingKind.COMPANY, LIKELY, SMALL_COMPANY)
    yield from matches(
        text,
        FindingKind.PERSON,
        LIKELY,
        NICKNAME,
        QUOTED_NICKNAME,
        WITH_INITIALS,
        WITH_SMALL_INITIALS,
    )
    for pattern in (FAMILIAR, SHORT):
        for match in pattern.finditer(text):
            # "Лёха Рыжий"
            called = CALLED.match(text, match.end()) if match[0][0].isupper() else None
            end = called.end() if called else match.end()
            if not OF_ANIMALS.search(text, match.end(), match.end() + REACH):
                yield Span(match.start(), end, FindingKind.PERSON, POSSIBLE)
    yield from matches(text, FindingKind.PERSON, LIKELY, EASTERN)
    yield from matches(text, FindingKind.PLATE, LIKELY, VESSEL)
    for match in ANY_WITH_INITIALS.finditer(text):
        if _is_no_word(match["behind"] or match["before"]):
            yield Span(*match.span(), FindingKind.PERSON, LIKELY)
    for match in PARTY.finditer(text):
        if any(map(OF_TRADE.search, match["name"].lower().replace("-", " ").split())):
            yield Span(*match.span("name"), FindingKind.COMPANY, CERTAIN)
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _end_of_run(text, words, at)
        rank = _rank(text, words[at:end]) if end > at else None
        if rank is not None:
            yield Span(words[at].start(), words[end - 1].end(), FindingKind.PERSON, rank)
            at = end
        else:
            at += 1


def _is_no_word(word: str) -> bool:
    """Whether it is no ordinary word, though it may be a given name."""
    small = word.lower()
    if ROLES.match(small) or BODIES.match(small) or len(small) < 2:
        return False
    return not is_ordinary(small) or bool(_marks(small))


def _end_of_run(text: str, words: list[re.Match[str]], start: int) -> int:
    """Index after the words that one name could hold: up to four, none ordinary.

    ``start`` if none could.
    """
    end = start
    for index in range(start, min(start + 4, len(words))):
        between = text[words[index - 1].end() : words[index].start()]
        if index > start and between not in (" ", "", "  "):
            break
        word = words[index][0]
        if not _may_be_name(word):
            break
        if index > start and (_changes_case(words, index) or _is_verb(word)):
            break
        end = index + 1
    return end


def _is_verb(word: str) -> bool:
    """Whether a word in small letters ends as verbs do, and is no given name."""
    if not word.islower() or VERB.search(word) is None:
        return False
    return not (_is_given(word) or _is_patronymic(word))


def _changes_case(words: list[re.Match[str]], index: int) -> bool:
    """Whether a word has a capital and the one before has none, or the other way "
    "round."""
    before, word = words[index - 1][0], words[index][0]
    return before[0].isupper() != word[0].isupper() and not _is_patronymic(word)


def _may_be_name(word: str) -> bool:
    if word.endswith("."):
        return True
    small = word.lower()
    if len(small) < 3 and word == small:
        return False
    if ROLES.match(small) or BODIES.match(small):
        return False
    if word == small and ANIMALS.match(small):
        return False
    if PATRONYMIC.search(small):
        return True
    if word == small:
        # In small letters only what a list or an ending tells.
        family = _is_listed(word) and small not in lists().russian
        return family or _is_given(word)
    return small not in lists().russian or _is_given(word)


def _rank(text: str, run: list[re.Match[str]]) -> int | None:
    """The rank of a run of words as a person's name; None if it is no name."""
    words = [match[0] for match in run]
    whole = [word for word in words if not word.endswith(".")]
    if not whole or _is_abbreviation(whole):
        return None
    if OF_ANIMALS.search(text, run[-1].end(), run[-1].end() + REACH):
        return None
    before = text[max(0, run[0].start() - REACH) : run[0].start()].lower()
    if _is_of_another(before, whole):
        return None
    if FAMOUS.match(whole[-1].lower()) and not ROLES.search(before.rstrip()):
        return None
    if len(whole) == 1 and _stands_alone(words[0], before):
        return POSSIBLE
    patronymic = any(map(_is_patronymic, whole))
    if NAMED_AFTER.search(before) and not patronymic:
        return None
    raised = all(word[0].isupper() for word in whole)
    rank_of = _rank_in_capitals if raised else _rank_in_small_letters
    return rank_of(before, words, whole, patronymic)


def _is_abbreviation(whole: list[str]) -> bool:
    """Whether the only word is one: "гражданин КНДР"."""
    return len(whole) == 1 and whole[0].isupper() and len(whole[0]) <= ABBREVIATION


def _is_of_another(before: str, whole: list[str]) -> bool:
    """Whether it is a place, or an animal is called so: "олень Давида"."""
    said = before.split()
    kind = said[-1] if said and before.endswith(" ") else ""
    if ANIMALS.match(kind) or KINDS.match(kind):
        return True
    return len(whole) > 1 and OF_PLACES.match(whole[-1].lower()) is not None


def _stands_alone(word: str, before: str) -> bool:
    """Whether a single word is a person's family name, or of who does something."""
    small = word.lower()
    if small in lists().russian or _is_place(small) or NAMED_AFTER.search(before):
        return False
    capital = word[0].isupper() and not word.isupper()
    if capital and DOING.search(before):
        return len(word) > 3
    if capital and len(small) > 3 and (_marks(word) == "g" or _is_patronymic(word)):
        return True
    if word.isupper() or len(small) < 5 or not FAMILY_ALONE.search(small):
        return False
    if word.islower() and is_ordinary(word):
        return False
    listed = bool(_marks(word)) or SURE_FAMILY.search(small) is not None
    return listed or (capital and not _ends_sentence(before))


def _ends_sentence(before: str) -> bool:
    """Whether a capital behind these words tells nothing."""
    said = before.rstrip()
    return not said or said[-1] in '.!?:;«"('


@keep_words(4096)
def _is_place(word: str) -> bool:
    """Whether it is a place, in whatever grammatical case."""
    places = lists().places
    return any(
        _in_latin(word.removesuffix(ending) + more) in places
        for ending in ENDINGS
        if word.endswith(ending) and len(word) - len(ending) > 2
        for more in ("", "а", "ь", "я")
    )


def _rank_in_capitals(
    before: str, words: list[str], whole: list[str], patronymic: bool
) -> int | None:
    """The rank of words that all begin with a capital."""
    if (patronymic and len(words) > 1) or _has_initials(words, whole):
        return LIKELY
    named = _is_announced(before, words[0]) or _are_given_and_family(whole)
    return LIKELY if named else None


def _rank_in_small_letters(
    before: str, words: list[str], whole: list[str], patronymic: bool
) -> int | None:
    """The rank of words of which one begins with a small letter."""
    if patronymic and len(words) > 1:
        return LIKELY
    announced = _is_announced(before, words[0])
    known = lists()
    if announced and whole[0] in known.russian_given and whole[0] not in known.russian:
        return LIKELY
    if _are_given_and_family(whole) and "g" in map(_marks, whole):
        return POSSIBLE
    if all(map(is_ordinary, whole)):
        return None
    if announced:
        return LIKELY if any(map(_is_listed, whole)) else None
    return POSSIBLE if _are_given_and_family(whole) else None


def _has_initials(words: list[str], whole: list[str]) -> bool:
    """Whether a listed name has one or two initials."""
    return len(words) - len(whole) in (1, 2) and _is_listed(whole[0])


def _are_given_and_family(whole: list[str]) -> bool:
    if len(whole) < 2 or not any(map(_is_given, whole)):
        return False
    return all(map(_is_listed, whole))


def _is_announced(before: str, first: str) -> bool:
    """Whether the words before say that a name follows."""
    parting = ' :\t;|—-«"' + ("," if _is_given(first) else "")
    if ROLES.search(before.rstrip(parting)):
        return True
    return SPOKEN.search(before) is not None


def _is_given(word: str) -> bool:
    return "g" in _marks(word)


def _is_patronymic(word: str) -> bool:
    return len(word) > 5 and PATRONYMIC.search(word.lower()) is not None


def _is_listed(word: str) -> bool:
    return bool(_marks(word)) or FAMILY.search(word.lower()) is not None


@keep_words(4096)
def _marks(word: str) -> str:
    """The marks of a name in the lists, in whatever grammatical case it stands."""
    low, known = word.lower(), lists()
    forms = list(_nominatives(low))
    ordinary = "o" if is_ordinary(low) else ""
    if any(form in known.russian_given for form in forms):
        return "g" + ordinary
    if ordinary:
        return ""
    if any(form in known.russian_family for form in forms):
        return "s"
    for form in forms:
        found = known.names.get(_in_latin(form), "")
        if found[:1] in ("g", "s"):
            return found
    return ""


def _nominatives(low: str) -> Iterator[str]:
    """What a word in some grammatical case may be, among it what is none."""
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            stem = low.removesuffix(ending)
            for nominative in ("", "а", "я", "й", "ь"):
                yield stem + nominative


@cache
def _endings() -> tuple[str, ...]:
    return ("", *OF_WORDS.split())


@keep_words(4096)
def is_ordinary(low: str) -> bool:
    """Whether it is a word in use, in whatever grammatical case."""
    known = lists().russian
    if low in known:
        return True
    for ending in _endings():
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            stem = low.removesuffix(ending)
            if any(stem + more in known for more in ("", *NOMINATIVES.split())):
                return True
    return False


def _in_latin(word: str) -> str:
    for letter, latin in PAIRS:
        word = word.replace(letter, latin)
    return word.translate(SINGLE)
