"""What somebody types to search for words.

All words must be there, in any order and form. ``"in this order"``, ``begin*`` and
``-without`` are understood.
"""

import re
from cites.cug.core.fulltext.folding import (
    forms_of,
    is_spaced,
    plain_form,
    split_words,
    stems,
)
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby


#: So many words are looked for, further ones are not.
MOST_TERMS = 24
#: Fewer letters are no beginning: too many words have it.
SHORTEST_BEGINNING = 2
_PART = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?(?P<more>\*?)|(?P<bare>[^\s"]+)')
#: Words that stand in nearly every text, and say nothing of what it is about.
_EMPTY = """
    a an and are as at by for from in is of on or the to with
    au aux avec d dans de des du en et la le les l ou par pour sur un une
    con del el las los o para por y
"""
EMPTY = frozenset(_EMPTY.split())
#: What queries of catalogs have between words.
OPERATORS = {"AND", "OR"}
NOT = "NOT"


@dataclass(frozen=True)
class Term:
    """A word, or words in this order."""

    words: tuple[str, ...]
    is_beginning: bool = False
    #: What stands for it as well; these have no others.
    others: tuple["Term", ...] = ()

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The words in the form in which they are compared."""
        return tuple(map(plain_form, self.words))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """What stands where a single word is found, but for longer words."""
        return tuple(sorted(forms_of(self.words[0])))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return stems(self.words[0])

    def fits(self, word: str, languages: tuple[str, ...]) -> bool:
        """Whether a word of a text is the word that is looked for."""
        if self.is_beginning and plain_form(word).startswith(self.plain[0]):
            return True
        return not forms_of(word, languages).isdisjoint(self.forms)


@dataclass(frozen=True)
class Question:
    """What must be there, and what must not."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    @property
    def parts(self) -> list[tuple[tuple[Term, ...], tuple[Term, ...]]]:
        """Terms that the same others stand for, which may be none, and these others."""
        grouped = groupby(self.wanted, lambda one: one.others)
        return [(tuple(terms), others) for others, terms in grouped]

    def fits(self, words: Sequence[str], start: int, languages: tuple[str, ...]) -> int:
        """How many words of a text, from this one on, are what must be there."""
        word = words[start]
        for phrase in self._phrases.get(plain_form(word), ()):
            size = len(phrase.plain)
            end = " " if not phrase.is_beginning else ""
            here = " ".join(map(plain_form, words[start : start + size]))
            if f"{here} ".startswith(f"{' '.join(phrase.plain)}{end}"):
                return size
        asked = word, languages
        if asked not in self._fitting:
            self._fitting[asked] = any(one.fits(word, languages) for one in self._single)
        return int(self._fitting[asked])

    @cached_property
    def _single(self) -> list[Term]:
        terms = (term for one in self.wanted for term in (one, *one.others))
        return [one for one in terms if not one.is_phrase]

    @cached_property
    def _phrases(self) -> dict[str, list[Term]]:
        """By their first words."""
        found: dict[str, list[Term]] = {}
        for one in self.wanted:
            for term in (one, *one.others):
                if term.is_phrase:
                    found.setdefault(term.plain[0], []).append(term)
        return found

    @cached_property
    def _fitting(self) -> dict[tuple[str, tuple[str, ...]], bool]:
        """Words that were asked about: texts repeat most of theirs."""
        return {}

    def of_beginnings(self) -> "Question":
        """The same, with words that may go on."""
        wanted = tuple(
            replace(one, is_beginning=True) if _may_begin(one.words) else one
            for one in self.wanted
        )
        return Question(wanted, self.unwanted)


NOTHING = Question()


def parse(text: str, *, operators: bool = False) -> Question:
    """Read what was typed. ``operators``: AND, OR and NOT are no words."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    negated = False
    for match in _PART.finditer(text):
        bare = match["bare"]
        if operators and bare in OPERATORS:
            continue
        if operators and bare == NOT:
            negated = True
            continue
        terms, minus = _read(match)
        (unwanted if minus or negated else wanted).extend(terms)
        negated = False
    return Question(_telling(wanted)[:MOST_TERMS], tuple(unwanted)[:MOST_TERMS])


def _read(match: re.Match) -> tuple[list[Term], bool]:
    """The terms of a part, and whether a minus stands before them."""
    bare = match["bare"]
    minus = match["minus"] == "-"
    if bare is None:
        return list(_phrase(match)), minus
    terms = list(_terms(bare))
    if minus or bare.startswith("-"):
        # What has a hyphen is left out where it stands as it is.
        return _together(terms), True
    return terms, False


def _terms(bare: str) -> Iterator[Term]:
    words = list(split_words(bare))
    last = len(words) - 1
    for spaced, group in groupby(enumerate(words), lambda pair: is_spaced(pair[1])):
        if not spaced:  # characters that make up words together
            yield Term(tuple(word for _number, word in group))
            continue
        for number, word in group:
            # The article of l’ivoire and d’ivoire, the s of cheetah’s.
            if last and len(word) == 1 and not word.isdigit():
                continue
            begins = number == last and bare.endswith("*") and _may_begin((word,))
            yield Term((word,), is_beginning=begins)


def _phrase(match: re.Match) -> Iterator[Term]:
    words = tuple(split_words(match["phrase"]))
    if words:
        yield Term(words, is_beginning=bool(match["more"]) and _may_begin(words))


def _together(terms: list[Term]) -> list[Term]:
    if len(terms) < 2:
        return terms
    words = tuple(word for term in terms for word in term.words)
    return [Term(words, is_beginning=terms[-1].is_beginning)]


def _may_begin(words: tuple[str, ...]) -> bool:
    return len(words[-1]) >= SHORTEST_BEGINNING


def _telling(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Without words that tell nothing, unless there are no others."""
    terms = tuple(dict.fromkeys(terms))
    telling = tuple(one for one in terms if one.is_phrase or one.plain[0] not in EMPTY)
    return telling or terms
