"""Finds names and companies in Arabic letters: by context, form and list."""

import re
from cites.nonnominal.findings import (
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    Span,
)
from cites.nonnominal.names.lists import keep_words, lists
from cites.nonnominal.names.patterns import Patterns
from cites.nonnominal.names.spelling import plain_arabic
from collections.abc import Iterator


PATTERNS = Patterns("ar")
TEXT = PATTERNS.compiled("TEXT")
WORD = PATTERNS.compiled("WORD")
VERB = PATTERNS.compiled("VERB")
INFLECTED = PATTERNS.compiled("INFLECTED")
#: Prefixes that are written together with the next word.
JOINED = ("", "و", "ل", "ب", "ف", "ك")


@keep_words(4096)
def _plain(word: str) -> str:
    return plain_arabic(word)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_plain, text.split()))


ROLES = _words(PATTERNS.text("ROLES", " "))
INTRODUCING = _words(PATTERNS.text("INTRODUCING", " "))
SERVANT = PATTERNS.compiled("SERVANT")
NAMES_OF = _words(PATTERNS.text("NAMES_OF", " "))
KNOWN = _words(PATTERNS.text("KNOWN", " "))
NICKNAMES = _words(PATTERNS.text("NICKNAMES", " "))
BEFORE_NAMES = _words(PATTERNS.text("BEFORE_NAMES", " "))
SERVANTS, FATHERS = _words("عبد وعبد لعبد"), _words("أبو ابو وأبو أبي")
SONS = _words(PATTERNS.text("SONS", " "))
OF_QUARTERS = _words(PATTERNS.text("OF_QUARTERS", " "))
THINGS = _words(PATTERNS.text("THINGS", " "))
COMPANY = PATTERNS.compiled("COMPANY")
OF_A_TRADE = PATTERNS.compiled("OF_A_TRADE")
OF_A_COMPANY = PATTERNS.compiled("OF_A_COMPANY")
CALLED = PATTERNS.compiled("CALLED")
OF_COMPANIES = _words(PATTERNS.text("OF_COMPANIES", " "))
PARTY = PATTERNS.compiled("PARTY")
COMPANIES = _words(PATTERNS.text("COMPANIES", " "))
GENERIC = _words(PATTERNS.text("GENERIC", " "))
ENDS = _words(PATTERNS.text("ENDS", " "))
ANIMALS = _words(PATTERNS.text("ANIMALS", " "))
#: What stands there, and no preposition.
BUILDINGS = THINGS - _words("في إلى")
NO_NAMES = ENDS | ROLES | THINGS
NO_VALUES = NO_NAMES | OF_COMPANIES
#: Most words of a form's value that is a name, and of a name, with "بن" and "أبو".
LONGEST, MOST = 4, 6


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    for match in COMPANY.finditer(text):
        if _names_company(match[0].split()):
            yield Span(*match.span(), FindingKind.COMPANY, LIKELY)
    for match in PARTY.finditer(text):
        yield Span(*match.span("name"), FindingKind.COMPANY, CERTAIN)
    yield from matches(text, FindingKind.COMPANY, CERTAIN, OF_A_TRADE, OF_A_COMPANY)
    yield from matches(text, FindingKind.PERSON, CERTAIN, CALLED)
    words = list(WORD.finditer(text))
    at = last = 0
    while at < len(words):
        listed = 0 < last == at and _between(text, words, at).strip() in ("", "،", ",")
        end = _end_of_name(text, words, at, listed and words[at][0][0] == "و")
        if _is_of_thing(text, words, at):
            last, at = 0, max(end, at + 1)
            continue
        if end > at:
            start = words[at].start()
            joined = listed and _plain(words[at][0])[1:] in _names()
            yield Span(start + joined, words[end - 1].end(), FindingKind.PERSON, LIKELY)
            last = end
        at = max(end, at + 1)


def _names_company(words: list[str]) -> bool:
    """Whether the words behind "company" are its name: "شركة خاصة" is none."""
    kind, first = map(_plain, words[:2])
    if first in GENERIC:
        return False
    if len(words) > 2 or kind.lstrip("ولبف") in COMPANIES:
        return True
    return first.startswith("ال") or not _is_ordinary(first)


