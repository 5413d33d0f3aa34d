"""In which order hits are shown: BM25 over several fields, of the hits alone.

Everything that it counts, the usual length of a text included, is of entries that the
caller may see. So the order tells nothing of any other. How rare a word is does not
matter, as each hit has all words.
"""

from cites.cug.core.fulltext.finding import Kept, kept_words
from cites.cug.core.fulltext.question import Question, Term
from collections.abc import Collection
from pyroaring import BitMap


#: What a word counts in a title, in names, in the text and in a file.
WEIGHTS = (8.0, 4.0, 2.0, 1.0)
#: A word that stands there twice counts less than twice as much.
SATURATION = 1.2
#: How much a long text counts less.
LENGTH = 0.75
#: How much another word of the same meaning counts less.
OTHERS = 0.5
#: More hits than that are not ranked: that takes time, and nobody reads them all.
MOST_RANKED = 500


def scores_of(
    number: int, positions: Collection[int] | BitMap, question: Question
) -> dict[int, float]:
    """The rank of each of these entries, which the caller may see."""
    kept = dict(kept_words(number, positions))
    lengths = {one: max(_length(words), 1) for one, words in kept.items()}
    usual = sum(lengths.values()) / len(lengths) if lengths else 1.0
    return {
        one: sum(_score(term, words, lengths[one] / usual) for term in question.wanted)
        for one, words in kept.items()
    }


def _length(words: Kept) -> int:
    return sum(map(len, words))


def _score(term: Term, words: Kept, length: float) -> float:
    often = sum(
        weight * _count(term, stream)
        for weight, stream in zip(WEIGHTS, words, strict=True)
        if stream
    )
    norm = 1 - LENGTH + LENGTH * length
    return often * (SATURATION + 1) / (often + SATURATION * norm) if often else 0.0


def _count(term: Term, stream: str) -> float:
    """How often the term stands there, or what stands for it."""
    others = max((_count_itself(one, stream) for one in term.others), default=0.0)
    return max(_count_itself(term, stream), others * OTHERS)


def _count_itself(term: Term, stream: str) -> float:
    """A word as it was typed counts a little more."""
    plain = stream.count(f" {' '.join(term.plain)} ")
    if term.is_phrase:
        return plain
    others = max((stream.count(f" {one} ") for one in term.stems), default=0)
    begun = stream.count(f" {term.plain[0]}") / 2 if term.is_beginning else 0
    return max(plain * 1.1, others, begun)
