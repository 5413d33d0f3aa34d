"""Words that mean the same, so that a search for one finds the others too."""

from cites.cug.core.fulltext.folding import forms_of, split_words
from cites.cug.core.fulltext.question import EMPTY, Question, Term
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple


class Name(NamedTuple):
    """A word or a phrase, with all words of its group."""

    #: The forms of each of its words, without those that tell nothing.
    forms: tuple[frozenset[str], ...]
    group: tuple[Term, ...]


class Thesaurus:
    """Groups of words and phrases that mean the same."""

    def __init__(self, groups: Iterable[Iterable[str]]):
        #: By each form of their first word.
        self._names: dict[str, list[Name]] = {}
        for group in groups:
            terms = tuple(Term(tuple(split_words(name))) for name in group)
            for term in terms:
                telling = [one for one in term.words if _tells(one)]
                name = Name(tuple(map(forms_of, telling)), terms)
                for form in name.forms[0]:
                    self._names.setdefault(form, []).append(name)

    def widen(self, question: Question) -> Question:
        """The question, with each word also standing for the others of its group.

        A phrase in quotes, and the beginning of a word, stand for themselves alone.
        """
        wanted, start = list(question.wanted), 0
        while start < len(wanted):
            names = self._longest(wanted[start:])
            size = len(names[0].forms) if names else 1
            typed = tuple(one.plain[0] for one in wanted[start : start + size])
            others = dict.fromkeys(term for name in names for term in name.group)
            kept = tuple(one for one in others if one.plain != typed)
            # Each word of a phrase has them: all of them stand where another one does.
            for number in range(start, start + size if names else start):
                wanted[number] = replace(wanted[number], others=kept)
            start += size
        return replace(question, wanted=tuple(wanted))

    def _longest(self, terms: list[Term]) -> list[Name]:
        """The names that these terms begin with; the longest of them."""
        known = (self._names.get(form, ()) for form in terms[0].forms)
        found = dict.fromkeys(one for some in known for one in some if _begin(terms, one))
        longest = max((len(one.forms) for one in found), default=0)
        return [one for one in found if len(one.forms) == longest]


def _begin(terms: list[Term], name: Name) -> bool:
    """Whether the words of a name are the first of these terms, in any form."""
    return len(name.forms) <= len(terms) and all(
        not term.is_phrase and not term.is_beginning and not forms.isdisjoint(term.forms)
        for term, forms in zip(terms, name.forms, strict=False)
    )


def _tells(word: str) -> bool:
    """Whether a question keeps the word: see ``question.parse``."""
    return len(word) > 1 and Term((word,)).plain[0] not in EMPTY