def _end_of_name(text: str, words: list[re.Match[str]], start: int, listed: bool) -> int:
    """Index after the last word of a name that begins here; ``start`` if none does.

    ``listed``: it stands behind a name and "and".
    """
    before = _word_before(text, words, start)
    if before in NICKNAMES or _is_known_as(words, start):
        return start + 1
    said = listed or _is_role(before) or _is_labelled(text, words, start)
    if said and ":" in _between(text, words, start):
        end = _end_of_value(text, words, start)
        if end > start:
            return end
    end, weight = _weighed(text, words, start, said, before in INTRODUCING)
    # So many words, of so much weight.
    alone = _is_only_a_name(words, start) or _is_explained(text, words, end)
    least = 1 if said or alone else 2
    return end if end - start >= least and weight >= least else start


def _is_explained(text: str, words: list[re.Match[str]], end: int) -> bool:
    """Whether a role stands behind a name and a comma: "صالح، شقيق المتهم"."""
    if not 0 < end < len(words) or _between(text, words, end).strip() not in ("،", ","):
        return False
    return _plain(words[end][0]) in ROLES


def _is_only_a_name(words: list[re.Match[str]], start: int) -> bool:
    """Whether the first word is a given name that is never a word or a place."""
    return _marks(_plain(words[start][0]), first=True) == "gu"


def _goes_with(before: str, word: str) -> bool:
    """Whether a word is of a name by the one before: "عبد الرحمن", "أبو الليل"."""
    if before in SERVANTS:
        return word.startswith("ال") and word not in NO_NAMES
    if before in SONS:
        return word not in NO_NAMES and not _is_ordinary(word)
    return before in FATHERS and word not in ENDS | THINGS and word != "ظبي"


@keep_words(4096)
def _is_ordinary(word: str) -> bool:
    """Whether it is a word in use that no list has as a name."""
    known = lists().arabic_words
    if word in _names():
        return False
    return word in known or (len(word) > 4 and word[0] in "ولبفك" and word[1:] in known)


def _weighed(
    text: str, words: list[re.Match[str]], start: int, said: bool, introduced: bool
) -> tuple[int, float]:
    """Index after the words that one name could hold, and what they weigh together.

    ``said`` as of ``_weight``; ``introduced``: a word before lets any words be a name.
    """
    end, weight = start, 0.0
    for index in range(start, min(len(words), start + MOST)):
        inside = index > start
        if inside and _between(text, words, index) not in (" ", "_"):
            break
        word = _plain(words[index][0])
        if not inside:
            word = _without_prefix(word)
        if inside and _goes_with(_plain(words[index - 1][0]), word):
            found = 1.0
        else:
            found = _weight(word, inside=inside, said=said)
        if not found and introduced and _may_be_any(word):
            found = 1.0
        if not found:
            break
        weight, end = weight + found, index + 1
    while end > start and _plain(words[end - 1][0]) in BEFORE_NAMES:
        end -= 1
    return end, weight


@keep_words(4096)
def _is_role(word: str) -> bool:
    """Whether it announces a person, perhaps with "و", "ل", "ب", "ف" or "لل" joined."""
    if any(_without(word, joined) in ROLES for joined in ("", "و", "ل", "ب", "ف")):
        return True
    return word.startswith("لل") and f"ال{word[2:]}" in ROLES


def _is_of_thing(text: str, words: list[re.Match[str]], start: int) -> bool:
    """Whether a thing is named so, also with the name's first part: "محمد بن سلمان"."""
    before = _word_before(text, words, start)
    if before == "السيده" and _plain(words[start][0]) in OF_QUARTERS:
        return True
    if before in THINGS or before.lstrip("وبلف") in THINGS:
        return True
    further = _word_before(text, words, start - 1) if start > 1 else ""
    if before in INTRODUCING and further in ANIMALS:
        return True
    if _is_role(before) and further in BUILDINGS:
        # "مستشفى الشيخ زايد"
        return True
    return _plain(words[start][0]) in BEFORE_NAMES and further in THINGS


def _is_known_as(words: list[re.Match[str]], start: int) -> bool:
    """Whether "known by the name of" stands before: "المعروف باسم"."""
    said = [_plain(word[0]) for word in words[max(0, start - 2) : start]]
    return len(said) > 1 and said[1] == "باسم" and said[0] in KNOWN


def _may_be_any(word: str) -> bool:
    """Whether a word in no list may be of a name that is said to follow."""
    if word in NO_NAMES or word.startswith("ال") or len(word) < 3:
        return False
    return VERB.match(word) is None


def _without_prefix(word: str) -> str:
    """The word without "ل", "و" or "ب" before a part of a name: "لعبد", "وأبو"."""
    for joined in ("ل", "و", "ب"):
        if word.removeprefix(joined) in BEFORE_NAMES and word not in BEFORE_NAMES:
            return word.removeprefix(joined)
    # "وعلى", which means "and on", is written as "and Ali" is.
    known = _names()
    if word[0] == "و" and word != "وعلي" and word not in known and word[1:] in known:
        return word[1:]
    return word


def _is_labelled(text: str, words: list[re.Match[str]], start: int) -> bool:
    """Whether it follows a form's label that begins with "name": "اسم المخالف:"."""
    if not start or ":" not in _between(text, words, start):
        return False
    label = text[words[max(0, start - 3)].start() : words[start].start()]
    said = label.rpartition(":")[0].rpartition("\n")[2].split()
    return any(_plain(word) in NAMES_OF or _is_role(_plain(word)) for word in said)


def _end_of_value(text: str, words: list[re.Match[str]], start: int) -> int:
    """Index after the words of a form's value: a name that may be in no list."""
    end = start
    longest = min(len(words), start + LONGEST + 1)
    while end < longest and (end == start or _between(text, words, end) == " "):
        if _plain(words[end][0]) in NO_VALUES:
            return start
        end += 1
    rest = text[words[end - 1].end() :].lstrip(" ")
    ends = not rest or rest[0] in "\n،,؛;|."
    return end if ends and 1 < end - start <= LONGEST else start


def _word_before(text: str, words: list[re.Match[str]], start: int) -> str:
    """The word before, unless more than a mark separates them."""
    near = start and len(_between(text, words, start).strip()) < 2
    return _plain(words[start - 1][0]) if near else ""


def _between(text: str, words: list[re.Match[str]], index: int) -> str:
    return text[words[index - 1].end() : words[index].start()]


def _weight(word: str, *, inside: bool, said: bool) -> float:
    """How much a word speaks for a name. ``inside``: it is not the name's first.

    ``said``: the word before the name announces one.
    """
    if word in BEFORE_NAMES or SERVANT.match(word):
        return 1.0
    if inside and word == "السيد":
        return 0.5
    if word in NO_NAMES or (inside and _is_ordinary(word)):
        return 0.0
    marks = _marks(word, first=not inside)
    if marks.startswith("g") or _is_family(word, inside, said):
        return 1.0
    if marks:
        return 0.8 if inside or said else 0.5
    if said and not inside and len(word) > 2 and not INFLECTED.search(word):
        new = word not in lists().arabic_words and not _is_ordinary(word)
        return 1.0 if new and _may_be_any(word) and not word.startswith("لل") else 0.0
    # "فاطمة الزهراء بوعزة": an unlisted word may end an announced name.
    unlisted = (
        inside
        and said
        and len(word) > 3
        and not INFLECTED.search(word)
        and not _is_ordinary(word)
    )
    return 0.5 if unlisted and _may_be_any(word) else 0.0


def _is_family(word: str, inside: bool, said: bool) -> bool:
    """Whether two of three signs tell a family name with the article: "الزهراني"."""
    if not word.startswith("ال") or (word in lists().arabic_words and not inside):
        return False
    return inside + said + word.endswith("ي") > 1


def _marks(word: str, first: bool) -> str:
    known = _names()
    for joined in JOINED if first else ("",):
        found = known.get(_without(word, joined), "")
        if found:
            return found
    return ""


def _without(word: str, joined: str) -> str:
    return word.removeprefix(joined) if joined and len(word) > 4 else word


def _names() -> dict[str, str]:
    if not _known:
        _known.update((_plain(name), marks) for name, marks in lists().arabic.items())
    return _known


_known: dict[str, str] = {}
